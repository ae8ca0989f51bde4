import Histories
import Simulation

extension SingleLeader {
  public static func receive(
    _ input: NodeInput<SingleLeader>, node: inout Node<SingleLeader>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<SingleLeader>
  ) {
    switch input {
    case .message(let message, let sender):
      receive(
        message, from: sender, node: &node, at: now, configuration: configuration,
        effects: &effects)
    case .request(let request):
      serve(request, node: &node, at: now, configuration: configuration, effects: &effects)
    case .timer(let timer): fire(timer, &node, at: now, configuration, &effects)
    case .linkRestored(let peer):
      if node.volatile.leads {
        forgetAnsweredGap(of: peer, &node)
        resend(to: peer, &node, configuration, &effects, .foreground)
      }
    case .started: start(&node, at: now, configuration, &effects)
    case .restarted: restart(&node, at: now, configuration, &effects)
    case .reconfigured: reconfigure(&node, at: now, configuration, &effects)
    case .continued, .reply: break
    }
    settleDependencies(&node, configuration, &effects)
  }

  private static func fire(
    _ timer: Timer, _ node: inout Node<SingleLeader>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    switch timer {
    case .heartbeat: beat(&node, at: now, configuration, &effects)
    case .retransmission(let peer):
      if node.volatile.unheard.contains(peer) {
        announce(to: peer, node, configuration, &effects, .background)
      } else {
        forgetAnsweredGap(of: peer, &node)
        resend(to: peer, &node, configuration, &effects, .background)
      }
    case .apply: applyNext(&node, configuration, &effects)
    case .detector: suspect(&node, at: now, configuration, &effects)
    case .confirmation: confirmAgain(&node, configuration, &effects)
    case .readIndex: askAgain(&node, configuration, &effects)
    case .dependencies: askDependenciesAgain(node, configuration, &effects)
    }
  }

  private static func start(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if configuration.hasFailover {
      node.volatile.leader = configuration.leader
      node.volatile.leads = node.id == configuration.leader
      node.volatile.election.suspect = configuration.leader
      node.volatile.election.greeted = node.durable.epoch
      if !node.volatile.leads { armDetector(node, configuration, &effects) }
    }
    guard node.volatile.leads else { return }
    beat(&node, at: now, configuration, &effects)
    note(theLeader: node, configuration, &effects)
  }

  /// The node is back. Without failover a leader opens a new epoch and tells where its log ends, and
  /// a follower says what it has, so that the leader can go on from there. With failover it waits to
  /// hear of a leader.
  private static func restart(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if configuration.hasFailover { return armDetector(node, configuration, &effects) }
    if node.volatile.leads {
      node.durable.epoch += 1
      node.volatile.claim = Claim(epoch: node.durable.epoch, start: node.durable.last)
      beat(&node, at: now, configuration, &effects)
      commit(&node, configuration, &effects)
      node.volatile.unheard = node.volatile.peers
    } else if let leader = node.volatile.leader {
      node.volatile.unheard = [leader]
    }
    for peer in node.volatile.unheard {
      announce(to: peer, node, configuration, &effects, .foreground)
    }
    // Last, because the effects before it are counted by their place.
    if node.volatile.leads { note(theLeader: node, configuration, &effects) }
  }

  /// Tells a peer that the node is back, again and again until it answers: the message may be lost.
  static func announce(
    to peer: NodeID, _ node: Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>, _ visit: Visit
  ) {
    let last = node.durable.last
    effects.send(
      node.volatile.leads ? .resume(end: last) : .gap(after: last, epoch: 0), to: peer, visit)
    effects.setTimer(
      .retransmission(peer), after: configuration.retransmissionTimeout, .background)
  }

  private static func reconfigure(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if configuration.visibility == .onCommit { bringUpCommittedState(&node) }
    if node.volatile.election.isOn != configuration.hasFailover {
      switchFailover(&node, configuration, &effects)
    }
    guard node.volatile.leads else { return }
    if node.volatile.beatingEvery != configuration.beatInterval {
      beat(&node, at: now, configuration, &effects)
    }
    commit(&node, configuration, &effects)
  }

  /// Failover was switched on or off while the run goes on. Whoever leads goes on leading.
  private static func switchFailover(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    node.volatile.election = Election()
    node.volatile.election.isOn = configuration.hasFailover
    node.volatile.unheard = []
    if !configuration.hasFailover { effects.cancelTimer(.detector) }
    switch (node.volatile.leads, configuration.hasFailover) {
    case (true, true): claimLeadership(&node, configuration, &effects)
    case (true, false):
      for (index, peer) in node.volatile.peers.enumerated() where !node.volatile.hasAdopted[index] {
        node.volatile.hasAdopted[index] = true
        node.volatile.acknowledged[index] = node.durable.base.lsn
        resend(to: peer, &node, configuration, &effects, .foreground)
      }
    case (false, true):
      node.volatile.election.suspect = node.volatile.leader
      armDetector(node, configuration, &effects)
    case (false, false): break
    }
  }

  static func note(
    theLeader node: Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    effects.note(.leads(node.id, of: configuration.log, epoch: node.durable.epoch))
  }
}
