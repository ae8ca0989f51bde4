import CellGraphics
import Curriculum
import Histories
import Laboratory

/// What the lab does differently while a lesson is played.
extension LabState {
  mutating func moveInLesson(_ movement: Movement) -> Status? {
    if case .time(let time) = movement { return travel(.time(time)) }
    let navigation: Navigation =
      switch movement {
      case .step: .step
      case .back: .back
      case .tick: .tick
      case .tickBack: .tickBack
      case .start: .start
      case .newest: .newest
      case .position(let position): .event(position)
      case .violation, .time: .step
      }
    guard let reason = session?.navigate(navigation) else { return nil }
    return .news(Self.sentence(reason))
  }

  mutating func playLesson(to target: VirtualTime) -> Status? {
    let reason = session?.navigate(.time(target), budget: Self.eventsPerMessageMax)
    if let reason {
      isPlaying = false
      return .news("Paused. " + Self.sentence(reason))
    }
    if session?.isAtEnd ?? true, !run.isRewound {
      isPlaying = false
      return .news("The run has come to its end; \(nextWords).")
    }
    return nil
  }

  /// What the key of `next` does at the end of a run: a task is judged, everything else goes on.
  var nextWords: String {
    guard let session, case .working = session.stage, !session.isRereading else {
      return "\(keys["next"]) goes on"
    }
    return "\(keys["next"]) judges it"
  }

  mutating func turnKnobInLesson(_ path: String, to value: Value) throws(ActionError) -> Status {
    let opened = try session?.setKnob(path, to: value) ?? ""
    return .news(
      "\(path) = \(value): the run begins anew on the branch \(opened). "
        + "\(keys.atStart("play")) plays it, \(keys["next"]) judges it.")
  }

  /// Brings the panel to the front that the beat is about.
  mutating func openBeat() {
    guard let session else { return }
    typedAnswer = ""
    selections[LessonPanel.id] = nil
    timelineStart = nil
    showStretch(upTo: session.run.clock)
    if session.board != nil {
      focus = BoardPanel.id
      return
    }
    // What was looked at may have been a board.
    if focus == BoardPanel.id { focus = ReplicasPanel.id }
    if lastTurn == BoardPanel.id { lastTurn = ReplicasPanel.id }
    for subject in subjects {
      selections[subject] = nil
      anchors[subject] = nil
    }
    if let subject = subjects.first {
      focus = subject
    } else if focus == LessonPanel.id {
      focus = lastTurn
    }
  }

  /// Lets the diagram reach back to where the text before was told, up to its usual span times 8; what
  /// somebody has zoomed to stays.
  private mutating func showStretch(upTo now: VirtualTime) {
    let told = (now - toldAt).milliseconds
    toldAt = now
    guard timelineZoom == toldZoom else { return }
    // Now is at four fifths of the window.
    let most = Self.usualZoom + 3
    toldZoom = (Self.usualZoom..<most).first { Self.zooms[$0] * 4 / 5 >= told } ?? most
    timelineZoom = toldZoom
  }

  /// The panels that the text on the screen is about, the most important first.
  var subjects: [PanelID] {
    (session?.beat.panels ?? []).map { PanelID($0) }.filter { Panels.panel($0) != nil }
  }

  mutating func refreshLesson() {
    guard let session else { return }
    title = "\(session.lesson.id) \(session.lesson.title)"
    let rounds = session.lesson.rounds.count
    place = rounds > 1 ? "round \(session.round + 1)/\(rounds)" : nil
    shortTitle = place.map { "\(session.lesson.id) \($0)" }
    page = LessonPage(session, typed: typedAnswer, keys: keys)
    page?.spacing = isPresenting ? .airy : .plain
    page?.knobs = session.openTask?.knobs ?? []
    boardPage = session.board.map {
      BoardPage(
        board: $0, verdicts: session.boardVerdicts, refusal: session.refusesPoints,
        isTaskMet: session.isTaskMet)
    }
  }

