import Histories
import Laboratory
import Simulation

/// What happened in a run, a sentence for each event: what came, and what it led to.
struct PlainEvents {
  private let run: Run
  /// Heartbeats and retransmissions too.
  private let showsBackground: Bool
  /// When what is on the wire arrives.
  private let due: [MessageID: VirtualTime]
  /// How many sentences there are at most: the latest.
  static let linesMax = 12
  /// How many events are looked at for them.
  private static let eventsMax = 4_000

  private var recording: Recording { run.simulation.recording }

  init(run: Run, showsBackground: Bool) {
    self.run = run
    self.showsBackground = showsBackground
    var due: [MessageID: VirtualTime] = [:]
    for message in run.simulation.messagesInFlight { due[message.id] = message.due }
    self.due = due
  }

  /// The events from one position up to another, oldest first. O(events looked at * log run).
  func lines(from first: Int, to last: Int) -> [String] {
    var lines: [String] = []
    var index = last - 1
    while index >= max(first, last - Self.eventsMax), lines.count < Self.linesMax {
      if let line = sentence(index) { lines.append(line) }
      index -= 1
    }
    let before =
      recording.foregroundCount(before: index + 1) - recording.foregroundCount(before: first)
    if before > 0 {
      lines.append(
        "\(Wording.count(before, "event", "events")) before these; go back to hear them.")
    }
    return lines.reversed()
  }

  /// An event with its consequences; nil for one of the background that led to nothing.
  private func sentence(_ index: Int) -> String? {
    let record = recording.events[index]
    guard record.kind != .idle else { return nil }
    let effects = applications(index) + notes(index)
    guard record.isForeground || showsBackground || !effects.isEmpty else { return nil }
    // That an operation begins says its own note.
    let isTold = record.kind == .invocation && !effects.isEmpty
    let parts = (isTold ? [] : [beginning(record, index)]) + effects + sendings(index)
    return "t=\(record.time): " + parts.joined(separator: "; ") + "."
  }

  private func beginning(_ record: EventRecord, _ index: Int) -> String {
    let node = record.node.map { run.names[$0] } ?? "the network"
    let peer = record.peer.map { run.names[$0] } ?? "somebody"
    switch record.kind {
    case .intervention: return intervention(index) ?? record.label.description
    case .timer: return "\(node): the \(record.label) goes off"
    case .step: return "\(node) comes to the point \(record.label)"
    case .timeout: return "\(node) gives up waiting"
    case .delivery: return "\(node) gets \(record.label) from \(peer)"
    case .loss: return "\(record.label) from \(peer) to \(node) is lost\(why(record))"
    case .queued: return "\(record.label) comes to \(node) and waits there"
    case .invocation: return (intervention(index) ?? "\(node): an operation") + " waits its turn"
    case .idle: return "nothing"
    }
  }

  private func intervention(_ index: Int) -> String? {
    let all = recording.interventions
    let place = all.bisect { $0.eventIndex < index }
    guard place < all.count, all[place].eventIndex == index else { return nil }
    return ActionGrammar(of: run).text(all[place].intervention)
  }

  private func why(_ record: EventRecord) -> String {
    guard let message = record.message else { return "" }
    switch recording.messages[Int(message.number) - 1].fate {
    case .lostInCut?: return ": the link is cut"
    case .lostOnLink?: return ": the link loses it"
    case .lostAtCrashedNode?: return ": nobody is there"
    case .dropped?: return ": it was dropped"
    case .cancelled?: return ": its sender took it back"
    case .delivered?, nil: return ""
    }
  }

  // MARK: Consequences

  /// `R1 applies lsn 2`, for each server whose state came to contain more or less.
  private func applications(_ index: Int) -> [String] {
    recording.samples.enumerated().compactMap { server, samples in
      let place = samples.bisect { $0.eventIndex < index }
      guard place > 0, place < samples.count, samples[place].eventIndex == index else { return nil }
      let (old, new) = (samples[place - 1].progress.applied, samples[place].progress.applied)
      guard old != new else { return nil }
      let name = run.names.servers[server]
      return new > old
        ? "\(name) applies \(Wording.position(new))"
        : "\(name) goes back to \(Wording.position(new))"
    }
  }

  /// Operations that begin and end, and leaders.
  private func notes(_ index: Int) -> [String] {
    let all = recording.history.events
    var place = all.bisect { $0.eventIndex < index }
    var notes: [String] = []
    while place < all.count, all[place].eventIndex == index {
      if let note = self.note(all[place].kind) { notes.append(note) }
      place += 1
    }
    return notes
  }

  private func note(_ kind: HistoryEvent.Kind) -> String? {
    switch kind {
    case .invoke(let id):
      let operation = recording.history[id]
      return "\(run.names[operation.process]) asks to \(operation.call.summary)"
    case .complete(let id): return completion(recording.history[id])
    case .note(.leads(let node, _, let epoch)):
      return "\(run.names[node]) begins to lead, epoch \(epoch)"
    case .note(.ceases(let node, _, _)): return "\(run.names[node]) ceases to lead"
    case .note(.discarded(let id, let node)):
      return "\(run.names[node]) throws away \(recording.history[id].call.summary)"
    case .note: return nil
    }
  }

  private func completion(_ operation: Operation) -> String? {
    guard let completion = operation.completion else { return nil }
    let took = "after \(completion.time - operation.invoked) ms"
    let call = "\(run.names[operation.process]) \(operation.call.summary)"
    switch completion.outcome {
    case .ok(.absent): return "\(call): done, \(took)"
    case .ok(let value): return "\(call): the answer is \(value), \(took)"
    case .fail(let reason): return "\(call): refused, \(reason.rawValue), \(took)"
    case .info(let reason): return "\(call): \(reason.rawValue), it may have happened, \(took)"
    }
  }

  /// `append lsn 2 goes to R1 (due 141), R2 (due 221)`, for each kind of message sent.
  private func sendings(_ index: Int) -> [String] {
    let all = recording.messages
    var place = all.bisect { $0.record.sentEvent < index }
    var sent: [(label: String, to: [String])] = []
    while place < all.count, all[place].record.sentEvent == index {
      let message = all[place].record
      place += 1
      guard message.isForeground || showsBackground else { continue }
      let label = message.label.description
      let to = run.names[message.to] + (due[message.id].map { " (due \($0))" } ?? "")
      if let known = sent.firstIndex(where: { $0.label == label }) {
        sent[known].to.append(to)
      } else {
        sent.append((label, [to]))
      }
    }
    return sent.map { "\($0.label) goes to \($0.to.joined(separator: ", "))" }
  }
}
