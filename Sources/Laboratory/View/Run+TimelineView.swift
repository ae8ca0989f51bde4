import Checkers
import Histories
import Simulation

extension Run {
  /// How many of each kind of thing a diagram holds at most: what lies beyond would not fit on any
  /// screen.
  static var linesMax: Int { 300 }

  public func timelineView(_ options: ViewOptions) -> TimelineView {
    timelineView(options, simulation.messagesInFlight)
  }

  func timelineView(_ options: ViewOptions, _ inFlight: [MessageInFlight]) -> TimelineView {
    let span = max(options.timelineSpan, 1)
    let follow = clock - VirtualDuration(span.milliseconds * 4 / 5)
    let start = options.timelineStart ?? max(follow, .zero)
    let end = start + span
    return TimelineView(
      start: start, end: end, clients: names.clients, servers: names.servers,
      operations: operationBars(from: start, to: end),
      messages: messageLines(inFlight, from: start, to: end, options.showsBackground),
      marks: interventionMarks(from: start, to: end) + leaderMarks(from: start, to: end),
      changes: changeMarks(from: start, to: end), outages: outageSpans(from: start, to: end),
      isFollowing: options.timelineStart == nil)
  }

  private func operationBars(
    from start: VirtualTime, to end: VirtualTime
  ) -> [TimelineView.OperationBar] {
    let recording = simulation.recording
    let operations = recording.history.operations
    let last = operations.bisect { $0.invokedEvent < position && $0.invoked <= end }
    let violating = Set(
      branch.judgement.monitor.violations.suffix(2000).filter { $0.eventIndex < position }
        .compactMap(\.operation))
    var bars: [TimelineView.OperationBar] = []
    for operation in operations[max(0, last - Self.linesMax)..<last] {
      let completion = operation.completion.flatMap { $0.eventIndex < position ? $0 : nil }
      guard (completion?.time ?? clock) >= start else { continue }
      bars.append(
        TimelineView.OperationBar(
          id: operation.id, client: names[operation.process], text: operation.call.summary,
          invoked: operation.invoked, completed: completion?.time, outcome: completion?.outcome,
          isViolating: violating.contains(operation.id), keys: operation.call.keys.map(\.name),
          invokedEvent: operation.invokedEvent, completedEvent: completion?.eventIndex))
    }
    return bars
  }

  private func messageLines(
    _ inFlight: [MessageInFlight], from start: VirtualTime, to end: VirtualTime,
    _ showsBackground: Bool
  ) -> [TimelineView.MessageLine] {
    let recording = simulation.recording
    let last = recording.messages.bisect {
      $0.record.sentEvent < position && $0.record.sent <= end
    }
    var due: [MessageID: VirtualTime] = [:]
    for message in inFlight { due[message.id] = message.due }
    var lines: [TimelineView.MessageLine] = []
    for message in recording.messages[max(0, last - 4 * Self.linesMax)..<last].reversed() {
      guard lines.count < Self.linesMax else { break }
      let fate = message.fate(events: position)
      let arrival = fate == nil ? due[message.record.id] : message.decidedAt
      if let arrival, arrival < start { continue }
      // What a hand has taken off the wire is never hidden.
      let isHeld = fate == nil && arrival == nil
      guard showsBackground || message.record.isForeground || isHeld else { continue }
      let operation = recording.operation(behind: message.record)
      lines.append(
        TimelineView.MessageLine(
          id: message.record.id, from: names[message.record.from], to: names[message.record.to],
          label: message.record.label.description, sent: message.record.sent, end: arrival,
          fate: fate, sentEvent: message.record.sentEvent,
          decidedEvent: fate == nil ? nil : message.decidedEvent, copyOf: message.record.copyOf,
          operation: operation?.id, keys: operation?.call.keys.map(\.name) ?? []))
    }
    return lines.reversed()
  }

  private func changeMarks(
    from start: VirtualTime, to end: VirtualTime
  ) -> [TimelineView.Mark] {
    let caches = simulation.nodeStates(at: clock).map { !$0.inspection.isReplica }
    return simulation.recording.samples.enumerated().flatMap { index, samples in
      let first = samples.bisect { $0.time < start }
      let last = samples.bisect { $0.eventIndex < position && $0.time <= end }
      guard first < last else { return [TimelineView.Mark]() }
      return samples[first..<last].suffix(Self.linesMax).filter { $0.eventIndex > 0 }.map {
        TimelineView.Mark(
          time: $0.time, eventIndex: $0.eventIndex, node: names.servers[index],
          text: caches[index] ? "keeps an answer" : "lsn \($0.progress.applied.lsn)")
      }
    }
  }
}

extension Call {
  /// The call as a person would write it: `write name = Alice`.
  public var summary: String {
    switch self {
    case .write(let key, let value): "write \(key) = \(value)"
    case .readMany(let keys): "read " + keys.map(\.name).joined(separator: ", ")
    case .compareAndSet(let key, let expected, let new): "cas \(key) \(expected) -> \(new)"
    case .transaction(let calls):
      "transaction { " + calls.map(\.summary).joined(separator: "; ") + " }"
    default:
      ([name] + keys.map(\.name) + (argument.map { [$0.description] } ?? []))
        .joined(separator: " ")
    }
  }
}

extension Operation {
  /// The operation with its outcome as known after `count` events: `read name -> Bob`.
  func summary(events count: Int, names: NameTable) -> String {
    guard let completion, completion.eventIndex < count else { return call.summary + " …" }
    switch completion.outcome {
    case .ok(let value):
      return call.isReadOnly || value != .absent ? "\(call.summary) -> \(value)" : call.summary
    case .fail(let reason): return "\(call.summary): \(reason.rawValue)"
    case .info(let reason): return "\(call.summary): \(reason.rawValue), outcome unknown"
    }
  }
}
