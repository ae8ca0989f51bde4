import Histories

/// The state of a replica from one event on.
public struct ReplicaSample: Hashable, Sendable {
  public let eventIndex: Int
  public let time: VirtualTime
  public let state: UInt64
  public let progress: Progress
}

/// An intervention with the event that it was.
public struct RecordedIntervention: Hashable, Sendable {
  public let eventIndex: Int
  public let time: VirtualTime
  public let intervention: Intervention
}

/// Everything that was seen of a run, kept outside the world.
///
/// A recording only grows; every line knows the event at which it was written, so the run as it
/// stood earlier is a prefix, found by bisection. Going back therefore copies nothing, and forward
/// survives back.
public struct Recording: Sendable, WorldObserver {
  public static var isWatching: Bool { true }

  public private(set) var events: ContiguousArray<EventRecord> = []
  /// The indices of the foreground events, ascending.
  public private(set) var foreground: ContiguousArray<Int32> = []
  /// In the order of sending: the message with number *n* is at index *n* - 1.
  public private(set) var messages: ContiguousArray<MessageHistory> = []
  public private(set) var history: History
  public private(set) var interventions: [RecordedIntervention] = []
  /// For each server, its state from each event at which it changed.
  public private(set) var samples: ContiguousArray<ContiguousArray<ReplicaSample>>
  /// When nodes did not run, and links were cut.
  public private(set) var outages = Outages()
  public private(set) var load: LoadRecording

  public init(servers: Int, initial: [History.InitialValue]) {
    history = History(initial: initial)
    samples = ContiguousArray(repeating: [], count: servers)
    load = LoadRecording(servers: servers)
  }

  // MARK: WorldObserver

  public mutating func began(_ record: EventRecord, index: Int) {
    // The first record of an event describes it; a choice records what it chose.
    guard index == events.count else { return }
    events.append(record)
    if record.isForeground { foreground.append(Int32(truncatingIfNeeded: index)) }
  }

  public mutating func intervened(_ intervention: Intervention, index: Int) {
    let time = index < events.count ? events[index].time : .zero
    interventions.append(
      RecordedIntervention(eventIndex: index, time: time, intervention: intervention))
    switch intervention {
    case .cut(let links): outages.cut(links, at: time, event: index)
    case .heal(let links): outages.heal(links, at: time, event: index)
    default: break
    }
  }

  public mutating func turned(
    _ node: NodeID, _ status: NodeStatus, at time: VirtualTime, index: Int
  ) {
    outages.turned(node, status, at: time, event: index)
  }

  public mutating func sent(_ record: MessageRecord) {
    messages.append(MessageHistory(record: record))
  }

  public mutating func decided(
    _ message: MessageID, _ fate: MessageFate, at time: VirtualTime, index: Int
  ) {
    let place = Int(message.number) - 1
    messages[place].fate = fate
    messages[place].decidedAt = time
    messages[place].decidedEvent = index
  }

  public mutating func invoked(_ operation: Operation) { history.invoke(operation) }

  public mutating func completed(_ operation: OperationID, _ completion: Completion) {
    history.complete(operation, completion)
  }

  public mutating func noted(_ note: Note, at time: VirtualTime, index: Int) {
    let node = events.indices.contains(index) ? events[index].node : nil
    history.note(note, at: node, time: time, eventIndex: index)
  }

  public mutating func touched(
    _ node: NodeID, state: UInt64, progress: Progress, at time: VirtualTime, index: Int
  ) {
    let place = Int(node.index)
    if let last = samples[place].last, last.state == state, last.progress == progress { return }
    samples[place].append(
      ReplicaSample(eventIndex: index, time: time, state: state, progress: progress))
  }

  public mutating func queued(_ node: NodeID, requests: Int, at time: VirtualTime, index: Int) {
    load.queued(node, requests: requests, at: time, index: index)
  }

  public mutating func metered(
    _ node: NodeID, stamp: LocalTime?, age: VirtualDuration, at time: VirtualTime, index: Int
  ) {
    load.metered(node, stamp: stamp, age: age, at: time, index: index)
  }

  public mutating func routed(isDiverted: Bool, at time: VirtualTime, index: Int) {
    load.routed(isDiverted: isDiverted, at: time, index: index)
  }

  // MARK: The past

  /// The recording as it stood when `count` events had happened. O(length).
  public func prefix(events count: Int) -> Recording {
    guard count < events.count else { return self }
    var result = self
    result.events.removeLast(events.count - count)
    result.foreground.removeLast(foreground.count - foregroundCount(before: count))
    result.messages = ContiguousArray(
      messages.lazy.filter { $0.record.sentEvent < count }.map { message in
        var copy = message
        if message.decidedEvent >= count {
          copy = MessageHistory(record: message.record)
        }
        return copy
      })
    result.history = history.prefix(events: count)
    result.interventions.removeAll { $0.eventIndex >= count }
    result.outages = outages.prefix(events: count)
    result.load.cut(events: count)
    for place in samples.indices {
      result.samples[place].removeAll { $0.eventIndex >= count }
    }
    return result
  }

  /// How many foreground events have an index below `count`. O(log events).
  public func foregroundCount(before count: Int) -> Int {
    foreground.bisect { Int($0) < count }
  }

  /// The replica's last sample within the first `count` events, at or before `time`. O(log samples).
  public func sample(
    of node: NodeID, events count: Int, at time: VirtualTime = .never
  ) -> ReplicaSample? {
    let own = samples[Int(node.index)]
    let end = own.bisect { $0.eventIndex < count && $0.time <= time }
    return end == 0 ? nil : own[end - 1]
  }

  /// The number of events at or before an instant. O(log events).
  public func eventCount(at time: VirtualTime) -> Int { events.bisect { $0.time <= time } }

  /// The chain of causes of an event, itself first.
  public func causes(of index: Int) -> [Int] {
    var chain: [Int] = []
    var next: Int? = index
    while let current = next, current < events.count {
      chain.append(current)
      next = events[current].cause
    }
    return chain
  }

  /// The shortest cycle of (kind, node, label) with which the last events repeat, or nil.
  /// Looks at `window` events; O(window * longest cycle).
  public func repeatingTail(window: Int = 240, longest: Int = 40) -> ArraySlice<EventRecord>? {
    let tail = events.suffix(window)
    guard tail.count >= 8 else { return nil }
    func same(_ a: EventRecord, _ b: EventRecord) -> Bool {
      a.kind == b.kind && a.node == b.node && a.label.name == b.label.name
    }
    for period in 1...min(longest, tail.count / 3)
    where tail.indices.dropFirst(period).allSatisfy({ same(tail[$0], tail[$0 - period]) }) {
      return tail.suffix(period)
    }
    return nil
  }
}

extension RandomAccessCollection where Index == Int {
  /// The number of leading elements for which the predicate holds; they must come first.
  /// O(log count).
  public func bisect(_ isBefore: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - startIndex
  }
}
