/// What an omniscient observer notes about writes and leaders, beside what clients see.
public enum Note: Hashable, Sendable {
  /// A leader appended the write to its log at `position`, directly after `previous`.
  case placed(OperationID, log: LogID, position: LogPosition, previous: LogPosition)
  /// The condition under which the store acknowledges the write was met.
  case committed(OperationID)
  /// A replica threw the write away: a truncated tail, or a lost arbitration.
  case discarded(OperationID, at: NodeID)
  /// From here the node believes that it leads the log, in this epoch. No two nodes lead in one epoch.
  case leads(NodeID, of: LogID, epoch: Int)
  /// From here it does not believe so any more: it stepped down, crashed or never came back to it.
  case ceases(NodeID, of: LogID, epoch: Int)
}

/// A line of a history, in the order in which things happened.
public struct HistoryEvent: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case invoke(OperationID)
    /// `ok`, `fail` or `info`: the outcome stands in the operation.
    case complete(OperationID)
    case note(Note)
  }
  public let kind: Kind
  public let time: VirtualTime
  /// The ordinal of the event of the run during which it happened, never decreasing.
  public let eventIndex: Int
  /// -1 stands for nil: there is a line for every note of a run.
  private let nodeIndex: Int32

  public init(kind: Kind, time: VirtualTime, eventIndex: Int, node: NodeID? = nil) {
    self.kind = kind
    self.time = time
    self.eventIndex = eventIndex
    nodeIndex = node?.index ?? -1
  }

  var isNote: Bool { if case .note = kind { true } else { false } }

  /// The node at which a note was made; nil where the history does not say.
  public var node: NodeID? { nodeIndex < 0 ? nil : NodeID(Int(nodeIndex)) }
}

/// The operations of a run, with what an omniscient observer noted of them.
///
/// A history only grows. Its state at an earlier event of the run is the prefix up to that event:
/// `prefix(through:)`. Appending is O(1) amortised.
public struct History: Hashable, Sendable {
  /// In the order of invocation: the operation with id *i* is at index *i*.
  public private(set) var operations: [Operation] = []
  /// Everything that happened, in order.
  public private(set) var events: [HistoryEvent] = []
  /// The values before the first operation, in ascending order of keys. A key that is not listed
  /// was absent.
  public private(set) var initial: [InitialValue]

  /// The value of a key before the first operation.
  public struct InitialValue: Hashable, Sendable {
    public let key: Key
    public let value: Value
    public init(_ key: Key, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  public init(initial: [InitialValue] = []) {
    self.initial = initial.sorted { $0.key < $1.key }
  }

  /// The value of `key` before the first operation. O(log keys) or better.
  public func initialValue(of key: Key) -> Value {
    var (low, high) = (0, initial.count)
    while low < high {
      let middle = (low + high) / 2
      if initial[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low < initial.count && initial[low].key == key ? initial[low].value : .absent
  }

  public subscript(id: OperationID) -> Operation { operations[Int(id.index)] }

  /// Records an invocation. The operation's id must be the next free one.
  public mutating func invoke(_ operation: Operation) {
    precondition(Int(operation.id.index) == operations.count, "operation ids are dense")
    operations.append(operation)
    events.append(
      HistoryEvent(
        kind: .invoke(operation.id), time: operation.invoked, eventIndex: operation.invokedEvent))
  }

  /// Records the end of an operation. An operation ends at most once.
  public mutating func complete(_ id: OperationID, _ completion: Completion) {
    precondition(operations[Int(id.index)].completion == nil, "an operation ends once")
    operations[Int(id.index)].completion = completion
    events.append(
      HistoryEvent(
        kind: .complete(id), time: completion.time, eventIndex: completion.eventIndex))
  }

  public mutating func note(
    _ note: Note, at node: NodeID? = nil, time: VirtualTime, eventIndex: Int
  ) {
    events.append(
      HistoryEvent(kind: .note(note), time: time, eventIndex: eventIndex, node: node))
  }

  /// The history as it stood when `eventIndex` events of the run had been processed: later
  /// invocations are absent, later completions are still outstanding. O(length).
  public func prefix(events count: Int) -> History {
    guard let last = events.last, last.eventIndex >= count else { return self }
    var result = History(initial: initial)
    result.events = Array(events.prefix(while: { $0.eventIndex < count }))
    result.operations = operations.prefix(while: { $0.invokedEvent < count }).map { operation in
      var copy = operation
      if let completion = copy.completion, completion.eventIndex >= count { copy.completion = nil }
      return copy
    }
    return result
  }

  /// The same operations at the same instants with other calls, or other outcomes; what is
  /// outstanding stays so. O(length).
  ///
  /// - Parameters:
  ///   - initial: the values before the first operation; nil: as they are.
  ///   - keepsNotes: whether what an omniscient observer noted stays.
  ///   - call: what is called in place of an operation's call.
  ///   - change: changes how a completed operation ended; its instant must stay.
  public func rewritten(
    initial: [InitialValue]? = nil, keepsNotes: Bool = true,
    call: (Operation) -> Call = { $0.call },
    completion change: (Operation, inout Completion) -> Void = { _, _ in }
  ) -> History {
    var result = History(initial: initial ?? self.initial)
    result.operations = operations.map { old in
      var completion = old.completion
      if var changed = completion {
        change(old, &changed)
        completion = changed
      }
      return Operation(
        id: old.id, process: old.process, session: old.session, intent: old.intent,
        call: call(old), intended: old.intended, invoked: old.invoked,
        invokedEvent: old.invokedEvent, completion: completion)
    }
    result.events = keepsNotes ? events : events.filter { !$0.isNote }
    return result
  }
}
