import Histories
import Laboratory

extension LessonSession {
  /// Brings the checklist up to date with the screen, and takes note of tasks that are met.
  mutating func refresh() {
    noteEnd(of: run)
    checklist = shownSoFar() + tasksSoFar()
    noteMistakes()
  }

  /// Shows of this round that have come true at the shown position of the story. What has not is not
  /// listed: its text may be the answer to a question.
  private mutating func shownSoFar() -> [ChecklistItem] {
    // A board shows all at once: what it shows may be the answer to a question of its round, or keep
    // the task from being seen.
    guard isStory, board == nil || nextPrediction == nil && openTask == nil else { return [] }
    if let boardShows { return boardShows }
    var items: [ChecklistItem] = []
    for show in lesson.shows where show.round == currentRound.id {
      let outcome = judge(show.goal, show.timing)
      guard outcome.state == .met else { continue }
      items.append(
        ChecklistItem(kind: .show, text: show.text, state: .met, reason: outcome.witness))
    }
    // What a board shows, it shows whatever its points are.
    if board != nil { boardShows = items }
    return items
  }

  private mutating func tasksSoFar() -> [ChecklistItem] {
    let tasks = lesson.tasks.filter { $0.round == currentRound.id }
    return tasks.map { task in
      if let witness = metTasks[task.id] {
        return ChecklistItem(kind: .task, text: task.text, state: .met, reason: witness)
      }
      guard openTask?.id == task.id else {
        return ChecklistItem(kind: .task, text: task.text, state: .open, reason: "comes later")
      }
      guard hasMoved else {
        return ChecklistItem(
          kind: .task, text: task.text, state: .unmet, reason: "waits for your move")
      }
      let item = judged(task)
      if item.state == .met { metTasks[task.id] = item.reason }
      return item
    }
  }

  private mutating func judged(_ task: LessonTask) -> ChecklistItem {
    let outcome = judge(task.goal, task.timing)
    let state: ChecklistItem.State =
      switch outcome.state {
      case .met: .met
      case .unmet: .unmet
      case .pending: .pending
      case .unknown: .unknown
      }
    return ChecklistItem(kind: .task, text: task.text, state: state, reason: outcome.witness)
  }

  /// Judges a goal at the shown position: what is decided at the end is pending before it.
  mutating func judge(_ goal: BenchExpression, _ timing: GoalTiming) -> GoalOutcome {
    let named = NamedRuns(lesson)
    if let board { return BenchRun.history(board).judge(goal, timing, named) }
    guard case .cluster(let expression) = goal else {
      return GoalOutcome(.unknown, "the goal belongs to another bench")
    }
    switch timing {
    case .atEnd where !isAtEnd:
      return GoalOutcome(.pending, "judged when the run has come to its end")
    case .atEnd: return expression.evaluate(in: named.context(of: run))
    case .eventually, .always:
      let outcome = watch(expression, timing, named)
      let isOpen = !isAtEnd && outcome.state == (timing == .always ? .met : .unmet)
      return isOpen ? GoalOutcome(.pending, outcome.witness) : outcome
    }
  }

  /// Whether the shown branch has come to its end on the screen.
  public var isAtEnd: Bool {
    guard let end = end(of: run) else { return false }
    return run.position >= end.position && run.clock >= end.clock
  }
}
