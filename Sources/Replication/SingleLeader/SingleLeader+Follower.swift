import Histories
import Simulation

extension SingleLeader {
  static func receive(
    _ message: Message, from sender: NodeID, node: inout Node<SingleLeader>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<SingleLeader>
  ) {
    switch message {
    case .append(let entry, let previous, let committed):
      accept(entry, after: previous, from: sender, &node, configuration, &effects)
      learn(committed, &node, configuration)
      heard(sender, through: previous, &node, &effects)
    case .acknowledge(let position):
      acknowledged(position, by: sender, &node, configuration, &effects)
    case .gap(let position): refused(after: position, by: sender, &node, configuration, &effects)
    case .commit(let position):
      learn(position, &node, configuration)
      heard(sender, through: position, &node, &effects)
    case .resume(let end):
      node.volatile.unheard = []
      effects.cancelTimer(.retransmission(sender))
      truncate(to: max(end.lsn, node.durable.base.lsn), &node, configuration, &effects)
      effects.send(.gap(after: node.durable.last), to: sender)
    case .heartbeat(let stamp):
      node.volatile.heartbeat = max(node.volatile.heartbeat ?? stamp, stamp)
    }
  }

  /// The leader knows what this follower has: it sends what comes next, or has nothing to send.
  private static func heard(
    _ leader: NodeID, through position: LogPosition, _ node: inout Node<SingleLeader>,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard !node.volatile.unheard.isEmpty, position.lsn <= node.durable.lastLSN else { return }
    node.volatile.unheard = []
    effects.cancelTimer(.retransmission(leader))
  }

  /// Takes the next entry; refuses a gap; acknowledges again what it has already.
  private static func accept(
    _ entry: Entry, after previous: LogPosition, from leader: NodeID,
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if entry.position.lsn <= node.durable.lastLSN {
      if entry.position == node.durable.position(at: entry.position.lsn) {
        return effects.send(.acknowledge(node.durable.last), to: leader)
      }
      truncate(to: entry.position.lsn - 1, &node, configuration, &effects)
    }
    guard previous == node.durable.last else {
      if previous.lsn <= node.durable.lastLSN {
        truncate(to: max(previous.lsn - 1, node.durable.base.lsn), &node, configuration, &effects)
      }
      return effects.send(.gap(after: node.durable.last), to: leader)
    }
    node.durable.entries.append(entry)
    if configuration.applyTime > .zero {
      if !node.volatile.isApplying {
        node.volatile.isApplying = true
        effects.setTimer(.apply, after: configuration.applyTime)
      }
    } else {
      apply(entry, &node)
    }
    effects.send(.acknowledge(entry.position), to: leader)
  }

  private static func apply(_ entry: Entry, _ node: inout Node<SingleLeader>) {
    _ = node.volatile.state.apply(
      entry.call, at: entry.position, by: entry.operation, session: entry.session)
    node.volatile.applied = entry.position
  }

  /// A slow applier has finished with one entry.
  static func applyNext(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    node.volatile.isApplying = false
    guard node.volatile.applied.lsn < node.durable.lastLSN else { return }
    apply(node.durable.entry(at: node.volatile.applied.lsn + 1), &node)
    show(&node, configuration)
    if node.volatile.applied.lsn < node.durable.lastLSN {
      node.volatile.isApplying = true
      effects.setTimer(.apply, after: configuration.applyTime)
    }
  }

  /// Throws away a tail that the leader does not have: its log was lost and written anew.
  private static func truncate(
    to lsn: Int64, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard lsn < node.durable.lastLSN else { return }
    for discarded in lsn + 1...node.durable.lastLSN {
      effects.note(.discarded(node.durable.entry(at: discarded).operation, at: node.id))
    }
    node.durable.entries.truncate(to: Int(lsn - node.durable.base.lsn))
    let (heartbeat, unheard) = (node.volatile.heartbeat, node.volatile.unheard)
    node.volatile = boot(node.id, configuration: configuration, durable: node.durable)
    node.volatile.heartbeat = heartbeat
    node.volatile.unheard = unheard
    effects.cancelTimer(.apply)
  }

  /// Learns how far the leader has committed.
  private static func learn(
    _ committed: LogPosition, _ node: inout Node<SingleLeader>, _ configuration: Configuration
  ) {
    guard node.id != configuration.leader, committed > node.volatile.committed else { return }
    node.volatile.committed = committed
    show(&node, configuration)
  }

  /// Lets reads on commit see what is both applied and committed.
  static func show(_ node: inout Node<SingleLeader>, _ configuration: Configuration) {
    let end = min(node.volatile.committed.lsn, node.volatile.applied.lsn)
    guard node.volatile.visible.lsn < end else { return }
    node.volatile.visible = node.durable.position(at: end)
    if configuration.visibility == .onCommit { bringUpCommittedState(&node) }
  }

  /// Applies to the committed state what has become visible. O(entries not applied to it yet).
  static func bringUpCommittedState(_ node: inout Node<SingleLeader>) {
    while node.volatile.committedStateLSN < node.volatile.visible.lsn {
      node.volatile.committedStateLSN += 1
      let entry = node.durable.entry(at: node.volatile.committedStateLSN)
      _ = node.volatile.committedState.apply(
        entry.call, at: entry.position, by: entry.operation, session: entry.session)
    }
  }

  /// A follower has less than the leader thought: go back to where it is.
  private static func refused(
    after position: LogPosition, by follower: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    guard let index = configuration.followers.firstIndex(of: follower) else { return }
    node.volatile.acknowledged[index] = min(position.lsn, node.durable.lastLSN)
    node.volatile.unheard.removeAll { $0 == follower }
    if node.volatile.acknowledged[index] == node.durable.lastLSN {
      // Nothing to send: an answer all the same, so that a restarted follower knows it was heard.
      effects.cancelTimer(.retransmission(follower))
      effects.send(.commit(node.volatile.committed), to: follower)
    }
    resend(to: follower, &node, configuration, &effects, .foreground)
  }
}
