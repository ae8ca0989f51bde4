import Histories
import Simulation

/// How far a replica is behind, by every measure there is.
public struct LagView: Hashable, Sendable {
  public var name: String
  public var isLeader: Bool
  public var status: NodeStatus
  /// The delay from the leader, if there is one.
  public var linkDelay: VirtualDuration?
  /// Committed entries that it lacks; of a cache, newer versions of what it holds.
  public var entries: Int
  /// The age of the oldest of them: the truth.
  public var age: VirtualDuration
  /// What its apply queue says; what arrives late is not in it.
  public var queueMeter: VirtualDuration?
  /// The age of the newest heartbeat row that it has seen.
  public var heartbeatMeter: VirtualDuration?
  /// The age of the oldest lacking entry over time, oldest first, at equal intervals up to now;
  /// empty for a cache.
  public var history: [Int]
  /// How many answers a cache holds; nil for a replica that follows a log.
  public var answers: Int?
}
