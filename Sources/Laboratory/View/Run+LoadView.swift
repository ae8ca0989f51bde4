import Histories
import Simulation

/// What a router goes by and what comes of it: heartbeats, queues, and how many reads it diverts.
/// Curves are over the run so far, at equal intervals, oldest first.
public struct LoadView: Hashable, Sendable {
  /// A node that does not lead, by the one meter that it has itself.
  public struct Follower: Hashable, Sendable {
    public var name: String
    /// The node that leads its log, if one does.
    public var leader: String?
    /// The age of its newest heartbeat; nil before the first.
    public var heartbeatAge: VirtualDuration?
    public var history: [Int?]
  }

  /// The requests that wait at a node while it serves another.
  public struct Queue: Hashable, Sendable {
    public var name: String
    public var waiting: Int
    public var serviceTime: VirtualDuration
    public var history: [Int?]
  }

  public var followers: [Follower]
  public var queues: [Queue]
  /// The age from which a follower's reads go to its leader; nil when no limit is set.
  public var limit: VirtualDuration?
  /// How many in a hundred of them at most.
  public var cap: Int
  /// How many in a hundred of the reads of the last `recent` ms were diverted; nil without any.
  public var diverted: Int?
  public var divertedHistory: [Int?]
  public var isQueueShared: Bool
  public static let recent: VirtualDuration = 200
}

extension Run {
  /// O((nodes + 1) * columns), each with a logarithm of the run's length.
  func loadView(_ states: [NodeState], _ options: ViewOptions) -> LoadView {
    let load = simulation.recording.load
    let policy = simulation.sessionPolicy
    let instants = loadInstants(columns: options.loadColumns)
    let leaders = states.filter { $0.inspection.role == "leader" }
    let followers = states.compactMap { state -> LoadView.Follower? in
      guard state.inspection.role != "leader", state.inspection.logID != nil else { return nil }
      return LoadView.Follower(
        name: names[state.id],
        leader: leaders.last { $0.inspection.logID == state.inspection.logID }
          .map { names[$0.id] },
        heartbeatAge: state.inspection.heartbeatMeter,
        history: instants.map {
          load.heartbeatAge(of: state.id, events: position, at: $0)
            .map { Int(clamping: $0.milliseconds) }
        })
    }
    let queues = states.map { state in
      LoadView.Queue(
        name: names[state.id], waiting: state.requestsWaiting, serviceTime: state.serviceTime,
        history: instants.map {
          load.requestsWaiting(at: state.id, events: position, at: $0)
        })
    }
    let start = VirtualTime(max(clock.milliseconds - LoadView.recent.milliseconds, 0))
    return LoadView(
      followers: followers, queues: queues,
      limit: policy.lagLimit > .zero ? policy.lagLimit : nil, cap: Int(policy.divertCap),
      diverted: share(after: start, through: clock),
      divertedHistory: instants.indices.map { index in
        share(after: index == 0 ? .zero : instants[index - 1], through: instants[index])
      }, isQueueShared: policy.shipping == .queued)
  }

  /// How many in a hundred of the reads between two instants were diverted; nil without any.
  private func share(after start: VirtualTime, through end: VirtualTime) -> Int? {
    let (reads, diverted) = simulation.recording.load.routed(
      after: start, through: end, events: position)
    return reads == 0 ? nil : diverted * 100 / reads
  }

  /// Instants that are equally far apart, the last one being now.
  private func loadInstants(columns: Int) -> [VirtualTime] {
    guard columns > 0 else { return [] }
    return (1...columns).map { VirtualTime(clock.milliseconds * Int64($0) / Int64(columns)) }
  }
}
