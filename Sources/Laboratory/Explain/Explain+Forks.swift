import Checkers
import Histories
import Simulation

/// Logs that differ, and orders that do not exist.
extension Trace {
  /// Replicas that differ at rest.
  func explain(divergence witness: Witness) -> Explanation {
    let states = run.simulation.nodeStates(at: run.clock).filter(\.inspection.isReplica)
    let title = "Why the replicas differ at rest"
    let groups = states.reduce(into: [(digest: UInt64, names: [String])]()) { groups, state in
      if let known = groups.firstIndex(where: { $0.digest == state.stateDigest }) {
        groups[known].names.append(names[state.id])
      } else {
        groups.append((state.stateDigest, [names[state.id]]))
      }
    }
    let summary =
      "There are \(groups.count) states: "
      + groups.map { $0.names.joined(separator: ", ") }.joined(separator: " against ") + "."
    guard let (one, other) = firstDifference(states) else {
      var builder = ExplanationBuilder(self)
      builder.add(event: witness.eventIndex)
      builder.miss("The logs that are kept in view do not differ, so the trace does not say where.")
      return builder.explanation(title: title, summary: summary)
    }
    var explanation = explain(forkOf: one, and: other)
    explanation.title = title
    explanation.summary = summary + " " + explanation.summary
    return explanation
  }

  /// The first place at which two logs hold different writes.
  private func firstDifference(_ states: [NodeState]) -> (OperationID, OperationID)? {
    guard let first = states.first else { return nil }
    for state in states.dropFirst() {
      for line in first.inspection.log {
        let other = state.inspection.log.first { $0.position.lsn == line.position.lsn }
        guard let other, other.position != line.position else { continue }
        if let one = line.operation, let two = other.operation { return (one, two) }
      }
    }
    return nil
  }

  /// Two writes at one place of a log.
  func explain(forkOf one: OperationID, and other: OperationID) -> Explanation {
    var builder = ExplanationBuilder(self)
    let writes = [one, other].compactMap { id in placement(of: id).map { (id, $0) } }
      .sorted { $0.1.event < $1.1.event }
    for (write, place) in writes {
      if let leader = place.node {
        builder.explainElection(of: leader, epoch: Int(place.position.epoch))
      }
      builder.explainWrite(write)
    }
    // Who took the one for the other: the last who did makes what is seen now.
    var takings: [(event: Int, write: OperationID, gone: Noted)] = []
    for (write, _) in writes {
      for server in names.servers.indices.map({ NodeID($0) }) {
        if let gone = discard(of: write, at: server) { takings.append((gone.event, write, gone)) }
      }
    }
    for taking in takings.sorted(by: { $0.event > $1.event }) {
      builder.explainDiscard(of: taking.write, taking.gone, decides: true)
    }
    if let last = writes.last { builder.decide(at: last.1.event) }
    let lsn = writes.first.map { "lsn \($0.1.position.lsn)" } ?? "one place"
    let entries = writes.map { "\(whose($0.0)) of epoch \($0.1.position.epoch)" }
    return builder.explanation(
      title: "Why \(lsn) differs",
      summary: "At \(lsn) stand " + entries.joined(separator: " and ") + ".")
  }

  /// Operations that no single order explains: the one that returned what it should not have.
  func explain(noOrder witness: Witness) -> Explanation {
    var builder = ExplanationBuilder(self)
    let title =
      switch witness.checker {
      case .linearizability: "Why this is not linearizable"
      case .sequentialConsistency: "Why this is not sequentially consistent"
      case .causalConsistency: "Why this is not causally consistent"
      default: "Why this is not PRAM"
      }
    let summary =
      "No order of these \(witness.operations.count) operations explains every answer"
      + (witness.checker == .linearizability ? " and keeps to real time." : ".")
    if let missed = miss(among: witness), let read = missed.operation, let write = missed.missed,
      let serving = serving(of: read)
    {
      builder.explainMissing(write, in: read, serving, saysToken: false)
      for id in witness.operations where id != read { builder.explainCall(id) }
      return builder.explanation(
        title: title,
        summary: summary + " It comes from \(dated(read)), which lacked \(whose(write)).")
    }
    for id in witness.operations { builder.explainCall(id) }
    for id in witness.operations {
      if let serving = serving(of: id), explainUncommitted(id, serving, &builder) { break }
    }
    if let blamed = witness.operation, let completion = completion(of: blamed) {
      builder.decide(at: completion.eventIndex)
    }
    builder.decide(at: witness.eventIndex)
    return builder.explanation(title: title, summary: summary)
  }

  /// The read of the witness that missed a committed write, the blamed one first.
  private func miss(among witness: Witness) -> Witness? {
    let checkers: [CheckerName] = [.readYourWrites, .monotonicReads, .staleRead, .consistentPrefix]
    let ids = [witness.operation].compactMap(\.self) + witness.operations
    for id in ids {
      let found = run.branch.judgement.witnesses(
        against: history[id].process, events: end, most: 200)
      for checker in checkers {
        if let match = found.first(where: { $0.checker == checker && $0.operation == id }) {
          return match
        }
      }
    }
    return nil
  }

  /// A read that returned what was not committed, or was thrown away later.
  private func explainUncommitted(
    _ read: OperationID, _ serving: Serving, _ builder: inout ExplanationBuilder
  ) -> Bool {
    guard case .write(let source) = serving.readsFrom else { return false }
    let commit = commit(of: source)
    guard commit.map({ $0.event > serving.event }) ?? true else { return false }
    builder.explainWrite(source)
    builder.add(
      "\(names[serving.node]) answered \(serving.value), which was not committed then.",
      at: serving.event, place: names[serving.node], .operation(read), decides: true)
    if let gone = discard(of: source) { builder.explainDiscard(of: source, gone) }
    return true
  }
}

extension ExplanationBuilder {
  /// What was asked and what came of it, in two lines.
  mutating func explainCall(_ id: OperationID) {
    let operation = trace.history[id]
    let client = trace.names[operation.process]
    if !says(.operation(id), at: operation.invokedEvent) {
      add(
        "\(client) asked: \(operation.call.summary).", at: operation.invokedEvent, place: client,
        .operation(id), phase: .sends)
    }
    explainAcknowledgement(of: id)
  }
}
