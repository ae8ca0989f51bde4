import Histories
import Simulation

extension SingleLeader {
  /// Whose acknowledgement the leader waits for before it acknowledges a write.
  public enum Acknowledgement: Hashable, Sendable {
    /// Its own alone: asynchronous replication.
    case none
    /// This many followers.
    case followers(Int)
    /// More than half of all replicas, itself included.
    case majority
    case all
  }

  /// From when on a replica's reads see an entry.
  public enum ReadVisibility: String, Hashable, Sendable, CaseIterable {
    /// As soon as the replica has applied it.
    case onApply = "apply"
    /// When the replica knows that the acknowledgement condition is met.
    case onCommit = "commit"
  }

  /// Who takes over from a leader that is not heard any more.
  public enum Failover: String, Hashable, Sendable, CaseIterable {
    /// Nobody: the first leader is the only one.
    case off
    /// Whoever a majority votes for.
    case majorityVote = "majority-vote"
    /// Whoever suspects the leader first, without asking anybody.
    case detectorAlone = "detector-alone"
  }

  /// What a leader does before it answers a read.
  public enum LeaderReads: String, Hashable, Sendable, CaseIterable {
    /// Nothing: it takes its own word that it still leads.
    case local
    /// It has a majority confirm that it still leads, and answers from the committed state.
    case readIndex = "read-index"
  }

  /// What a follower does before it answers a read.
  public enum FollowerReads: String, Hashable, Sendable, CaseIterable {
    /// Nothing: it answers with what it has.
    case local
    /// It asks the leader how far the log is committed, and waits until it has come so far.
    case sync
  }

  public struct Configuration: Hashable, Sendable {
    public var log: LogID
    /// The leader and its followers, in ascending order.
    public let members: [NodeID]
    /// The one that leads when the run begins.
    public let leader: NodeID
    public var acknowledgement: Acknowledgement = .none
    public var visibility: ReadVisibility = .onApply
    /// How often the leader writes its heartbeat row; zero switches it off.
    public var heartbeatInterval: VirtualDuration = 100
    public var retransmissionTimeout: VirtualDuration = 1000
    /// How long a follower takes to apply an entry that it has received.
    public var applyTime: VirtualDuration = .zero
    public var failover: Failover = .off
    /// How long after the last heartbeat a follower suspects its leader.
    public var detectorTimeout: VirtualDuration = 100
    /// How much longer a node waits before it stands for each node that goes before it.
    public var electionStagger: VirtualDuration = 50
    /// Whether messages of an older epoch are refused.
    public var fencing = true
    /// Whether a leader that sees a newer epoch stops leading.
    public var stepDown = true
    /// Whether a vote asks for a log that is at least as complete as the voter's.
    public var logCheck = true
    public var leaderReads: LeaderReads = .local
    public var followerReads: FollowerReads = .local
    /// The entries that every log begins with, from LSN 1.
    public var initial: [History.InitialValue] = []
    /// The LSN up to which the initial state stands for a log that is not there any more. The initial
    /// values have the last LSNs of it; at least as many as there are.
    public var startLSN: Int64 = 0
    /// Whether followers hold an entry back until their neighbours show what it depends on.
    public var checksDependencies = false
    /// For each member, in their order, the nodes of its region: that of log *i* at index *i*. Empty
    /// where there is no other log.
    public var neighbours: [[NodeID]] = []
    /// The first leader, then the others.
    let leaderFirst: [NodeID]

    public init(log: LogID, members: [NodeID], leader: NodeID) {
      self.log = log
      self.members = members
      self.leader = leader
      leaderFirst = [leader] + members.filter { $0 != leader }
    }

    /// How many followers must have an entry before it counts as committed.
    var requiredFollowers: Int {
      switch acknowledgement {
      case .none: 0
      case .followers(let count): min(count, members.count - 1)
      case .majority: members.count / 2
      case .all: members.count - 1
      }
    }

    /// The LSN of the last initial value.
    var baseLSN: Int64 { max(Int64(initial.count), startLSN) }

    /// The node of another log in a member's region.
    func neighbour(of member: NodeID, on other: LogID) -> NodeID? {
      guard other != log, let row = members.firstIndex(of: member), row < neighbours.count,
        neighbours[row].indices.contains(Int(other.index))
      else { return nil }
      return neighbours[row][Int(other.index)]
    }

    var hasFailover: Bool { failover != .off }

    /// How often the leader beats: with failover at least four times in a detector time-out, so that
    /// a heartbeat that is late by a little is no reason to suspect it.
    var beatInterval: VirtualDuration {
      guard hasFailover else { return heartbeatInterval }
      return min(heartbeatInterval, VirtualDuration(max(detectorTimeout.milliseconds / 4, 1)))
    }
  }
}
