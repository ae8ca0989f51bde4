/// An endpoint of the simulated network: a server, a broker, an external sink or a client.
///
/// Identifiers are dense and start at 0, so that they index arrays. Names belong to the scenario.
public struct NodeID: Hashable, Comparable, Sendable {
  public let index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

/// A sequential process that invokes operations: one client of the lab, or one process of a
/// recorded history. It has at most one operation outstanding at a time.
public struct ProcessID: Hashable, Comparable, Sendable {
  public let index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

/// A session: the scope over which session guarantees (Terry et al. 1994) are promised.
///
/// A session is not a client and not a user: one user may have several, and several processes may
/// share one.
public struct SessionID: Hashable, Comparable, Sendable {
  public let index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

/// An operation of a history: its position in the order of invocation, from 0.
public struct OperationID: Hashable, Comparable, Sendable {
  public let index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}

/// What a user wanted to happen once. Retries by a client keep the intent; a user who asks again
/// makes a new one. Deduplication is judged by intents, never by messages.
public struct IntentID: Hashable, Comparable, Sendable {
  public let number: Int64
  @inlinable public init(_ number: Int64) { self.number = number }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}

/// How many times the operation was sent, counted from 1: a redirect or a retry is a new attempt
/// of the same operation.
public struct AttemptNumber: Hashable, Comparable, Sendable {
  public let number: Int32
  @inlinable public init(_ number: Int) { self.number = Int32(truncatingIfNeeded: number) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}

/// A place in a replicated log: the epoch (term) of the leader that wrote the entry and the log
/// sequence number. Two entries may share an LSN; no two share an epoch and an LSN.
public struct LogPosition: Hashable, Comparable, Sendable {
  public let epoch: Int32
  public let lsn: Int64
  @inlinable public init(epoch: Int, lsn: Int64) {
    self.epoch = Int32(truncatingIfNeeded: epoch)
    self.lsn = lsn
  }
  /// Before every entry.
  public static let origin = LogPosition(epoch: 0, lsn: 0)
  /// Orders by epoch, then by LSN: the rule by which logs are compared in an election.
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.epoch, lhs.lsn) < (rhs.epoch, rhs.lsn)
  }
}

/// One of several independent logs (a shard, an aggregate, a service).
public struct LogID: Hashable, Comparable, Sendable {
  public let index: Int32
  @inlinable public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.index < rhs.index }
}
