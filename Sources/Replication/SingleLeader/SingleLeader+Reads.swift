import Histories
import Simulation

extension SingleLeader {
  /// Reads that wait.
  struct Reads: Sendable {
    /// At the leader: how many rounds of confirmation it has asked for.
    var round: Int64 = 0
    /// At the leader: the last round that each peer has confirmed.
    var confirmed: ContiguousArray<Int64> = []
    /// At the leader: what waits for a round and for a commit position.
    var pending: ContiguousArray<PendingRead> = []
    /// At a follower: what waits for the leader's commit position.
    var synced: ContiguousArray<SyncedRead> = []
  }

  struct PendingRead: Sendable {
    let round: Int64
    /// The LSN up to which the log must be committed.
    let index: Int64
    let kind: Kind

    enum Kind: Sendable {
      case read(ClientRequest)
      case decision(WaitingReply)
      case index(Ticket, of: NodeID)
    }
  }

  struct SyncedRead: Sendable {
    let request: ClientRequest
    /// Nil until the leader has said how far the log was committed.
    var index: Int64?
  }

  static func read(
    _ request: ClientRequest, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    switch (node.volatile.leads, configuration.leaderReads, configuration.followerReads) {
    case (true, .readIndex, _):
      let index = commitPosition(node.volatile)
      confirm(.read(request), through: index, &node, configuration, &effects)
    case (false, _, .sync): sync(request, &node, configuration, &effects)
    default:
      let onCommit = configuration.visibility == .onCommit
      readLocally(request, committed: onCommit, &node, configuration, &effects)
    }
  }

  /// What this replica's state holds now, or the committed part of it.
  static func readLocally(
    _ request: ClientRequest, committed: Bool, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    if committed { bringUpCommittedState(&node) }
    var state = committed ? node.volatile.committedState : node.volatile.state
    let position = committed ? node.volatile.visible : node.volatile.applied
    let outcome = state.apply(
      request.call, at: position, by: request.operation, session: request.session)
    effects.reply(
      to: request,
      .outcome(
        outcome, position: position,
        observation: observation(
          node.id, through: position, readsFrom: state.readsFrom(request.call), configuration)))
  }

  // MARK: Read-index, at the leader

  /// The LSN that a read which comes now must see: what is committed, and everything that the leader
  /// found when it began, of which it may not know yet that it is.
  static func commitPosition(_ leader: borrowing Volatile) -> Int64 {
    max(leader.committed.lsn, leader.claim.start.lsn)
  }

  /// Has a majority confirm that the node leads, in a round that begins now: who has confirmed it
  /// knew of no newer epoch after the read came, so nobody else can have committed anything before.
  static func confirm(
    _ kind: PendingRead.Kind, through index: Int64, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    node.volatile.reads.round += 1
    let round = node.volatile.reads.round
    node.volatile.reads.pending.append(PendingRead(round: round, index: index, kind: kind))
    for peer in node.volatile.peers {
      effects.send(.confirm(round: round, node.volatile.claim), to: peer)
    }
    effects.setTimer(.confirmation, after: configuration.retransmissionTimeout, .background)
    answerConfirmed(&node, configuration, &effects)
  }

  static func confirmAgain(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard node.volatile.leads, !node.volatile.reads.pending.isEmpty else { return }
    for peer in node.volatile.peers {
      effects.send(
        .confirm(round: node.volatile.reads.round, node.volatile.claim), to: peer, .background)
    }
    effects.setTimer(.confirmation, after: configuration.retransmissionTimeout, .background)
  }

  private static func confirmed(
    _ round: Int64, by peer: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    guard let index = node.volatile.peers.firstIndex(of: peer) else { return }
    if node.volatile.reads.confirmed.isEmpty {
      node.volatile.reads.confirmed = ContiguousArray(
        repeating: 0, count: node.volatile.peers.count)
    }
    node.volatile.reads.confirmed[index] = max(node.volatile.reads.confirmed[index], round)
    answerConfirmed(&node, configuration, &effects)
  }

  /// Answers what is both confirmed and committed, in the order in which it came.
  static func answerConfirmed(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let pending = node.volatile.reads.pending
    guard !pending.isEmpty else { return }
    let confirmations = node.volatile.reads.confirmed
    let required = configuration.members.count / 2
    node.volatile.reads.pending = []
    for read in pending {
      let count = confirmations.reduce(0) { $0 + ($1 >= read.round ? 1 : 0) }
      guard count >= required, read.index <= node.volatile.committed.lsn else {
        node.volatile.reads.pending.append(read)
        continue
      }
      switch read.kind {
      case .read(let request):
        readLocally(request, committed: true, &node, configuration, &effects)
      case .decision(let reply): answer(reply, &node, configuration, &effects)
      case .index(let ticket, let follower):
        effects.send(
          .index(
            ticket, index: read.index, committed: node.volatile.committed, node.volatile.claim),
          to: follower)
      }
    }
    if node.volatile.reads.pending.isEmpty { effects.cancelTimer(.confirmation) }
  }

  /// The node leads no more: what waits goes to its successor, or is refused. Followers ask again.
  static func turnReadsAway(
    to successor: NodeID?, _ node: inout Node<SingleLeader>,
    _ effects: inout Effects<SingleLeader>
  ) {
    let pending = node.volatile.reads.pending
    node.volatile.reads = Reads()
    for read in pending {
      switch read.kind {
      case .read(let request): turnAway(request, to: successor, &effects)
      case .decision(let reply): turnAway(reply.request, to: successor, &effects)
      case .index: break
      }
    }
  }

  static func receiveRead(
    _ message: Message, from sender: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    switch message {
    case .confirm(let round, let claim):
      guard admit(claim, from: sender, .greets, &node, configuration, &effects) else { return }
      effects.send(.confirmed(round: round, epoch: claim.epoch), to: sender)
    case .confirmed(let round, let epoch):
      guard node.volatile.leads, epoch == node.durable.epoch else { return }
      confirmed(round, by: sender, &node, configuration, &effects)
    case .askIndex(let ticket):
      guard node.volatile.leads else { return }
      let index = commitPosition(node.volatile)
      confirm(.index(ticket, of: sender), through: index, &node, configuration, &effects)
    case .index(let ticket, let index, let committed, let claim):
      told(index, committed, claim, for: ticket, &node, configuration, &effects)
    default: preconditionFailure("\(label(of: message)) is handled before")
    }
  }
}
