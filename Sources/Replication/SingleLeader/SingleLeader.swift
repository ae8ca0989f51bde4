import Histories
import Simulation

/// Single-leader replication by log shipping, with a fixed leader.
///
/// The leader orders all writes in one log and ships the entries to its followers, each link in
/// order. A follower takes the next entry only; it refuses gaps and ignores what it has. The leader
/// resends from the last acknowledged entry when the connection comes back or after a time-out.
///
/// Guaranteed: every replica's log is a prefix of the leader's as long as the leader keeps its disk.
/// Not guaranteed: anything about reads at followers; and an acknowledged write survives the loss of
/// the leader's disk only where followers had to acknowledge it. Nobody takes over from a leader.
public enum SingleLeader: SimulatedProtocol {
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

  public struct Configuration: Hashable, Sendable {
    public var log: LogID
    /// The leader and its followers, in ascending order.
    public let members: [NodeID]
    public let leader: NodeID
    let followers: [NodeID]
    public var acknowledgement: Acknowledgement = .none
    public var visibility: ReadVisibility = .onApply
    /// How often the leader writes its heartbeat row; zero switches it off.
    public var heartbeatInterval: VirtualDuration = 100
    public var retransmissionTimeout: VirtualDuration = 1000
    /// How long a follower takes to apply an entry that it has received.
    public var applyTime: VirtualDuration = .zero
    /// The entries that every log begins with, from LSN 1.
    public var initial: [History.InitialValue] = []

    public init(log: LogID, members: [NodeID], leader: NodeID) {
      self.log = log
      self.members = members
      self.leader = leader
      followers = members.filter { $0 != leader }
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
  }

  /// An entry of the log. Every log and every message that holds it shares one.
  public struct Entry: Sendable, CanonicallyEncodable {
    private let shared: Shared

    private final class Shared: Sendable {
      let position: LogPosition
      let operation: OperationID
      let session: SessionID
      let call: Call
      let stamp: LocalTime

      init(
        _ position: LogPosition, _ operation: OperationID, _ session: SessionID, _ call: Call,
        _ stamp: LocalTime
      ) {
        self.position = position
        self.operation = operation
        self.session = session
        self.call = call
        self.stamp = stamp
      }
    }

    init(
      position: LogPosition, operation: OperationID, session: SessionID, call: Call,
      stamp: LocalTime
    ) {
      shared = Shared(position, operation, session, call, stamp)
    }

    public var position: LogPosition { shared.position }
    public var operation: OperationID { shared.operation }
    public var session: SessionID { shared.session }
    public var call: Call { shared.call }
    /// The leader's clock when it appended the entry.
    public var stamp: LocalTime { shared.stamp }

    public func encode(into digest: inout Digest) {
      digest.combine(position)
      digest.combine(operation)
      digest.combine(call)
    }
  }

  /// What is on disk: the log. Initial values are not in it; it starts after them.
  public struct Durable: Sendable, CanonicallyEncodable {
    public var epoch: Int
    /// The position that the initial state stands for.
    public var base: LogPosition
    public var entries = AppendLog<Entry>()
    /// The last LSN of which the leader has told that it is committed.
    var reportedCommit: Int64 = 0

    var lastLSN: Int64 { base.lsn + Int64(entries.count) }
    var last: LogPosition { entries.last?.position ?? base }

    func entry(at lsn: Int64) -> Entry { entries[Int(lsn - base.lsn) - 1] }

    func position(at lsn: Int64) -> LogPosition {
      lsn <= base.lsn ? base : entry(at: lsn).position
    }

    public func encode(into digest: inout Digest) {
      digest.combine(epoch)
      digest.combine(base)
      digest.combine(contentsOf: entries)
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
    var committed: LogPosition
    /// At the leader: what each follower has acknowledged, in the order of `followers`.
    var acknowledged: ContiguousArray<Int64> = []
    /// At the leader: replies that wait for their entry to be committed, by LSN.
    var waiting = FirstInFirstOut<WaitingReply>()
    /// The newest heartbeat seen: the leader's clock when it was written.
    var heartbeat: LocalTime?
    var isApplying = false
    /// After a restart: the peers that have not answered yet. At the leader its followers, at a
    /// follower the leader.
    var unheard: [NodeID] = []
    /// At the leader: the interval at which it beats now.
    var beatingEvery: VirtualDuration = .zero
  }

  struct WaitingReply: Sendable {
    let lsn: Int64
    let request: ClientRequest
    let outcome: Outcome
    let readsFrom: ReadsFrom
  }

  public enum Message: Sendable {
    /// Entries that follow `previous`, and how far the leader has committed.
    case append(entry: Entry, previous: LogPosition, committed: LogPosition)
    /// The follower has everything up to here.
    case acknowledge(LogPosition)
    /// The follower cannot take an entry: it has only up to here.
    case gap(after: LogPosition)
    /// Tells how far the leader has committed, when no entry is due.
    case commit(LogPosition)
    /// The leader is back, and its log ends here: whatever is beyond does not count any more.
    case resume(end: LogPosition)
    /// The heartbeat row, in its own stream.
    case heartbeat(LocalTime)
  }

  public enum Timer: Sendable, Equatable {
    case heartbeat
    case retransmission(NodeID)
    case apply
  }

  public static let steps: [StepName] = []
}
