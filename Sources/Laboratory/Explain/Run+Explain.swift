import Checkers
import Histories
import Simulation

extension Run {
  /// Why a mark came about, as of the shown position.
  ///
  /// O(chain), each link with a bisection or a walk of at most 50,000 lines; a handful of earlier moments
  /// is looked at, for each of which at most 2,047 events are stepped over on a copy.
  public func explain(_ mark: ExplainedMark) -> Explanation {
    let trace = Trace(self)
    return switch mark {
    case .violation(let witness): trace.explain(witness)
    case .operation(let id): trace.explain(operation: id)
    case .message(let id): trace.explain(message: id)
    case .cell(let key, let node): trace.explain(key, at: node)
    case .replica(let node): trace.explain(replica: node)
    case .rollback(let write, let node): trace.explain(rollbackOf: write, at: node)
    case .fork(let one, let other): trace.explain(forkOf: one, and: other)
    case .event(let index): trace.explain(event: index)
    }
  }
}

extension Trace {
  /// A violated guarantee, by the witness of it.
  func explain(_ witness: Witness) -> Explanation {
    switch witness.checker {
    case .staleRead, .readYourWrites, .monotonicReads, .consistentPrefix:
      explain(missedRead: witness)
    case .monotonicWrites, .writesFollowReads: explain(disorder: witness)
    case .twoLeaders: explain(twoLeaders: witness)
    case .acknowledgedWriteLost:
      witness.missed.map { explain(rollbackOf: $0, at: nil) } ?? explain(unknown: witness)
    case .convergence: explain(divergence: witness)
    case .linearizability, .sequentialConsistency, .causalConsistency, .pram:
      explain(noOrder: witness)
    }
  }

  /// A witness that names too little to follow.
  func explain(unknown witness: Witness) -> Explanation {
    var builder = ExplanationBuilder(self)
    builder.add(event: witness.eventIndex, decides: true)
    builder.miss("The verdict names no operation that could be followed.")
    return builder.explanation(
      title: "Why \"\(witness.checker.words)\" is violated", summary: run.describe(witness))
  }

  /// `c1's write name = Alice`.
  func whose(_ id: OperationID) -> String {
    let operation = history[id]
    return "\(names[operation.process])'s \(operation.call.summary)"
  }

  /// `c1's read name of t=200`.
  func dated(_ id: OperationID) -> String { "\(whose(id)) of t=\(history[id].intended)" }
}
