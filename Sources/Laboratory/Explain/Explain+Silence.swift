import Histories
import Simulation

/// Operations without an answer: what they wait, or waited, for.
extension Trace {
  func explain(silence id: OperationID, isOver: Bool) -> Explanation {
    var builder = ExplanationBuilder(self)
    let operation = history[id]
    let client = names[operation.process]
    let limit = completion(of: id)?.eventIndex ?? end - 1
    builder.explainAsking(id)
    for (index, request) in requests(of: id).enumerated() {
      let next = requests(of: id).dropFirst(index + 1).first
      builder.explainRequest(request, of: id, until: next?.record.sentEvent ?? limit)
    }
    guard isOver, let completion = completion(of: id) else {
      return builder.explanation(
        title: "What \(dated(id)) waits for",
        summary: "\(client) has had no answer for \(run.clock - operation.invoked) ms.")
    }
    builder.add(
      "\(client) gave up, \(completion.time - operation.invoked) ms after it had asked"
        + (operation.call.isReadOnly ? "." : ". It does not know the outcome."),
      at: completion.eventIndex, place: client, .operation(id), phase: .takesIn)
    return builder.explanation(
      title: "Why \(dated(id)) got no answer",
      summary: "\(client) gave up at t=\(completion.time). "
        + (operation.call.isReadOnly ? "A read changes nothing." : builder.explainOutcome(of: id)))
  }
}

extension ExplanationBuilder {
  /// One request: its way, what the node did with it, and the way of the answer.
  mutating func explainRequest(_ request: MessageHistory, of id: OperationID, until limit: Int) {
    let record = request.record
    guard request.fate(events: trace.end) == .delivered, request.decidedEvent <= limit else {
      return explainJourney(of: request, .plain, after: limit)
    }
    let node = record.to
    let arrival = request.decidedEvent
    if let answer = trace.reply(to: id, from: node, arrived: arrival) {
      // An answer that came in time needs no word: the client went on with it.
      let isThere = answer.fate(events: trace.end) == .delivered && answer.decidedEvent <= limit
      if !isThere {
        add(event: arrival)
        if trace.placement(of: id) != nil { explainWrite(id) }
        if answer.record.sentEvent != arrival {
          explainAwaited(from: arrival, at: node, until: limit)
        }
        explainJourney(of: answer, .plain, after: limit)
      }
      return
    }
    add(event: arrival)
    if trace.placement(of: id)?.event == arrival { explainWrite(id) }
    if let token = trace.hops(of: id).last(where: { $0.node == node && $0.wait != nil })?.token,
      let write = trace.write(at: token, before: limit)
    {
      return explainAbsence(of: write, at: node, after: limit, showing: nil)
    }
    explainAwaited(from: arrival, at: node, until: limit)
    if !hasDeciding { explainCrash(of: node, before: limit + 1) }
    if !hasDeciding {
      decide(at: arrival)
      miss("The trace does not show what \(trace.names[node]) waits for.")
    }
  }

  /// What a node asked others as it took in a request, and what came back: all that did not.
  mutating func explainAwaited(from event: Int, at node: NodeID, until limit: Int) {
    for asked in trace.messages(sentBy: event) where asked.record.from == node {
      guard Int(asked.record.to.index) < trace.names.servers.count else { continue }
      guard asked.fate(events: trace.end) == .delivered, asked.decidedEvent <= limit else {
        explainJourney(of: asked, .plain, after: limit)
        continue
      }
      let answer = trace.messages(sentBy: asked.decidedEvent).first {
        $0.record.from == asked.record.to && $0.record.to == node
      }
      guard let answer else { continue }
      if answer.fate(events: trace.end) == .delivered, answer.decidedEvent <= limit {
        add(event: answer.decidedEvent)
      } else {
        add(event: asked.decidedEvent)
        explainJourney(of: answer, .plain, after: limit)
      }
    }
  }

  /// Whether a write without an answer has happened after all: in a sentence, with its events.
  mutating func explainOutcome(of id: OperationID) -> String {
    if let gone = trace.discard(of: id), !trace.survives(id) {
      explainDiscard(of: id, gone)
      return "The write was thrown away at t=\(gone.time)."
    }
    guard let placement = trace.placement(of: id) else {
      return "The write has not happened so far: no log holds it."
    }
    explainWrite(id)
    if let commit = trace.commit(of: id) {
      return "The write has happened all the same: it was committed at t=\(commit.time)."
    }
    let leader = placement.node.map { trace.names[$0] } ?? "A node"
    return "\(leader) holds the write, and it is not committed so far: it may still happen."
  }
}

extension Trace {
  /// What a node sent a client for a request that had arrived at an event; nil when nothing yet.
  func reply(to id: OperationID, from node: NodeID, arrived event: Int) -> MessageHistory? {
    let client = address(of: history[id].process)
    func last(sentBy event: Int) -> MessageHistory? {
      messages(sentBy: event).last { $0.record.from == node && $0.record.to == client }
    }
    if let own = last(sentBy: event) { return own }
    if let commit = commit(of: id), commit.event > event, let own = last(sentBy: commit.event) {
      return own
    }
    guard history[id].call.isReadOnly else { return nil }
    // A client is sequential: what comes to it from there later is for this read, or nothing is.
    let limit = completion(of: id)?.eventIndex ?? end
    return messages(sentFrom: event).first {
      $0.record.from == node && $0.record.to == client && $0.record.sentEvent <= limit
    }
  }
}
