import Histories
import Simulation

/// An origin with caches in front that keep each answer for a time to live, as resolvers do for the
/// DNS (RFC 1034 §3.6, RFC 1035 §3.2.1).
///
/// All writes go to the origin. A cache answers a read from what it fetched until that expires; then
/// it asks the origin again. Nobody tells a cache that something has changed.
///
/// Guaranteed: a cached answer was the origin's at most the time to live, plus the way of the answer,
/// before it is served; with the cache's own clock, so a slow clock stretches it. Not guaranteed:
/// anything between caches, or between a cache and a client's own writes.
public enum ExpiringCache: SimulatedProtocol {
  public struct Configuration: Hashable, Sendable {
    public let log: LogID
    public let origin: NodeID
    public let caches: [NodeID]
    public let initial: [History.InitialValue]
    /// How long a cache keeps an answer, by its own clock.
    public var timeToLive: VirtualDuration = 300

    public init(
      log: LogID, origin: NodeID, caches: [NodeID], initial: [History.InitialValue]
    ) {
      self.log = log
      self.origin = origin
      self.caches = caches
      self.initial = initial
    }
  }

  /// The origin keeps its state on disk; a cache has nothing there.
  public struct Durable: Sendable, CanonicallyEncodable {
    var state = KeyValueState()
    var last: LogPosition

    public func encode(into digest: inout Digest) {
      digest.combine(last)
      digest.combine(state.cells)
    }
  }

  public struct Volatile: Sendable {
    var answers = SortedMap<Key, Answer>()
    /// Reads that wait for an answer of the origin, in order of arrival.
    var waiting: ContiguousArray<ClientRequest> = []
  }

  /// What a cache knows of a key.
  public struct Answer: Sendable {
    let value: Value
    let writer: OperationID?
    /// The origin's position when it gave the answer.
    let reflects: LogPosition
    let expires: LocalTime
  }

  public enum Message: Sendable {
    case query(Key)
    case answer(Key, Value, writer: OperationID?, reflects: LogPosition)
  }

  /// It has no timers: an answer expires when it is looked at.
  public enum Timer: Sendable, Equatable {}

  public static let steps: [StepName] = []
}
