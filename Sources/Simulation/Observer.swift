import Histories

/// What kind of thing an event of the run was.
public enum EventKind: UInt8, Hashable, Sendable, CaseIterable {
  case intervention
  case timer
  case step
  case timeout
  case delivery
  /// A message reached the end of its way and was lost there.
  case loss
  /// A message arrived at a node that is paused or busy, and waits.
  case queued
  /// A client asked for an operation.
  case invocation
  /// A generator decided to do nothing.
  case idle
}

/// What became of a message.
public enum MessageFate: UInt8, Hashable, Sendable {
  case delivered
  case lostInCut
  /// The link lost it.
  case lostOnLink
  case lostAtCrashedNode
  case dropped
  /// Its sender took it back while it waited at the receiver.
  case cancelled
}

/// Watches a world while it steps. Nothing that it does can influence the run.
public protocol WorldObserver {
  /// False compiles the watching away.
  static var isWatching: Bool { get }
  mutating func began(_ record: EventRecord, index: Int)
  mutating func intervened(_ intervention: Intervention, index: Int)
  mutating func sent(_ record: MessageRecord)
  mutating func decided(_ message: MessageID, _ fate: MessageFate, at: VirtualTime, index: Int)
  /// A node was crashed, restarted, paused or resumed.
  mutating func turned(_ node: NodeID, _ status: NodeStatus, at: VirtualTime, index: Int)
  mutating func invoked(_ operation: Operation)
  mutating func completed(_ operation: OperationID, _ completion: Completion)
  mutating func noted(_ note: Note, at: VirtualTime, index: Int)
  /// A node has handled an input, or was crashed or restarted. The index is -1 before the first
  /// event.
  mutating func touched(
    _ node: NodeID, state: UInt64, progress: Progress, at: VirtualTime, index: Int)
  /// So many requests wait at a node while it serves another.
  mutating func queued(_ node: NodeID, requests: Int, at: VirtualTime, index: Int)
  /// A node's newest heartbeat has this stamp, and this age by the node's clock; nil for a leader.
  mutating func metered(
    _ node: NodeID, stamp: LocalTime?, age: VirtualDuration, at: VirtualTime, index: Int)
  /// A read was routed under a limit of lag: to the leader because of it, or as usual.
  mutating func routed(isDiverted: Bool, at: VirtualTime, index: Int)
}

/// Most observers do not ask how loaded the nodes are.
extension WorldObserver {
  public mutating func queued(_ node: NodeID, requests: Int, at: VirtualTime, index: Int) {}
  public mutating func metered(
    _ node: NodeID, stamp: LocalTime?, age: VirtualDuration, at: VirtualTime, index: Int
  ) {}
  public mutating func routed(isDiverted: Bool, at: VirtualTime, index: Int) {}
}

extension WorldObserver {
  public mutating func turned(
    _ node: NodeID, _ status: NodeStatus, at: VirtualTime, index: Int
  ) {}
}

/// Watches nothing: for re-execution and for bare speed.
public struct NoObserver: WorldObserver {
  public init() {}
  public static var isWatching: Bool { false }
  public mutating func began(_ record: EventRecord, index: Int) {}
  public mutating func intervened(_ intervention: Intervention, index: Int) {}
  public mutating func sent(_ record: MessageRecord) {}
  public mutating func decided(
    _ message: MessageID, _ fate: MessageFate, at: VirtualTime, index: Int
  ) {}
  public mutating func invoked(_ operation: Operation) {}
  public mutating func completed(_ operation: OperationID, _ completion: Completion) {}
  public mutating func noted(_ note: Note, at: VirtualTime, index: Int) {}
  public mutating func touched(
    _ node: NodeID, state: UInt64, progress: Progress, at: VirtualTime, index: Int
  ) {}
}
