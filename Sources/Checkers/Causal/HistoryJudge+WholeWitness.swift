import Histories

extension HistoryJudge {
  /// So many states, each times the operations searched, make one witness minimal by the whole search.
  private static let wholeSearchMax = 1_000_000
  private static let wholeStatesMax = 20_000

  /// A witness of `CausalChecker`, made minimal by the whole search where that checker cannot tell whether it is.
  ///
  /// What it leaves open of an operation, such as what a compare-and-set without an answer met, may make a
  /// part of the witness a violation by itself. What explains the operations is added, so that they are closed
  /// under reads-from, and then `ExactChecker`'s search leaves out what it can. Where that is too long, or a limit is
  /// reached, the witness stays what it is and does not claim to be minimal.
  ///
  /// Nothing is done for a witness that is minimal. O(n log n), and a bounded number of states.
  func minimized(_ witness: Witness, of history: History) -> Witness {
    let budget = options.budget
    guard !witness.isMinimal, witness.operations.count <= budget.exactOperationsMax,
      !(budget.isOver?() ?? false)
    else { return witness }
    let problem = SearchProblem(
      history: history,
      limits: .init(
        operationsMax: budget.exactOperationsMax,
        statesMax: min(budget.configurationsMax, budget.stepsMax, Self.wholeStatesMax),
        minimizationMax: min(budget.minimizationMax, Self.wholeSearchMax)),
      as: options.specification, isOver: budget.isOver)
    let all = problem.operations.map(\.id.index)
    let closed = ReadsFromClosure(all, history, inRealTime: false)
      .completed(witness.operations.map(\.index), within: all)
      .map { history.operations[Int($0)] }
    guard case .impossible(let failing) = problem.solve(witness.checker, closed) else {
      return witness
    }
    let found = problem.witness(witness.checker, minimizing: failing)
    if witness.operations.allSatisfy(found.operations.containsSorted) {
      return found.isMinimal ? witness.completed(by: found) : witness
    }
    return found
  }
}

extension Witness {
  /// The same violation, shown by all operations of another witness.
  fileprivate func completed(by other: Witness) -> Witness {
    var witness = self
    witness.related = other.operations.filter { $0 != operation && $0 != missed }
    witness.eventIndex = max(eventIndex, other.eventIndex)
    witness.isMinimal = other.isMinimal
    return witness
  }
}
