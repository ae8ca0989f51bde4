import Histories
import Laboratory
import Simulation

extension LessonSession {
  /// Why no move can be made now, or nil when one can.
  public var refusesMoves: String? {
    if isFinished { return "the lesson is over" }
    if board != nil { return "on this board points are placed; there is no cluster" }
    if nextPrediction != nil {
      return "moves open once the questions of this round are answered"
    }
    return nil
  }

  /// Whether the learner's moves made the run on the screen.
  public var hasMoved: Bool {
    board.map { $0.points.contains { $0 != nil } } ?? !isStory
  }

  /// Makes a move at the shown instant, on a branch of the learner's own.
  /// - Returns: the name of the branch that it opened, or nil.
  /// - Throws: `ActionError` when it cannot be made; nothing has changed then.
  @discardableResult
  public mutating func perform(_ intervention: Intervention) throws(ActionError) -> String? {
    if let reason = refusesMoves { throw ActionError(reason) }
    try checkAllowed(intervention)
    var changed = run
    var opened: String?
    if changed.currentBranch == 0 { opened = changed.openBranch(named: freshName("yours")) }
    opened = try changed.perform(intervention) ?? opened
    run = changed
    countMove()
    refresh()
    return opened
  }

  mutating func countMove() {
    work[round].made += 1
    movesSinceOpening += 1
  }

  mutating func takeMoveBack() {
    if work[round].moves > 0 { work[round].takenBack += 1 }
    movesSinceOpening = max(0, movesSinceOpening - 1)
  }

  private func checkAllowed(_ intervention: Intervention) throws(ActionError) {
    if let reason = openTask?.refusal(of: intervention) { throw ActionError(reason) }
  }

  /// Turns a knob and plays the script again from the start with it: a branch named after the knobs
  /// turned so far. Other moves are not repeated. The run stands at its beginning afterwards.
  /// - Throws: `ActionError` when the knob cannot be set so; nothing has changed then.
  @discardableResult
  public mutating func setKnob(_ path: String, to value: Value) throws(ActionError) -> String {
    if let reason = refusesMoves { throw ActionError(reason) }
    try checkAllowed(.configure(path: path, value: value))
    var settings = turned.filter { $0.path != path }
    settings.append(Scenario.Setting(path, value))
    var changed = run
    changed.switchBranch(to: 0)
    changed.seek(to: 0)
    let wanted = settings.map { "\($0.path)=\($0.value)" }.joined(separator: " ")
    let name = changed.openBranch(named: freshName(wanted))
    for setting in settings {
      try changed.perform(.configure(path: setting.path, value: setting.value))
    }
    run = changed
    turned = settings
    countMove()
    refresh()
    return name
  }

  /// Takes back the latest move on the branch shown; what followed it stays as a branch.
  /// - Returns: why it cannot, or nil.
  @discardableResult
  public mutating func undo() -> String? {
    if board != nil { return undoPoint() }
    guard !isStory, run.canUndo else { return "there is no move of yours to take back here" }
    run.undo()
    takeMoveBack()
    refresh()
    return nil
  }

  /// Shows another branch, where it was left.
  public mutating func switchBranch(to index: Int) {
    run.switchBranch(to: index)
    refresh()
  }

  /// `wanted`, numbered when a branch has that name already.
  func freshName(_ wanted: String) -> String {
    var name = wanted
    var number = 2
    while run.branches.contains(where: { $0.name == name }) {
      name = "\(wanted) (\(number))"
      number += 1
    }
    return name
  }
}
