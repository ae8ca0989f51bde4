import Checkers
import Histories
import Laboratory

/// The points of a `history` round.
extension LessonSession {
  /// Why no point can be moved now, or nil when one can.
  public var refusesPoints: String? {
    if isFinished { return "the lesson is over" }
    if board == nil { return "this round has no bars" }
    return nextPrediction == nil ? nil : "points move once the questions of this round are answered"
  }

  /// Places the point of a bar, or moves it.
  /// - Throws: `ActionError` when that cannot be; nothing has changed then.
  public mutating func place(_ bar: String, at instant: Int64) throws(ActionError) {
    try change(bar) { board throws(BenchError) in try board.place(bar, at: instant) }
  }

  /// Takes the point of a bar away.
  /// - Throws: `ActionError` when that cannot be; nothing has changed then.
  public mutating func clear(_ bar: String) throws(ActionError) {
    try change(bar) { board throws(BenchError) in try board.clear(bar) }
  }

  /// One change of one bar. Moving on the point that was moved last is the same move.
  private mutating func change(
    _ bar: String, _ body: (inout HistoryBoard) throws(BenchError) -> Void
  ) throws(ActionError) {
    if let reason = refusesPoints { throw ActionError(reason) }
    guard var changed = board else { return }
    do { try body(&changed) } catch { throw ActionError(error.message) }
    guard changed != board else { return }
    if lastMovedBar != bar, let board {
      earlierBoards.append(board)
      countMove()
    }
    lastMovedBar = bar
    board = changed
    refresh()
  }

  public var canUndoPoint: Bool { board != nil && !earlierBoards.isEmpty }

  /// Puts the point that was moved last back to where it was before it was touched.
  /// - Returns: why it cannot, or nil.
  @discardableResult
  public mutating func undoPoint() -> String? {
    guard board != nil, let earlier = earlierBoards.popLast() else {
      return "no point has been moved"
    }
    board = earlier
    lastMovedBar = nil
    takeMoveBack()
    refresh()
    return nil
  }

  /// What the board says of each model of the round, the strongest first.
  public var boardVerdicts: [BoardVerdict] {
    guard let board else { return [] }
    let predictions = beats.compactMap(\.prediction)
    let open = predictions.filter { review(of: $0) == nil }
    let asked = open.flatMap(\.historyGoals)
    // Before the first question of a round nothing is told; one for the strongest asks for all models.
    let tellsNothing =
      !open.isEmpty && open.count == predictions.count
      || asked.flatMap(\.terms).contains { if case .strongest = $0 { true } else { false } }
    return boardJudgements.map { judgement in
      let isAsked = tellsNothing || asked.contains { $0.models.contains(judgement.model) }
      return BoardVerdict(
        model: judgement.model, state: isAsked ? .asked : judgement.state(on: board))
    }
  }

  /// The models that the board tells of: the two that points can show, and those that the round asks for.
  func judgements(of board: HistoryBoard) -> [BoardJudgement] {
    let goals =
      beats.compactMap(\.prediction).flatMap(\.historyGoals)
      + lesson.shows.filter { $0.round == currentRound.id }.compactMap(\.goal.history)
      + lesson.tasks.filter { $0.round == currentRound.id }.compactMap(\.goal.history)
    let wanted = [.linearizability, .sequentialConsistency] + goals.flatMap(\.models)
    return CheckerName.allCases.filter { wanted.contains($0) }
      .map { BoardJudgement($0, of: board) }
  }
}

extension Prediction {
  /// The conditions of its answers, where they are about a history.
  fileprivate var historyGoals: [HistoryGoal] {
    switch form {
    case .choice(let choices): choices.compactMap(\.condition.history)
    case .number(let value, _, _): [value].compactMap(\.history)
    }
  }
}

extension BenchExpression {
  fileprivate var history: HistoryGoal? {
    if case .history(let goal) = self { goal } else { nil }
  }
}
