import Histories
import Simulation

extension SingleLeader {
  public static func format(_ id: NodeID, configuration: Configuration) -> Durable {
    Durable(
      epoch: 1, base: LogPosition(epoch: 1, lsn: Int64(max(configuration.initial.count, 0))))
  }

  public static func boot(
    _ id: NodeID, configuration: Configuration, durable: Durable
  ) -> Volatile {
    var state = KeyValueState()
    for (index, initial) in configuration.initial.enumerated() {
      state.set(
        initial.key, initial.value, position: LogPosition(epoch: 1, lsn: Int64(index) + 1),
        writer: nil)
    }
    var memory = Volatile(
      applied: durable.base, visible: durable.base, committedStateLSN: durable.base.lsn,
      committed: durable.base)
    memory.committedState = state
    for entry in durable.entries {
      _ = state.apply(
        entry.call, at: entry.position, by: entry.operation, session: entry.session)
    }
    memory.state = state
    memory.applied = durable.last
    memory.acknowledged = ContiguousArray(
      repeating: durable.base.lsn, count: configuration.followers.count)
    return memory
  }

  public static func receive(
    _ input: NodeInput<SingleLeader>, node: inout Node<SingleLeader>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<SingleLeader>
  ) {
    let isLeader = node.id == configuration.leader
    switch input {
    case .message(let message, let sender):
      receive(
        message, from: sender, node: &node, at: now, configuration: configuration,
        effects: &effects)
    case .request(let request):
      serve(request, node: &node, at: now, configuration: configuration, effects: &effects)
    case .timer(.heartbeat): beat(&node, at: now, configuration, &effects)
    case .timer(.retransmission(let peer)):
      if node.volatile.unheard.contains(peer) {
        announce(to: peer, node, configuration, &effects, .background)
      } else {
        resend(to: peer, &node, configuration, &effects, .background)
      }
    case .timer(.apply): applyNext(&node, configuration, &effects)
    case .linkRestored(let peer):
      if isLeader { resend(to: peer, &node, configuration, &effects, .foreground) }
    case .started: if isLeader { beat(&node, at: now, configuration, &effects) }
    case .restarted: restart(&node, at: now, configuration, &effects)
    case .reconfigured:
      if configuration.visibility == .onCommit { bringUpCommittedState(&node) }
      guard isLeader else { break }
      if node.volatile.beatingEvery != configuration.heartbeatInterval {
        beat(&node, at: now, configuration, &effects)
      }
      commit(&node, configuration, &effects)
    case .continued, .reply: break
    }
  }

  /// The node is back. A leader opens a new epoch and tells where its log ends; a follower says
  /// what it has, so that the leader can go on from there.
  private static func restart(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if node.id == configuration.leader {
      node.durable.epoch += 1
      beat(&node, at: now, configuration, &effects)
      commit(&node, configuration, &effects)
      node.volatile.unheard = configuration.followers
    } else {
      node.volatile.unheard = [configuration.leader]
    }
    for peer in node.volatile.unheard {
      announce(to: peer, node, configuration, &effects, .foreground)
    }
  }

  /// Tells a peer that the node is back, again and again until it answers: the message may be lost.
  static func announce(
    to peer: NodeID, _ node: Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>, _ visit: Visit
  ) {
    let last = node.durable.last
    effects.send(
      node.id == configuration.leader ? .resume(end: last) : .gap(after: last), to: peer, visit)
    effects.setTimer(
      .retransmission(peer), after: configuration.retransmissionTimeout, .background)
  }

  public static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    call.isReadOnly
      ? [configuration.leader] + configuration.followers : [configuration.leader]
  }

  public static func channel(of message: Message) -> Channel {
    if case .heartbeat = message { .stream(1) } else { .stream(0) }
  }

  public static func label(of message: Message) -> Label {
    switch message {
    case .append(let entry, _, _): Label("append lsn", entry.position.lsn)
    case .acknowledge(let position): Label("ack lsn", position.lsn)
    case .gap(let position): Label("gap after lsn", position.lsn)
    case .commit(let position): Label("commit lsn", position.lsn)
    case .resume(let end): Label("resume lsn", end.lsn)
    case .heartbeat(let stamp): Label("heartbeat", stamp.milliseconds)
    }
  }

  public static func label(of timer: Timer) -> Label {
    switch timer {
    case .heartbeat: Label("heartbeat timer")
    case .retransmission: Label("resend timer")
    case .apply: Label("apply")
    }
  }
}
