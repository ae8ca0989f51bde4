import Histories
import Simulation

/// What a node will yet do by itself when only background activity is left.
extension SingleLeader {
  /// A node that asks until it is answered, if somebody can answer. A leader, if a peer that it can reach
  /// lacks something, or one that hears it does not know how much is committed. Another node with
  /// failover, if it hears of no leader: it stands once in any case, and again while a majority can vote.
  public static func mayStir(
    _ node: Node<SingleLeader>, configuration: Configuration,
    reachable: (NodeID) -> Node<SingleLeader>?, hearing: (NodeID) -> Node<SingleLeader>?
  ) -> Bool {
    if node.volatile.unheard.contains(where: { reachable($0) != nil }) { return true }
    if node.volatile.leads {
      return node.volatile.peers.indices.contains { index in
        let id = node.volatile.peers[index]
        if let peer = reachable(id), willBringOn(peer, index, node, configuration) { return true }
        return hearing(id).map { willTell($0, index, node, configuration) } ?? false
      }
    }
    if willBeShown(to: node, configuration, reachable) { return true }
    guard configuration.hasFailover else { return false }
    if let leader = node.volatile.leader, reachable(leader)?.volatile.leads ?? false {
      return false
    }
    if node.volatile.election.attempts == 0 || configuration.failover == .detectorAlone {
      return true
    }
    let voters = configuration.members.count { $0 == node.id || reachable($0) != nil }
    return voters * 2 > configuration.members.count
  }

  /// Whether a leader sends again what its peer has not acknowledged, or has it take over its log.
  private static func willBringOn(
    _ peer: Node<SingleLeader>, _ index: Int, _ leader: Node<SingleLeader>,
    _ configuration: Configuration
  ) -> Bool {
    leader.volatile.acknowledged[index] < leader.durable.lastLSN
      || !leader.volatile.hasAdopted[index] && listens(peer, to: leader, configuration)
  }

  /// Whether the heartbeats of a leader, or the entries that it sends again, tell a peer that more is
  /// committed.
  private static func willTell(
    _ peer: Node<SingleLeader>, _ index: Int, _ leader: Node<SingleLeader>,
    _ configuration: Configuration
  ) -> Bool {
    let sendsAgain = leader.volatile.acknowledged[index] < leader.durable.lastLSN
    let beats = configuration.hasFailover && configuration.beatInterval > .zero
    let adopts = !configuration.hasFailover || adoptedEpoch(leader.volatile.claim, peer) != 0
    return (sendsAgain || beats) && adopts
      && isNews(leader.volatile.committed, leader.volatile.claim, peer, configuration)
  }

  /// A message that another leads, or that more is in the log, acknowledged or committed.
  public static func isNews(
    _ message: Message, to node: Node<SingleLeader>, configuration: Configuration
  ) -> Bool {
    switch message {
    case .append(let entry, _, let committed, let claim):
      !node.durable.contains(entry.position) || isNews(committed, claim, node, configuration)
    case .acknowledge(let position, let epoch):
      isNews(position, epoch, to: node)
    case .commit(let position, let claim): isNews(position, claim, node, configuration)
    case .heartbeat(_, let committed, let claim):
      configuration.hasFailover && isNews(committed, claim, node, configuration)
    case .lead(let claim, let committed):
      claim.epoch > node.durable.adopted || isNews(committed, claim, node, configuration)
    default: false
    }
  }

  /// That more is committed is news where readers see what is.
  private static func isNews(
    _ committed: LogPosition, _ claim: Claim, _ node: Node<SingleLeader>,
    _ configuration: Configuration
  ) -> Bool {
    guard configuration.visibility == .onCommit, !node.volatile.leads,
      committed > node.volatile.committed
    else { return false }
    return !configuration.hasFailover || claim.epoch >= node.durable.epoch || !configuration.fencing
  }

  private static func isNews(
    _ acknowledged: LogPosition, _ epoch: Int, to leader: Node<SingleLeader>
  ) -> Bool {
    leader.volatile.leads && epoch == leader.durable.epoch
      && (leader.volatile.acknowledged.min() ?? .max) < acknowledged.lsn
  }

  /// Whether a peer takes what a leader says, or the leader steps down when it hears why not.
  private static func listens(
    _ peer: Node<SingleLeader>, to leader: Node<SingleLeader>, _ configuration: Configuration
  ) -> Bool {
    if configuration.stepDown { return true }
    return !peer.volatile.leads
      && (!configuration.fencing || peer.durable.epoch <= leader.durable.epoch)
  }

  /// Whether a neighbour already shows what an entry is held back for: asked again, it says so.
  private static func willBeShown(
    to node: Node<SingleLeader>, _ configuration: Configuration,
    _ reachable: (NodeID) -> Node<SingleLeader>?
  ) -> Bool {
    node.volatile.dependencies.asked.contains { prefix in
      guard let id = configuration.neighbour(of: node.id, on: prefix.log),
        let neighbour = reachable(id)
      else { return false }
      let shown =
        configuration.visibility == .onCommit
        ? neighbour.volatile.visible : neighbour.volatile.applied
      return prefix.through <= shown
    }
  }
}