  /// Whether the run stands where the lesson has brought it: nobody went back.
  var isWhereToldFrom: Bool { session?.isWhereToldFrom ?? false }

  static func sentence(_ text: String) -> String {
    guard let first = text.first else { return "" }
    return first.uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}

extension LessonPage {
  /// The page of a session at this moment.
  init(_ session: LessonSession, typed: String, keys: KeyLabels) {
    let rounds = session.lesson.rounds.count
    let place = rounds > 1 ? "Round \(session.round + 1) of \(rounds): " : ""
    self.init(
      title: place + session.currentRound.title, beat: session.beatIndex + 1,
      beatCount: session.beats.count, heading: session.beat.title ?? session.currentRound.title,
      narration: session.beat.narration, question: Self.question(session, typed: typed),
      shown: Self.items(session, .show), tasks: Self.items(session, .task),
      // Hints are for the task at hand; a text that follows it begins at its own first line.
      hints: session.openTask == nil ? [] : session.hintsShown, next: Self.next(session, keys))
  }

  private static func question(_ session: LessonSession, typed: String) -> Question? {
    switch session.stage {
    case .predicting(let prediction):
      let isNumber = prediction.choices.isEmpty
      let form = "a whole number" + (prediction.unit.map { ", in \($0)" } ?? "")
      return Question(
        text: prediction.question, choices: prediction.choices.map { .init(LessonText.line($0)) },
        isOpen: true, answerForm: isNumber ? form : nil, typed: typed)
    case .revealed(let prediction, let review):
      let choices = prediction.choices.map { label in
        ChoiceList.Choice(
          LessonText.line(label),
          state: label == review.truth ? .right : label == review.given ? .wrong : .open)
      }
      var reply = Self.opening(review) + review.reply
      if let more = review.explanation { reply += "\n\n" + more }
      return Question(
        text: prediction.question, choices: choices, reply: reply, isOpen: false,
        answerForm: choices.isEmpty ? "number" : nil, typed: choices.isEmpty ? review.given : "")
    default: return nil
    }
  }

  /// Whether the answer was right, where the lesson's own reply does not begin with it.
  private static func opening(_ review: AnswerReview) -> String {
    guard review.isRight else { return "**Not this time: \(review.truth).** " }
    let firstWord = review.reply.drop { !$0.isLetter }.prefix { $0.isLetter }.lowercased()
    return firstWord == "right" ? "" : "**Right.** "
  }

  private static func items(
    _ session: LessonSession, _ kind: ChecklistItem.Kind
  ) -> [Checklist.Item] {
    session.checklist.filter { $0.kind == kind && ($0.kind == .show || $0.state != .open) }.map {
      let state: Checklist.State =
        switch $0.state {
        case .met: .done
        case .open, .unmet: .open
        case .pending: .pending
        case .unknown: .unknown
        }
      return Checklist.Item(state, LessonText.line($0.text), reason: TextLine($0.reason))
    }
  }

  private static func next(_ session: LessonSession, _ keys: KeyLabels) -> [Suggestion] {
    let hint = session.nextHintAvailable ? [Suggestion(key: keys["hint"], title: "hint")] : []
    switch session.stage {
    case .predicting(let prediction):
      return prediction.choices.isEmpty
        ? [Suggestion(key: "0-9 enter", title: "your answer")]
        : [Suggestion(key: "1-\(prediction.choices.count)", title: "your answer")]
    case .working(let task):
      let moves = ActionRegistry.all.filter { task.moves.contains($0.id) }.map { action in
        Suggestion(key: keys.first(action), title: action.title)
      }
      return (session.hasMoved ? [Suggestion(key: keys["next"], title: "judge it")] : moves) + hint
        + [Suggestion(key: keys["restart-round"], title: "anew")]
    case .finished: return [Suggestion(key: keys["next"], title: "the result")]
    case .reading, .revealed:
      return [Suggestion(key: keys["next"], title: "go on")]
    }
  }
}
