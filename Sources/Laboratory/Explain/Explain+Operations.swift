import Checkers
import Histories
import Simulation

/// Operations: answered, refused, given up, or still out.
extension Trace {
  func explain(operation id: OperationID) -> Explanation {
    // A read that broke a promise is explained by what it missed.
    if let witness = worst(of: id) { return explain(witness) }
    let operation = history[id]
    switch completion(of: id)?.outcome {
    case nil: return explain(silence: id, isOver: false)
    case .info?: return explain(silence: id, isOver: true)
    case .fail(let reason)?: return explain(refusal: id, reason)
    case .ok? where operation.call.isReadOnly: return explain(read: id)
    case .ok?: return explain(write: id)
    }
  }

  /// The violation that says most about an operation: those of a session before a stale read.
  private func worst(of id: OperationID) -> Witness? {
    let order: [CheckerName] = [
      .readYourWrites, .monotonicReads, .consistentPrefix, .staleRead, .monotonicWrites,
      .writesFollowReads,
    ]
    let found = run.branch.judgement.witnesses(
      against: history[id].process, events: end, most: 1000)
    for checker in order {
      if let match = found.first(where: { $0.checker == checker && $0.operation == id }) {
        return match
      }
    }
    return nil
  }

  private func explain(read id: OperationID) -> Explanation {
    var builder = ExplanationBuilder(self)
    builder.explainAsking(id)
    guard let serving = serving(of: id) else {
      builder.explainCall(id)
      builder.miss("The trace does not say what the answer was made from.")
      return builder.explanation(
        title: "How \(dated(id)) was answered", summary: "It was answered.")
    }
    builder.explainRivals(of: serving.node, in: serving.log, at: serving.event)
    builder.explainSource(of: id, serving)
    builder.explainAnswer(of: id, serving)
    builder.decide(at: serving.event)
    let measure = run.branch.judgement.monitor.staleness(of: id)
    let lag =
      (measure?.versions ?? 0) > 0
      ? " A newer version was committed on the way: it was not before the read began, so the read is "
        + "not stale." : " It missed nothing that was committed."
    return builder.explanation(
      title: "How \(dated(id)) was answered",
      summary: "\(names[serving.node]) answered \(serving.value) at t=\(serving.time).\(lag)")
  }

  private func explain(write id: OperationID) -> Explanation {
    if let gone = discard(of: id), !survives(id) {
      return explain(rollbackOf: id, at: gone.node)
    }
    var builder = ExplanationBuilder(self)
    builder.explainAsking(id)
    let placement = builder.explainWrite(id)
    if let placement { builder.explainCopies(of: placement) }
    builder.explainCall(id)
    if let commit = commit(of: id) { builder.decide(at: commit.event) }
    guard placement != nil, let completion = completion(of: id) else {
      let value = history[id].result?.description ?? "done"
      return builder.explanation(
        title: "How \(dated(id)) was answered",
        summary: "It was answered \(value) and took no place in a log: it changed nothing.")
    }
    return builder.explanation(
      title: "How \(dated(id)) was answered",
      summary: "It was acknowledged at t=\(completion.time), "
        + "\(completion.time - history[id].invoked) ms after it was asked for.")
  }

  private func explain(refusal id: OperationID, _ reason: FailureReason) -> Explanation {
    var builder = ExplanationBuilder(self)
    builder.explainAsking(id, saysToken: reason == .notFresh)
    let client = names[history[id].process]
    let answer = answer(to: id)
    let node = answer.map { names[$0.record.from] } ?? client
    let event = answer?.record.sentEvent ?? completion(of: id)?.eventIndex ?? end - 1
    builder.explainRefusal(of: id, reason, by: answer?.record.from, at: event)
    builder.add(
      "\(node) refused: \(reason.rawValue).", at: event, place: node, .operation(id), decides: true)
    if let completion = completion(of: id), completion.eventIndex != event {
      builder.add(
        "\(client) had the refusal: \(reason.rawValue).", at: completion.eventIndex, place: client,
        .operation(id), phase: .takesIn)
    }
    return builder.explanation(
      title: "Why \(dated(id)) was refused",
      summary: "\(node) refused it: \(reason.rawValue). A refusal is definite: it had no effect.")
  }
}

extension ExplanationBuilder {
  /// What was behind a refusal, as far as the trace shows it.
  mutating func explainRefusal(
    of id: OperationID, _ reason: FailureReason, by node: NodeID?, at event: Int
  ) {
    switch reason {
    case .noCandidate:
      for (index, state) in trace.moment(after: event).nodeStates(at: trace.time(of: event))
        .enumerated() where state.status == .crashed
      {
        explainCrash(of: NodeID(index), before: event + 1)
      }
    case .notLeader:
      guard let node else { return }
      if let timer = trace.lastTimer(of: node, named: "failure detector", before: event + 1) {
        add(event: timer)
        add(
          "\(trace.names[node]) gave up its leader, and knows no new one.", at: timer,
          place: trace.names[node], .event(timer))
      }
    case .notFresh:
      guard let node, let token = trace.hops(of: id).last?.token,
        let write = trace.write(at: token, before: event)
      else { return }
      explainAbsence(of: write, at: node, after: event, showing: nil)
    default:
      // What it found there: the write that the key held then.
      guard let observation = trace.completion(of: id)?.observation,
        case .write(let source) = observation.readsFrom
      else { return }
      explainWrite(source)
    }
  }
}

extension Trace {
  /// The last time that a timer of a node went off.
  func lastTimer(of node: NodeID, named name: String, before event: Int) -> Int? {
    let last = min(event, end, recording.events.count)
    return (0..<max(0, last)).reversed().prefix(Self.walkMax).first {
      let record = recording.events[$0]
      return record.kind == .timer && record.node == node && record.label.name == name
    }
  }
}
