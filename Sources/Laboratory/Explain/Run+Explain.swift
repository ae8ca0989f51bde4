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
    case .convergence, .eventualConsistency, .strongEventualConsistency:
      explain(divergence: witness)
    case .rolledBackRead:
      witness.missed.map { explain(rollbackOf: $0, at: nil) } ?? explain(unknown: witness)
    default: explain(noOrder: witness)
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

  /// `c1's write name = Alice`, `c1's read of name`.
  func whose(_ id: OperationID) -> String {
    let operation = history[id]
    let call = operation.call
    let noun =
      call.isReadOnly && !call.keys.isEmpty
      ? "read of " + call.keys.map(\.name).joined(separator: ", ") : call.summary
    return "\(names[operation.process])'s \(noun)"
  }

  /// `c1's read of name at 200`.
  func dated(_ id: OperationID) -> String { "\(whose(id)) at \(history[id].invoked)" }

  /// A message for people: requests and answers are named as such, others by their label.
  func title(of record: MessageRecord) -> String {
    let servers = names.servers.count
    if Int(record.from.index) >= servers {
      return "\(names[record.from])'s request (\(record.label))"
    }
    if Int(record.to.index) >= servers {
      return "the answer to \(names[record.to]) (\(record.label))"
    }
    return "\(record.label)"
  }

  /// The same at the beginning of a sentence; a name stays as it is written.
  func opening(of record: MessageRecord) -> String {
    let title = title(of: record)
    return Int(record.from.index) >= names.servers.count ? title : title.capitalizedFirst
  }

  /// Whether a node is meant to hold what the others hold. A cache is not.
  func isReplica(_ node: NodeID) -> Bool {
    run.simulation.nodeStates(at: run.clock)[Int(node.index)].inspection.isReplica
  }
}
