import Checkers
import Histories
import Simulation

/// The trace of a run as it stood after `end` events: what explanations are read off.
///
/// Look-ups are bisections, or walks from a known event that stop at the first hit; each walk looks at
/// `walkMax` lines at most, so that no explanation costs more with the length of the run.
struct Trace {
  let run: Run
  let end: Int
  let recording: Recording
  let names: NameTable

  static let walkMax = 50_000

  init(_ run: Run) {
    self.run = run
    end = run.position
    recording = run.simulation.recording
    names = run.names
  }

  var history: History { recording.history }

  func time(of event: Int) -> VirtualTime {
    recording.events.indices.contains(event) ? recording.events[event].time : .zero
  }

  // MARK: Writes

  /// Where a write took its place in a log.
  struct Placement {
    let event: Int
    let time: VirtualTime
    let node: NodeID?
    let log: LogID
    let position: LogPosition
  }

  /// The first note about something that began with an operation, from its invocation on.
  private func firstNote<T>(
    from event: Int, _ pick: (Note, HistoryEvent) -> T?
  ) -> T? {
    let events = history.events
    let first = events.bisect { $0.eventIndex < event }
    for line in events[first...].prefix(Self.walkMax) {
      guard line.eventIndex < end else { return nil }
      if case .note(let note) = line.kind, let found = pick(note, line) { return found }
    }
    return nil
  }

  func placement(of write: OperationID) -> Placement? {
    firstNote(from: history[write].invokedEvent) { note, line in
      guard case .placed(write, let log, let position, _) = note else { return nil }
      return Placement(
        event: line.eventIndex, time: line.time, node: line.node, log: log, position: position)
    }
  }

  /// The write placed at a position, looked for from an event backwards.
  func write(at position: LogPosition, before event: Int) -> OperationID? {
    let events = history.events
    let last = events.bisect { $0.eventIndex <= event }
    for line in events[..<last].reversed().prefix(Self.walkMax) {
      if case .note(.placed(let id, _, position, _)) = line.kind { return id }
    }
    return nil
  }

  struct Noted {
    let event: Int
    let time: VirtualTime
    let node: NodeID?
  }

  func commit(of write: OperationID) -> Noted? {
    firstNote(from: history[write].invokedEvent) { note, line in
      guard case .committed(write) = note else { return nil }
      return Noted(event: line.eventIndex, time: line.time, node: line.node)
    }
  }

  /// Where a replica threw the write away: at that node, or at the first that did.
  func discard(of write: OperationID, at node: NodeID? = nil) -> Noted? {
    firstNote(from: history[write].invokedEvent) { note, line in
      guard case .discarded(write, let place) = note, node == nil || place == node else {
        return nil
      }
      return Noted(event: line.eventIndex, time: line.time, node: place)
    }
  }

  /// Whether a write is on the line that counts, and some node has it in its log.
  func survives(_ write: OperationID) -> Bool {
    run.branch.judgement.monitor.isLiving(write, asOf: end - 1)
      && run.isHeld(write, among: run.simulation.nodeStates(at: run.clock))
  }

  // MARK: Operations

  /// How an operation had ended by then.
  func completion(of operation: OperationID) -> Completion? {
    history[operation].completion.flatMap { $0.eventIndex < end ? $0 : nil }
  }

  /// The address of a client among the endpoints.
  func address(of process: ProcessID) -> NodeID { NodeID(names.servers.count + Int(process.index)) }

  /// The answer that completed an operation, and the event that sent it.
  func answer(to operation: OperationID) -> MessageHistory? {
    guard let completion = completion(of: operation),
      recording.events.indices.contains(completion.eventIndex),
      let message = recording.events[completion.eventIndex].message
    else { return nil }
    return recording.messages[Int(message.number) - 1]
  }

  /// The run as it stood after `count` events. At most 2,047 events are stepped over for it.
  func moment(after count: Int) -> any SimulationRun {
    var copy = run.simulation
    if count != copy.position { copy.go(to: min(max(count, 0), end)) }
    return copy
  }

  /// The requests of an operation, in order, as the client noted them.
  func hops(of operation: OperationID) -> [Hop] {
    // The trail is that of the latest operation, until the client issues its next.
    let moment = moment(after: completion(of: operation)?.eventIndex ?? end)
    let client = moment.clients[Int(history[operation].process.index)]
    guard client.outstanding?.operation == operation else { return [] }
    return Array(client.trail)
  }

  // MARK: Messages

  func message(_ id: MessageID) -> MessageHistory? {
    let index = Int(id.number) - 1
    guard recording.messages.indices.contains(index),
      recording.messages[index].record.sentEvent < end
    else { return nil }
    return recording.messages[index]
  }

  /// The messages that one event sent.
  func messages(sentBy event: Int) -> ArraySlice<MessageHistory> {
    let first = recording.messages.bisect { $0.record.sentEvent < event }
    let last = recording.messages.bisect { $0.record.sentEvent <= event }
    return event < end ? recording.messages[first..<last] : []
  }

  /// The messages sent by events from one on, as of the end, oldest first.
  func messages(sentFrom event: Int) -> ArraySlice<MessageHistory> {
    let first = recording.messages.bisect { $0.record.sentEvent < event }
    let last = recording.messages.bisect { $0.record.sentEvent < end }
    return recording.messages[first..<max(first, last)].prefix(Self.walkMax)
  }

  /// When a message on the wire is due, at the end of the trace; nil when it is held, or not on the wire.
  func due(_ id: MessageID) -> VirtualTime? {
    run.simulation.messagesInFlight.first { $0.id == id }?.due
  }

  // MARK: Interventions

  /// The last intervention before an event for which something is true.
  func intervention(
    before event: Int, where isIt: (Intervention) -> Bool
  ) -> RecordedIntervention? {
    let all = recording.interventions
    let last = all.bisect { $0.eventIndex < event }
    return all[..<last].reversed().prefix(Self.walkMax).first { isIt($0.intervention) }
  }

  /// The first intervention after an event for which something is true.
  func intervention(
    after event: Int, where isIt: (Intervention) -> Bool
  ) -> RecordedIntervention? {
    let all = recording.interventions
    let first = all.bisect { $0.eventIndex <= event }
    return all[first...].prefix(Self.walkMax)
      .first { $0.eventIndex < end && isIt($0.intervention) }
  }

  /// Who did it: a person, the script, or the generator of faults.
  func doer(of event: Int) -> String {
    if event >= 0, run.simulation.log.contains(where: { $0.eventIndex == event }) {
      return "by hand"
    }
    let isCaused = recording.events.indices.contains(event) && recording.events[event].cause != nil
    return isCaused ? "by the nemesis" : "by the script"
  }

  func text(_ intervention: Intervention) -> String {
    let text = ActionPrinter(names: names).text(intervention)
    // The sign is short for those who type it, and a riddle for those who read it.
    return text.hasSuffix("| *") ? text.dropLast() + "everybody else" : text
  }
}
