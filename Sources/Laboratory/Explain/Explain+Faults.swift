import Histories
import Simulation

/// What came of a fault, as far as the trace shows it.
extension ExplanationBuilder {
  /// Adds the losses and the repair of a fault. Returns them in a sentence; nil where an intervention
  /// takes no messages.
  mutating func explainEffects(of done: RecordedIntervention) -> String? {
    let text = "\(trace.text(done.intervention)), \(trace.doer(of: done.eventIndex))"
    switch done.intervention {
    case .cut(let links):
      let healed = trace.intervention(after: done.eventIndex) {
        switch $0 {
        case .heal(let mended): mended.map { $0.contains(where: links.contains) } ?? true
        default: false
        }
      }
      let count = explainLosses(after: done.eventIndex, until: healed?.eventIndex) {
        $0.fate == .lostInCut && links.contains(Link(from: $0.record.from, to: $0.record.to))
      }
      return "\(text): \(count) in it. " + repair(healed, "healed")
    case .crash(let node, _):
      let restart = trace.intervention(after: done.eventIndex) {
        if case .restart(node) = $0 { true } else { false }
      }
      let count = explainLosses(after: done.eventIndex, until: restart?.eventIndex) {
        $0.fate == .lostAtCrashedNode && $0.record.to == node
      }
      return "\(text): \(count) there. " + repair(restart, "restarted")
    case .pause(let node):
      let resume = trace.intervention(after: done.eventIndex) {
        if case .resume(node) = $0 { true } else { false }
      }
      return "\(text). What comes waits. " + repair(resume, "resumed")
    default: return "\(text)."
    }
  }

  private mutating func repair(_ repair: RecordedIntervention?, _ word: String) -> String {
    guard let repair else { return "It lasts still." }
    add(event: repair.eventIndex)
    return "It was \(word) at t=\(repair.time)."
  }

  /// Adds the first losses of a fault, and counts them all.
  private mutating func explainLosses(
    after event: Int, until last: Int?, where isOne: (MessageHistory) -> Bool
  ) -> String {
    var (count, background) = (0, 0)
    let end = min(last ?? trace.end, trace.end)
    for index in (event..<max(event, end)).prefix(Trace.walkMax) {
      let record = trace.recording.events[index]
      guard record.kind == .loss, let id = record.message, let message = trace.message(id),
        isOne(message)
      else { continue }
      count += 1
      guard record.isForeground else {
        background += 1
        continue
      }
      if count - background <= 4 { add(event: index) }
    }
    let all = count == 1 ? "1 message was lost" : "\(count) messages were lost"
    return background == 0 ? all : "\(all) (\(background) of them heartbeats and the like)"
  }
}
