import CellGraphics
import Curriculum
import Laboratory

extension Model {
  /// Asks for a lesson, to open it at a round.
  mutating func askForLesson(_ id: String, round: Int) -> [Command] {
    awaitedLesson = (id, round)
    return [.loadLesson(id: id)]
  }

  mutating func lessonLoaded(_ lesson: Lesson) -> [Command] {
    guard let awaited = awaitedLesson, awaited.id == lesson.id else { return [] }
    awaitedLesson = nil
    return openLesson(lesson, round: awaited.round)
  }

  mutating func lessonFailed(_ id: String, _ problem: String) {
    guard awaitedLesson?.id == id else { return }
    awaitedLesson = nil
    overlay = .notice(title: "\(id) cannot be opened", text: problem)
  }

  /// Opens a lesson at a round, the first one if it has no such round, with what was done in it before;
  /// the run stands at the round's first beat.
  mutating func openLesson(_ lesson: Lesson, round: Int) -> [Command] {
    do {
      let known = lesson.rounds.indices.contains(round) ? round : 0
      let done = progress.attempt(at: lesson.id)
      let session = try LessonSession(lesson, round: known, done: done)
      if done != LessonAttempt(number: done.number) {
        status = .news(
          "What you did before is kept; \(key("restart-round")) begins this round anew.")
      }
      lab = LabState(session: session)
      screen = .lab
      result = nil
      home.resultOffset = 0
      return recordProgress()
    } catch {
      status = .refusal("\(lesson.id) cannot be opened: \(error)")
      return []
    }
  }

  mutating func nextBeat() -> [Command] {
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    let task = lab?.session?.openTask
    if let refusal = lab?.session?.next(budget: LabState.eventsPerMessageMax) {
      status = .news(LabState.sentence(refusal))
      return ticking(since: wasPlaying)
    }
    if lab?.session?.isUnderway ?? false {
      status = lab?.stayUnderway(.judgement)
      return ticking(since: wasPlaying)
    }
    if task != nil { status = .news("The task is met.") }
    lab?.openBeat()
    if lab?.session?.isFinished ?? false {
      result = lab?.session?.result
      screen = .result
    }
    return ticking(since: wasPlaying) + recordProgress()
  }

  /// An action's place in the footer: with a task open its moves come first, and one can always see how
  /// to leave a full screen.
  func footerPriority(of action: LabAction) -> Int {
    if action.id == "full", lab?.isFullScreen ?? false { return 96 }
    guard case .working(let task)? = lab?.session?.stage, task.moves.contains(action.command)
    else { return action.priority }
    return max(action.priority, 99)
  }

  /// What an action is called in the footer: with a task open, going on judges it.
  func footerTitle(of action: LabAction) -> String {
    if action.id == "full", lab?.isFullScreen ?? false { return "all panels" }
    if action.id == "quit", screen == .compare { return "close" }
    guard action.id == "next", case .working? = lab?.session?.stage else { return action.title }
    return lab?.session?.isRereading ?? false ? action.title : "judge it"
  }

  /// Takes a key of a digit, or a typed answer.
  mutating func answer(_ text: String) -> [Command] {
    guard case .predicting(let prediction)? = lab?.session?.stage else { return [] }
    guard !text.isEmpty else { return open(.answer) }
    let isKey = text.hasPrefix(LabAction.keyMark)
    let text = isKey ? String(text.dropFirst(LabAction.keyMark.count)) : text
    // The first digit of a number begins it; the digit of a choice is the answer.
    if isKey, prediction.choices.isEmpty { return open(.answer, about: text) }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    if let refusal = lab?.session?.answer(text: text, budget: LabState.runsPerMessageMax) {
      status = .refusal("answer: \(refusal)")
      return ticking(since: wasPlaying)
    }
    if lab?.session?.isUnderway ?? false {
      status = lab?.stayUnderway(.answer(text))
      return ticking(since: wasPlaying)
    }
    lab?.timelineStart = nil
    lab?.selections[LessonPanel.id] = nil
    if case .revealed(_, let review)? = lab?.session?.stage {
      status = .news(
        review.isRight ? "Right: \(review.truth)." : "The answer is \(review.truth).")
    }
    return ticking(since: wasPlaying) + recordProgress()
  }

  /// Notes what the lesson has come to, and asks for it to be written.
  mutating func recordProgress() -> [Command] {
    guard let session = lab?.session else { return [] }
    progress.record(session.isFinished ? result ?? session.result : session.result)
    recorded = session.attempt
    return isPresenting ? [] : [.saveProgress(text: progress.text)]
  }

  /// Notes what a message has changed of the lesson's work, so that nothing is lost whatever ends the lab.
  mutating func recordNews() -> [Command] {
    guard let session = lab?.session, session.attempt != recorded else { return [] }
    return recordProgress()
  }
}
