import Histories
import Simulation

extension SingleLeader {
  /// What a follower tells a leader that it hears for the first time.
  enum Greeting {
    /// The message is answered in any case.
    case answers
    /// Where its log ends.
    case greets
    /// The same, after a message that is background.
    case greetsBackground
  }

  /// Whether a message of this leader is taken. It is not when a newer epoch is known, which is the
  /// fence, and not by a node that leads itself and does not step down.
  static func admit(
    _ claim: Claim, from leader: NodeID, _ greeting: Greeting, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) -> Bool {
    guard configuration.hasFailover else { return true }
    if claim.epoch < node.durable.epoch, configuration.fencing {
      refuse(claim, of: leader, greeting, &node, &effects)
      return false
    }
    guard reach(claim.epoch, ledBy: leader, &node, configuration, &effects),
      !node.volatile.leads
    else { return false }
    follow(leader, claim, &node, configuration, &effects)
    adopt(claim, &node, configuration, &effects)
    if claim.epoch > node.volatile.election.greeted {
      node.volatile.election.greeted = claim.epoch
      if greeting != .answers {
        effects.send(
          .gap(after: node.durable.last, epoch: adoptedEpoch(claim, node)), to: leader)
      }
    }
    return true
  }

  /// Tells a leader of an older epoch that it has been replaced. The first time in the foreground:
  /// a leader that does not listen must not keep everybody busy.
  private static func refuse(
    _ claim: Claim, of leader: NodeID, _ greeting: Greeting, _ node: inout Node<SingleLeader>,
    _ effects: inout Effects<SingleLeader>
  ) {
    let isFirst = node.volatile.election.refused < claim.epoch && greeting != .greetsBackground
    if isFirst { node.volatile.election.refused = claim.epoch }
    effects.send(
      .newerEpoch(node.durable.epoch), to: leader, isFirst ? .foreground : .background)
  }

  private static func follow(
    _ leader: NodeID, _ claim: Claim, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    guard node.volatile.leader != leader || node.volatile.claim != claim else { return }
    node.volatile.leader = leader
    node.volatile.claim = claim
    node.volatile.heartbeat = nil
    node.volatile.election.suspect = leader
    node.volatile.election.votes = []
    node.volatile.election.attempts = 0
    node.durable.lastLeader = leader
    armDetector(node, configuration, &effects)
    askAgain(&node, configuration, &effects)
  }

  /// Takes over the leader's log once it holds the entry at which the leader began: what lies beyond
  /// is of nobody's log any more. From then on this log is a prefix of the leader's, and acknowledging
  /// it counts. An entry that is not the leader's at that place goes at once, with all after it.
  static func adopt(
    _ claim: Claim, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard claim.epoch > node.durable.adopted else { return }
    let (start, holdsStart) = (claim.start, node.durable.contains(claim.start))
    truncate(to: holdsStart ? start.lsn : start.lsn - 1, &node, configuration, &effects)
    if holdsStart { node.durable.adopted = claim.epoch }
  }

  /// The epoch in which a follower acknowledges: that of the leader, or 0 before it has adopted it.
  static func adoptedEpoch(_ claim: Claim, _ node: borrowing Node<SingleLeader>) -> Int {
    node.durable.adopted >= claim.epoch ? claim.epoch : 0
  }
}
