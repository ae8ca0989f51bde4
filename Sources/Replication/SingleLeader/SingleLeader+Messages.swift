import Histories
import Simulation

extension SingleLeader {
  /// What a leader says of itself in every message: in which epoch it leads, and where its log ended
  /// when that began.
  public struct Claim: Hashable, Sendable {
    private let leaderEpoch: Int32
    private let startEpoch: Int32
    private let startLSN: Int64

    init(epoch: Int, start: LogPosition) {
      leaderEpoch = Int32(truncatingIfNeeded: epoch)
      startEpoch = start.epoch
      startLSN = start.lsn
    }

    var epoch: Int { Int(leaderEpoch) }
    /// The end of the leader's log at its election. Who has this entry has the log that was chosen.
    var start: LogPosition { LogPosition(epoch: Int(startEpoch), lsn: startLSN) }
  }

  /// Names a read that waits at a follower: unique among requests, also after a restart.
  public struct Ticket: Hashable, Sendable {
    let origin: NodeID
    let correlation: Int64
    let attempt: AttemptNumber

    init(_ request: ClientRequest) {
      origin = request.origin
      correlation = request.correlation
      attempt = request.attempt
    }
  }

  public enum Message: Sendable {
    /// Entries that follow `previous`, and how far the leader has committed.
    case append(entry: Entry, previous: LogPosition, committed: LogPosition, Claim)
    /// The follower has everything up to here: in the epoch of a leader whose log it has taken over,
    /// or in epoch 0, when it has not come so far.
    case acknowledge(LogPosition, epoch: Int)
    /// The follower cannot take an entry: it has only up to here.
    case gap(after: LogPosition, epoch: Int)
    /// Tells how far the leader has committed, when no entry is due.
    case commit(LogPosition, Claim)
    /// The leader is back, and its log ends here: whatever is beyond does not count any more.
    case resume(end: LogPosition)
    /// The heartbeat row, in its own stream.
    case heartbeat(LocalTime, committed: LogPosition, Claim)

    /// The sender leads from now on, with what it knows to be committed.
    case lead(Claim, committed: LogPosition)
    /// A leader of an older epoch is told that there is a newer one.
    case newerEpoch(Int)
    case voteRequest(VoteRequest)
    case vote(epoch: Int, granted: Bool, isRetry: Bool)

    /// Do you still follow me?
    case confirm(round: Int64, Claim)
    case confirmed(round: Int64, epoch: Int)
    /// A follower asks how far the log is committed, on behalf of a read.
    case askIndex(Ticket)
    /// It was committed up to `index` when the follower asked; by now it is up to `committed`.
    case index(Ticket, index: Int64, committed: LogPosition, Claim)

    /// A neighbour asks to be told when this node shows its log up to here.
    case check(LogPosition)
    /// The answer: what the node shows.
    case shows(LogPrefix)
  }

  /// A candidate asks for a vote, and says how complete its log is.
  public struct VoteRequest: Sendable {
    let epoch: Int
    let adopted: Int
    let lastLSN: Int64
    /// Whether it has stood before since it last heard of a leader. Retries are background.
    let isRetry: Bool
  }

  public enum Timer: Sendable, Equatable {
    case heartbeat
    case retransmission(NodeID)
    case apply
    /// Nothing was heard of the leader for too long, or an election has led to nothing.
    case detector
    /// Reads wait at the leader for confirmations.
    case confirmation
    /// Reads wait at a follower for the leader's commit position.
    case readIndex
    /// An entry is held back until neighbours answer.
    case dependencies
  }

  public static func channel(of message: Message) -> Channel {
    switch message {
    case .heartbeat: .stream(1)
    case .voteRequest, .vote, .confirm, .confirmed, .askIndex, .index: .stream(2)
    case .check, .shows: .stream(3)
    default: .stream(0)
    }
  }

  public static func label(of message: Message) -> Label {
    switch message {
    case .append(let entry, _, _, _): Label("append lsn", entry.position.lsn)
    case .acknowledge(let position, _): Label("ack lsn", position.lsn)
    case .gap(let position, _): Label("gap after lsn", position.lsn)
    case .commit(let position, _): Label("commit lsn", position.lsn)
    case .resume(let end): Label("resume lsn", end.lsn)
    case .heartbeat(let stamp, _, _): Label("heartbeat", stamp.milliseconds)
    case .lead(let claim, _): Label("lead epoch", Int64(claim.epoch))
    case .newerEpoch(let epoch): Label("newer epoch", Int64(epoch))
    case .voteRequest(let request): Label("vote-request epoch", Int64(request.epoch))
    case .vote(let epoch, true, _): Label("vote epoch", Int64(epoch))
    case .vote(let epoch, false, _): Label("no-vote epoch", Int64(epoch))
    case .confirm(let round, _): Label("confirm round", round)
    case .confirmed(let round, _): Label("confirmed round", round)
    case .askIndex: Label("read-index")
    case .index(_, let index, _, _): Label("index lsn", index)
    case .check(let position): Label("check lsn", position.lsn)
    case .shows(let prefix): Label("shows lsn", prefix.through.lsn)
    }
  }

  public static func label(of timer: Timer) -> Label {
    switch timer {
    case .heartbeat: Label("heartbeat timer")
    case .retransmission: Label("resend timer")
    case .apply: Label("apply")
    case .detector: Label("failure detector")
    case .confirmation: Label("confirm again timer")
    case .readIndex: Label("read-index again timer")
    case .dependencies: Label("check again timer")
    }
  }
}
