import Histories
import Simulation

extension SingleLeader {
  // MARK: The failure detector

  /// Waits for the next heartbeat. A lower node waits less, so that it stands first and its request
  /// reaches the others before they stand too; each further attempt waits longer, until a round trip
  /// fits in.
  static func armDetector(
    _ node: Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let suspect = node.volatile.election.suspect
    var rank: Int64 = 0
    for member in configuration.members where member < node.id && member != suspect { rank += 1 }
    let attempts = min(max(node.volatile.election.attempts, 1), 16)
    let wait =
      configuration.detectorTimeout.milliseconds * attempts
      + configuration.electionStagger.milliseconds * rank
    effects.setTimer(.detector, after: VirtualDuration(max(wait, 1)), .background)
  }

  /// The leader is suspected, or the last attempt has led to nothing: it is this node's turn.
  static func suspect(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard configuration.hasFailover, !node.volatile.leads else { return }
    node.volatile.leader = nil
    node.volatile.election.attempts += 1
    node.durable.votedFor = node.id
    switch configuration.failover {
    case .off: return
    case .majorityVote:
      node.durable.epoch += 1
      node.volatile.election.votes = [node.id]
      stand(&node, at: now, configuration, &effects)
    case .detectorAlone:
      node.durable.epoch = ownEpoch(after: node.durable.epoch, of: node.id, configuration)
      lead(&node, at: now, configuration, &effects)
    }
  }

  /// The next epoch that belongs to this node: congruent to its number modulo the number of members,
  /// so that no two declare themselves leader in the same one.
  private static func ownEpoch(
    after epoch: Int, of node: NodeID, _ configuration: Configuration
  ) -> Int {
    let count = configuration.members.count
    let number = configuration.members.firstIndex(of: node) ?? 0
    return epoch + 1 + ((number - epoch - 1) % count + count) % count
  }

  // MARK: Leading

  /// The node leads in its present epoch, with the log that it has.
  static func lead(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    node.volatile.leads = true
    node.volatile.leader = node.id
    node.volatile.election = Election()
    node.volatile.election.isOn = true
    effects.cancelTimer(.detector)
    note(theLeader: node, configuration, &effects)
    applyAll(&node, &effects)
    let known = min(node.volatile.committed.lsn, node.durable.lastLSN)
    node.volatile.committed = node.durable.position(at: known)
    show(&node, configuration)
    claimLeadership(&node, configuration, &effects)
    beat(&node, at: now, configuration, &effects)
    commit(&node, configuration, &effects)
    leadSyncedReads(&node, configuration, &effects)
  }

  /// Declares the end of its log the start of its epoch, and tells everybody.
  static func claimLeadership(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let last = node.durable.last
    node.durable.adopted = node.durable.epoch
    node.durable.lastLeader = node.id
    node.volatile.claim = Claim(epoch: node.durable.epoch, start: last)
    for (index, peer) in node.volatile.peers.enumerated() {
      node.volatile.acknowledged[index] = last.lsn
      node.volatile.hasAdopted[index] = false
      resend(to: peer, &node, configuration, &effects, .foreground)
    }
  }

  /// The leader has seen a newer epoch and stops leading. It does not know whether the writes that
  /// wait for an answer will last, so they get none; what has had no effect is sent elsewhere.
  static func stepDown(
    for successor: NodeID?, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    effects.note(.ceases(node.id, of: configuration.log, epoch: node.durable.epoch))
    node.volatile.leads = false
    node.volatile.leader = nil
    node.volatile.election.suspect = nil
    effects.cancelTimer(.heartbeat)
    effects.cancelTimer(.confirmation)
    for peer in node.volatile.peers { effects.cancelTimer(.retransmission(peer)) }
    while let reply = node.volatile.waiting.first {
      node.volatile.waiting.dropFirst()
      if node.durable.entry(at: reply.lsn).operation != reply.request.operation {
        turnAway(reply.request, to: successor, &effects)
      }
    }
    turnReadsAway(to: successor, &node, &effects)
    armDetector(node, configuration, &effects)
  }
}
