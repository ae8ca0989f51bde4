import Histories
import Simulation

extension SingleLeader {
  /// An entry of the log. Every log and every message that holds it shares one.
  public struct Entry: Sendable, CanonicallyEncodable {
    private let shared: Shared

    private final class Shared: Sendable {
      let position: LogPosition
      let operation: OperationID
      let session: SessionID
      let call: Call
      let stamp: LocalTime
      let dependencies: PositionVector

      init(
        _ position: LogPosition, _ operation: OperationID, _ session: SessionID, _ call: Call,
        _ stamp: LocalTime, _ dependencies: PositionVector
      ) {
        self.position = position
        self.operation = operation
        self.session = session
        self.call = call
        self.stamp = stamp
        self.dependencies = dependencies
      }
    }

    init(
      position: LogPosition, operation: OperationID, session: SessionID, call: Call,
      stamp: LocalTime, dependencies: PositionVector
    ) {
      shared = Shared(position, operation, session, call, stamp, dependencies)
    }

    public var position: LogPosition { shared.position }
    public var operation: OperationID { shared.operation }
    public var session: SessionID { shared.session }
    public var call: Call { shared.call }
    /// The leader's clock when it appended the entry.
    public var stamp: LocalTime { shared.stamp }
    /// What its session had read and written in other logs before.
    public var dependencies: PositionVector { shared.dependencies }

    public func encode(into digest: inout Digest) {
      digest.combine(position)
      digest.combine(operation)
      digest.combine(call)
      if !dependencies.isEmpty { digest.combine(dependencies) }
    }
  }

  /// What is on disk: the log, and what the node has promised. Initial values are not in the log; it
  /// starts after them.
  public struct Durable: Sendable, CanonicallyEncodable {
    /// The newest epoch that the node knows of.
    public var epoch: Int
    /// Whom it has voted for in that epoch.
    public internal(set) var votedFor: NodeID?
    /// The last epoch whose leader's log it has taken over. Kept only with failover.
    public internal(set) var adopted = 1
    /// The last leader that it has followed; nil stands for the first.
    var lastLeader: NodeID?
    /// The position that the initial state stands for.
    public var base: LogPosition
    public var entries = AppendLog<Entry>()
    /// The last LSN of which the leader has told that it is committed.
    var reportedCommit: Int64 = 0
    /// The last LSN whose dependencies were found to be shown by the neighbours.
    var checkedLSN: Int64 = 0

    init(epoch: Int, base: LogPosition) {
      self.epoch = epoch
      self.base = base
    }

    var lastLSN: Int64 { base.lsn + Int64(entries.count) }
    var last: LogPosition { entries.last?.position ?? base }

    func entry(at lsn: Int64) -> Entry { entries[Int(lsn - base.lsn) - 1] }

    func position(at lsn: Int64) -> LogPosition {
      lsn <= base.lsn ? base : entry(at: lsn).position
    }

    /// Whether the log holds the entry at this position. Then it holds everything before it too, as
    /// the leader that wrote it had it: an entry is taken only after its predecessor.
    func contains(_ position: LogPosition) -> Bool {
      position.lsn <= lastLSN && self.position(at: position.lsn) == position
    }

    public func encode(into digest: inout Digest) {
      digest.combine(epoch)
      digest.combine(base)
      digest.combine(contentsOf: entries)
      // What a cluster without failover never touches stays out of its digests.
      if votedFor != nil || adopted != 1 {
        digest.combine(votedFor.map { Int($0.index) } ?? -1)
        digest.combine(adopted)
      }
      if checkedLSN != 0 { digest.combine(checkedLSN) }
    }
  }

  public struct Volatile: Sendable {
    /// The state after every entry up to `applied`.
    var state = KeyValueState()
    var applied: LogPosition
    /// Up to where reads see the log under visibility on commit.
    var visible: LogPosition
    /// The state that such reads see. It follows `visible` when somebody reads it, since under
    /// visibility on apply nobody does.
    var committedState = KeyValueState()
    /// The LSN up to which entries are in `committedState`, at most that of `visible`.
    var committedStateLSN: Int64
    /// The last entry known to be committed.
    public internal(set) var committed: LogPosition
    /// The other members, in ascending order.
    let peers: [NodeID]
    /// Whether the node believes that it leads.
    public internal(set) var leads = false
    /// Whom it believes to lead; nil when it knows nobody.
    public internal(set) var leader: NodeID?
    /// What that leader says of itself.
    var claim: Claim
    /// At the leader: what each follower has acknowledged, in the order of `peers`. Of one that has
    /// not adopted the leader's epoch: from where on to send.
    var acknowledged: ContiguousArray<Int64>
    /// At the leader: which followers have taken over its log. Without failover they all count.
    var hasAdopted: ContiguousArray<Bool>
    /// At the leader: replies that wait for their entry to be committed, by LSN.
    var waiting = FirstInFirstOut<WaitingReply>()
    /// The newest heartbeat seen: the leader's clock when it was written.
    var heartbeat: LocalTime?
    var isApplying = false
    /// After a restart without failover: the peers that have not answered yet. At the leader its
    /// followers, at a follower the leader.
    var unheard: [NodeID] = []
    /// At the leader: the interval at which it beats now.
    var beatingEvery: VirtualDuration = .zero
    var election = Election()
    var reads = Reads()
    var dependencies = Dependencies()
  }

  struct WaitingReply: Sendable {
    let lsn: Int64
    let request: ClientRequest
    let outcome: Outcome
    let readsFrom: ReadsFrom
  }

  /// What a node remembers of elections.
  struct Election: Sendable {
    /// Whether failover is on, as the node has last heard: to notice the change.
    var isOn = false
    /// The votes of a candidate, its own first. Empty: it is no candidate.
    var votes: [NodeID] = []
    /// How often it has stood since it last heard of a leader.
    var attempts: Int64 = 0
    /// The leader that it followed last: in its own eyes not to be waited for.
    var suspect: NodeID?
    /// The newest epoch whose leader it has told where its log ends.
    var greeted = 0
    /// The newest epoch whose leader it has refused aloud; further refusals are background.
    var refused = 0
    /// At the leader: for each peer the LSN from which on it has answered a gap, -1 for none. A burst of
    /// entries that do not fit makes a burst of gaps; one answer is enough.
    var answeredGaps: ContiguousArray<Int64> = []

    var isCandidate: Bool { !votes.isEmpty }
  }
}
