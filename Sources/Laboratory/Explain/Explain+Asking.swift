import Histories
import Simulation

/// How a client's question found a node.
extension ExplanationBuilder {
  /// The requests of an operation with the reason for each node. What its client carried along is said
  /// where it matters to what is explained.
  mutating func explainAsking(_ id: OperationID, saysToken: Bool = false) {
    let operation = trace.history[id]
    let client = trace.names[operation.process]
    let hops = trace.hops(of: id)
    let requests = trace.requests(of: id)
    if operation.invoked > operation.intended {
      add(
        "\(client) had wanted to \(operation.call.summary) at \(operation.intended); it was busy "
          + "until \(operation.invoked).", at: operation.invokedEvent, place: client,
        .operation(id), phase: .sends)
    }
    guard !hops.isEmpty else {
      add(
        "\(client) asked: \(operation.call.summary).", at: operation.invokedEvent, place: client,
        .operation(id), phase: .sends)
      return
    }
    for (index, hop) in hops.enumerated() {
      let event = requests.indices.contains(index) ? requests[index].record.sentEvent : nil
      let token = saysToken ? self.token(hop) : ""
      let sentence =
        index == 0
        ? "\(client) asked \(trace.names[hop.node]): \(operation.call.summary). "
          + "\(reason(hop)).\(token)"
        : "\(client) asked \(trace.names[hop.node]) instead. \(reason(hop)).\(token)"
      add(
        sentence, at: event ?? operation.invokedEvent, place: client, .operation(id), phase: .sends)
      if case .failedOver(let from) = hop.reason {
        explainCrash(of: from, before: event ?? operation.invokedEvent)
      }
      explainWait(hop, of: id)
    }
  }

  private mutating func explainWait(_ hop: Hop, of id: OperationID) {
    guard let wait = hop.wait, let token = hop.token else { return }
    let node = trace.names[hop.node]
    let since = trace.recording.eventCount(at: wait.since) - 1
    guard since >= 0, since < trace.end else { return }
    let span = wait.end.map { ", for \($0 - wait.since) ms" } ?? ", and waits still"
    add(
      "\(node) lacked \(Self.words(token)) and kept the read waiting\(span).",
      at: trace.arrival(of: id, at: hop.node, sent: hop.sent) ?? since, place: node, .operation(id))
  }

  /// Why a request went where it went, as a sentence without its full stop.
  func reason(_ hop: Hop) -> String {
    let names = trace.names
    let node = names[hop.node]
    return switch hop.reason {
    case .named: "The action named \(node)"
    case .preferred: "\(node) is its first choice (routing preferred)"
    case .drawn: "\(node) was drawn at random (routing any)"
    case .inTurn: "It was the turn of \(node) (routing round-robin)"
    case .nearest: "\(node) is nearest (routing nearest)"
    case .sticky: "Its session sticks to \(node)"
    case .failedOver(let from):
      "Its session sticks to \(names[from]), which was down; \(node) is next"
    case .pinned(let end): "Its reads are pinned to the leader until \(end)"
    case .leader: "\(node) is the leader that it knows"
    case .diverted(let from, let lag):
      "Its routing chose \(names[from]), which was \(lag) ms behind by its own meter; such reads go "
        + "to the leader"
    case .hedge(let wait):
      "There was no answer for \(wait) ms, so a second request went to \(node): a hedge"
    case .redirected(let by, nil): "\(names[by]) sent it on: \(names[by]) does not lead"
    case .redirected(let by, let needs?):
      "\(names[by]) sent it on: \(names[by]) lacked \(Self.words(needs))"
    }
  }

  private func token(_ hop: Hop) -> String {
    hop.token.map { " It carried the token \(Self.words($0))." }
      ?? " It carried no token: nothing told \(trace.names[hop.node]) what this session had written or "
      + "seen."
  }

  /// `lsn 2`; with its epoch once there has been another.
  static func words(_ position: LogPosition) -> String {
    if position == .origin { return "nothing" }
    return position.epoch > 1
      ? "lsn \(position.lsn) of epoch \(position.epoch)" : "lsn \(position.lsn)"
  }
}

extension Trace {
  /// The requests that a client sent for an operation, in order.
  func requests(of id: OperationID) -> [MessageHistory] {
    let operation = history[id]
    let last = completion(of: id)?.eventIndex ?? end
    let address = address(of: operation.process)
    var found: [MessageHistory] = []
    for message in messages(sentFrom: operation.invokedEvent) {
      // The event that ends it may issue the client's next operation.
      if message.record.sentEvent >= last, found.count > 0 { break }
      if message.record.from == address { found.append(message) }
    }
    return found
  }

  /// The event at which a request of an operation arrived at a node.
  func arrival(of id: OperationID, at node: NodeID, sent: VirtualTime) -> Int? {
    requests(of: id).first {
      $0.record.to == node && $0.record.sent == sent && $0.fate(events: end) == .delivered
    }?.decidedEvent
  }
}
