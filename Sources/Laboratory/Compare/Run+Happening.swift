import Histories
import Simulation

extension Run {
  /// What an event of the shown branch was, as a clause with names: `R1 receives append lsn 2 from P`.
  /// Nil for an index beyond the run. O(log length); for an
  /// operation that had to wait, what came before it is looked through.
  public func happening(at index: Int) -> String? {
    let recording = simulation.recording
    guard recording.events.indices.contains(index) else { return nil }
    let event = recording.events[index]
    let node = event.node.map { names[$0] } ?? "the world"
    let peer = event.peer.map { names[$0] } ?? "somebody"
    let label = event.label.description
    switch event.kind {
    case .intervention:
      guard let recorded = recording.intervention(at: index) else { return label }
      return ActionPrinter(names: names).text(recorded.intervention)
    case .delivery:
      if let operation = recording.completion(at: index) {
        return "\(names[operation.process]) has its answer: "
          + operation.summary(events: index + 1, names: names)
      }
      return "\(node) receives \(label) from \(peer)"
    case .loss: return "\(label) from \(peer) to \(node) is lost"
    case .queued: return "\(label) waits at \(node)"
    case .invocation:
      if let operation = recording.invocation(at: index) {
        return "\(node) calls \(operation.call.summary)"
      }
      return "\(node) wants to \(recording.wish(at: index)?.call.summary ?? label), and is busy"
    case .timeout:
      guard let operation = recording.completion(at: index) else {
        return "\(node) waits no longer"
      }
      return "\(node) waits no longer for: \(operation.call.summary)"
    case .timer: return "\(node): \(label)"
    case .step: return "\(node) reaches the point \(label)"
    case .idle: return "\(node): the generator does nothing (\(label))"
    }
  }
}
