import Histories
import Simulation

/// Any event in a sentence, and the chain of events that led to it.
extension ExplanationBuilder {
  /// Adds the causes of an event, the nearest first, without the event itself.
  mutating func explainCauses(of event: Int, most: Int) {
    for cause in trace.causes(of: event).dropFirst().prefix(most) { add(event: cause) }
  }

  mutating func add(event index: Int, decides: Bool = false) {
    guard trace.recording.events.indices.contains(index), index < trace.end else { return }
    let record = trace.recording.events[index]
    let subject: Explanation.Subject = record.message.map { .message($0) } ?? .event(index)
    add(
      trace.sentence(of: index), at: index, place: record.node.map { trace.names[$0] }, subject,
      decides: decides, phase: .takesIn)
  }
}

extension Trace {
  /// The chain of causes of an event, itself first; at most twenty.
  func causes(of index: Int) -> [Int] {
    var chain: [Int] = []
    var next: Int? = index
    while let current = next, current >= 0, current < end, chain.count < 20 {
      chain.append(current)
      next = recording.events[current].cause
    }
    return chain
  }

  /// What happened at an event.
  func sentence(of index: Int) -> String {
    let record = recording.events[index]
    let node = record.node.map { names[$0] } ?? "the network"
    let peer = record.peer.map { names[$0] } ?? "somebody"
    switch record.kind {
    case .intervention:
      let done = recording.interventions.bisect { $0.eventIndex < index }
      guard done < recording.interventions.count,
        recording.interventions[done].eventIndex == index
      else { return "Something was done \(doer(of: index)): \(record.label)." }
      return
        "\(doer(of: index).capitalizedFirst): \(text(recording.interventions[done].intervention))."
    case .timer:
      let why =
        record.label.name == "failure detector" ? ": it had heard no leader for too long" : ""
      return "At \(node) the \(record.label) went off\(why)."
    case .step: return "\(node) came to the point \(record.label)."
    case .timeout: return "\(node) gave up waiting: \(record.label)."
    case .delivery:
      if isClient(record.peer) { return "\(node) got \(peer)'s request (\(record.label))." }
      return "\(node) got \(record.label) from \(peer)."
    case .loss:
      if isClient(record.peer) { return "\(peer)'s request (\(record.label)) to \(node) was lost." }
      return "\(record.label.description.capitalizedFirst) from \(peer) to \(node) was lost."
    case .queued:
      return "\(record.label.description.capitalizedFirst) reached \(node) and waited there."
    case .invocation:
      let operations = history.operations
      let place = operations.bisect { $0.invokedEvent < index }
      guard place < operations.count, operations[place].invokedEvent == index else {
        return "\(node) wanted to \(record.label), and was busy."
      }
      return "\(node) asked: \(operations[place].call.summary)."
    case .idle: return "\(node) had nothing to do: \(record.label)."
    }
  }
}

extension Trace {
  fileprivate func isClient(_ endpoint: NodeID?) -> Bool {
    endpoint.map { Int($0.index) >= names.servers.count } ?? false
  }
}

extension String {
  /// The text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
