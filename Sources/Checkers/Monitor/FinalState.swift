import Histories

/// The state of a run at one event, as upper layers report it: what AcknowledgedWriteLost and
/// Convergence are judged from.
public struct FinalState: Hashable, Sendable {
  /// Whether the run has come to rest: nothing in flight, no timer pending, all links healed.
  public enum Quiescence: Hashable, Sendable {
    case quiescent
    /// With what it still waits for.
    case notYet(String)
  }

  /// What one replica holds. A node that serves several logs has one of these for each.
  public struct ReplicaState: Hashable, Sendable {
    public var node: NodeID
    /// The position applied in a log; or the writes that make up the current state: for registers
    /// the current versions, for sets, counters and lists every update merged. Ascending.
    public var surviving: Visibility
    /// A digest of the state, equal exactly for equal states; nil if the input does not say.
    public var digest: UInt64?

    public init(node: NodeID, surviving: Visibility, digest: UInt64?) {
      self.node = node
      self.surviving = surviving
      self.digest = digest
    }
  }

  /// The last event of the run that it includes.
  public var eventIndex: Int
  public var time: VirtualTime
  public var quiescence: Quiescence
  public var replicas: [ReplicaState]

  public init(
    eventIndex: Int, time: VirtualTime, quiescence: Quiescence, replicas: [ReplicaState]
  ) {
    self.eventIndex = eventIndex
    self.time = time
    self.quiescence = quiescence
    self.replicas = replicas
  }
}

extension FinalState {
  /// How many distinct states there are beyond one among the replicas that are meant to agree: those
  /// of one log, and those of none. Summed over the logs. Replicas without a digest do not count.
  public var divergence: Int {
    var states: [(log: LogID?, digest: UInt64)] = []
    var logs: [LogID?] = []
    for replica in replicas {
      guard let digest = replica.digest else { continue }
      let log = replica.log
      if !logs.contains(log) { logs.append(log) }
      if !states.contains(where: { $0 == (log, digest) }) { states.append((log, digest)) }
    }
    return states.count - logs.count
  }
}

extension FinalState.ReplicaState {
  /// The log of which it is a replica; nil where it does not hold the prefix of one.
  fileprivate var log: LogID? { if case .prefix(let log, _) = surviving { log } else { nil } }
}
