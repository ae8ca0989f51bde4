import CellGraphics
import Curriculum
import Laboratory

/// What is new since the last answer, in words.
extension PlainSession {
  mutating func news() -> [String] {
    absorbOverlay()
    var lines = replies
    replies = []
    if model.screen == .lab, model.lab != nil {
      lines += labNews()
    } else {
      lines += remarked() + screenNews()
    }
    memory.screen = model.screen
    memory.readsFocus = false
    memory.readsRow = false
    return lines + asked()
  }

  /// What only has to be read is read at once, and does not wait for a key.
  private mutating func absorbOverlay() {
    if case .help? = model.overlay {
      reply(PlainHelp.lines(model, ""))
    } else if case .notice(let title, let text)? = model.overlay {
      reply([title + ":", text])
    } else if case .words? = model.overlay {
      reply(WordsScreen.lines(model, width: width, hasMarks: false).map(\.text))
    } else if case .branches? = model.overlay {
      reply(PlainCompare.branches(model))
    } else if case .palette? = model.overlay {
      reply("Type the command itself.")
    } else {
      return
    }
    model.overlay = nil
  }

  /// What the model remarked. What was done to the world is told by its event.
  func remarked() -> [String] {
    let stamp = model.lab.map { "t=\($0.run.clock) ms  " } ?? ""
    return remarks.compactMap { remark -> String? in
      guard remark.kind == .news else { return "Not done: \(remark.text)" }
      if remark.text == model.sandboxGreeting { return nil }
      return stamp.isEmpty ? remark.text : Self.head(of: remark.text, before: stamp)
    }
  }

  /// The text, or what stands in it before the stamp of an action; nil when nothing does.
  private static func head(of text: String, before stamp: String) -> String? {
    guard let range = text.ranges(of: stamp).first else { return text }
    var head = text[..<range.lowerBound]
    while let last = head.last, last == " " || last == ":" { head.removeLast() }
    return head.isEmpty ? nil : LabState.sentence(String(head))
  }

  /// What is new on a screen without time of its own, or on Compare.
  private mutating func screenNews() -> [String] {
    if model.screen == .compare, let state = model.compare { return comparison(state) }
    memory.leaveLab()
    if model.screen == .home {
      let list = PlainHome.lines(model)
      defer { memory.home = list }
      if memory.screen == .home, memory.home == list {
        return memory.readsRow ? [PlainHome.selected(model)] : []
      }
      return list
    }
    guard memory.screen != model.screen else { return [] }
    if model.screen == .result { return PlainResult.lines(model) }
    return PlainDrawing.screen(model)
  }

  /// The two branches: all when they were chosen, and then what is new between them.
  private mutating func comparison(_ state: CompareState) -> [String] {
    let lines = CompareText.lines(state)
    defer { memory.compared = lines }
    guard memory.screen == .compare else { return PlainCompare.opening(state) + lines }
    if memory.readsRow, state.rows.indices.contains(state.selection) {
      return [CompareText.sentence(state.rows[state.selection], state)]
    }
    return PlainCompare.news(lines, since: memory.compared)
  }

  /// The question that is open, asked once after each line.
  private func asked() -> [String] {
    guard model.overlay != nil else { return [] }
    if case .prompt(let prompt)? = model.overlay { return PlainQuestions.lines(prompt) }
    if case .question(let question)? = model.overlay {
      return PlainQuestions.lines(question, model)
    }
    if case .explain(let state)? = model.overlay { return PlainExplanation.lines(state) }
    if case .filter? = model.overlay {
      return ["Show only what holds which text? Enter shows all."]
    }
    return PlainDrawing.overlay(model)
  }

  // MARK: The lab

  private mutating func labNews() -> [String] {
    guard let lab = model.lab else { return [] }
    let isNew = !memory.isInLab
    memory.isInLab = true
    let place = PlainMemory.Place(lab.run)
    let page = lab.session.map { PlainMemory.PageKey($0) }
    let isRevealed = page?.stage == 2 && memory.page?.stage == 1 && !isNew
    var lines = isRevealed ? PlainLesson.reply(lab) : remarked()
    if isNew { lines += PlainPanels.opening(lab) }
    if lab.boardPage == nil, isNew || place != memory.place { lines.append(Self.whereabouts(lab)) }
    // Another round is another run.
    let isSameRun = page?.round == memory.page?.round && page?.lesson == memory.page?.lesson
    if isSameRun, let old = memory.view, let from = memory.place {
      lines += PlainChanges(from: old, at: from, to: lab).lines
    }
    let isOnKnownBoard = memory.board?.board.bars == lab.boardPage?.board.bars
    if let board = lab.boardPage, isOnKnownBoard, memory.board != nil {
      lines += PlainRows.changes(from: memory.board, to: board)
    }
    memory.board = lab.boardPage
    if let page, let session = lab.session {
      lines += pageNews(page, session, lab)
      memory.goals = session.checklist
    }
    lines += readings(lab)
    memory.page = page
    memory.place = place
    memory.remember(lab.view, covered: lab.session?.coveredPanels ?? [])
    return lines
  }

  private func pageNews(
    _ page: PlainMemory.PageKey, _ session: LessonSession, _ lab: LabState
  ) -> [String] {
    if page.isSameText(as: memory.page) {
      var lines = PlainLesson.changes(from: memory.goals, to: session.checklist)
      if page.stage != memory.page?.stage { lines.append(PlainLesson.next(session)) }
      return lines
    }
    // Goals of the text that was left come before the one that begins.
    let isSameRound = memory.page?.round == page.round && memory.page?.lesson == page.lesson
    let goals =
      isSameRound ? PlainLesson.changes(from: memory.goals, to: session.checklist) : []
    return goals + PlainLesson.lines(lab)
  }

  /// The panel, or the row of it, that was asked for.
  private func readings(_ lab: LabState) -> [String] {
    guard let panel = Panels.panel(lab.focus) else { return [] }
    let context = model.context(of: lab.focus)
    if memory.readsFocus { return PlainPanels.lines(panel, model, width: width) }
    guard memory.readsRow else { return [] }
    if context.isCovered { return [PlainPanels.covered(panel, context)] }
    let number = context.selection(of: panel.itemCount(context)) ?? 0
    if let row = PlainRows.row(number, lab.focus, context) { return [row] }
    return PlainDrawing.selected(panel, context, width: width)
  }

  /// Where the run stands: `t=141 ms, event 12 of 31, REWOUND, branch main.`
  static func whereabouts(_ lab: LabState) -> String {
    if let page = lab.boardPage {
      return "\(page.pointCount) of \(page.board.bars.count) points are placed."
    }
    let run = lab.run
    var text = "t=\(run.clock) ms, event \(run.position)"
    if run.isRewound { text += " of \(run.newest)" }
    text += ", \(lab.mode.rawValue)"
    if run.branches.count > 1 { text += ", branch \(run.branch.name)" }
    return text + "."
  }
}

extension PlainMemory.Place {
  init(_ run: Run) {
    self.init(
      branch: run.branch.name, position: run.position, newest: run.newest, clock: run.clock)
  }
}

extension PlainMemory.PageKey {
  init(_ session: LessonSession) {
    let stage =
      switch session.stage {
      case .reading: 0
      case .predicting: 1
      case .revealed: 2
      case .working: 3
      case .finished: 4
      }
    self.init(
      lesson: session.lesson.id, round: session.round, beat: session.beatIndex, stage: stage)
  }

  func isSameText(as other: PlainMemory.PageKey?) -> Bool {
    guard let other else { return false }
    return (lesson, round, beat) == (other.lesson, other.round, other.beat)
  }
}
