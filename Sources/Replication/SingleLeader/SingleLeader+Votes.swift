import Histories
import Simulation

extension SingleLeader {
  static func receiveElection(
    _ message: Message, from sender: NodeID, _ node: inout Node<SingleLeader>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    switch message {
    case .lead(let claim, let committed):
      guard admit(claim, from: sender, .answers, &node, configuration, &effects) else { return }
      let epoch = adoptedEpoch(claim, node)
      effects.send(
        epoch == 0
          ? .gap(after: node.durable.last, epoch: epoch)
          : .acknowledge(node.durable.last, epoch: epoch),
        to: sender)
      learn(committed, claim, &node, configuration, &effects)
    case .newerEpoch(let epoch):
      _ = reach(epoch, ledBy: nil, &node, configuration, &effects)
    case .voteRequest(let request):
      consider(request, from: sender, &node, configuration, &effects)
    case .vote(let epoch, let granted, _):
      guard reach(epoch, ledBy: nil, &node, configuration, &effects), granted,
        epoch == node.durable.epoch
      else { return }
      count(sender, &node, at: now, configuration, &effects)
    default: receiveRead(message, from: sender, &node, configuration, &effects)
    }
  }

  /// Comes up to an epoch. False when the node leads and does not step down for a newer one: then it
  /// goes on as if it had not heard of it.
  static func reach(
    _ epoch: Int, ledBy successor: NodeID?, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) -> Bool {
    guard configuration.hasFailover else { return false }
    guard epoch > node.durable.epoch else { return true }
    if node.volatile.leads {
      guard configuration.stepDown else { return false }
      stepDown(for: successor, &node, configuration, &effects)
    }
    node.durable.epoch = epoch
    node.durable.votedFor = nil
    node.volatile.leader = nil
    node.volatile.election.votes = []
    return true
  }

  // MARK: Candidates

  /// Asks everybody for a vote.
  static func stand(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let isRetry = node.volatile.election.attempts > 1
    let request = VoteRequest(
      epoch: node.durable.epoch, adopted: node.durable.adopted, lastLSN: node.durable.lastLSN,
      isRetry: isRetry)
    for peer in node.volatile.peers {
      effects.send(.voteRequest(request), to: peer, isRetry ? .background : .foreground)
    }
    armDetector(node, configuration, &effects)
    count(node.id, &node, at: now, configuration, &effects)
  }

  private static func count(
    _ voter: NodeID, _ node: inout Node<SingleLeader>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    guard node.volatile.election.isCandidate else { return }
    if !node.volatile.election.votes.contains(voter) { node.volatile.election.votes.append(voter) }
    guard node.volatile.election.votes.count * 2 > configuration.members.count else { return }
    lead(&node, at: now, configuration, &effects)
  }

  // MARK: Voters

  /// One vote an epoch, to the first that asks, and only for a log at least as complete as its own.
  private static func consider(
    _ request: VoteRequest, from candidate: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    guard reach(request.epoch, ledBy: nil, &node, configuration, &effects) else { return }
    let isComplete =
      (request.adopted, request.lastLSN) >= (node.durable.adopted, node.durable.lastLSN)
    let granted =
      request.epoch == node.durable.epoch && !node.volatile.leads
      && (node.durable.votedFor ?? candidate) == candidate
      && (isComplete || !configuration.logCheck)
    if granted {
      node.durable.votedFor = candidate
      armDetector(node, configuration, &effects)
    }
    effects.send(
      .vote(epoch: node.durable.epoch, granted: granted, isRetry: request.isRetry), to: candidate,
      request.isRetry ? .background : .foreground)
  }
}
