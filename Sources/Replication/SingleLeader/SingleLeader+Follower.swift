import Histories
import Simulation

extension SingleLeader {
  static func receive(
    _ message: Message, from sender: NodeID, node: inout Node<SingleLeader>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<SingleLeader>
  ) {
    switch message {
    case .append(let entry, let previous, let committed, let claim):
      guard admit(claim, from: sender, .answers, &node, configuration, &effects) else { return }
      accept(entry, after: previous, claim, from: sender, &node, configuration, &effects)
      learn(committed, claim, &node, configuration, &effects)
      heard(sender, through: previous, &node, &effects)
    case .acknowledge(let position, let epoch):
      acknowledged(position, epoch: epoch, by: sender, &node, configuration, &effects)
    case .gap(let position, let epoch):
      refused(after: position, epoch: epoch, by: sender, &node, configuration, &effects)
    case .commit(let position, let claim):
      guard admit(claim, from: sender, .greets, &node, configuration, &effects) else { return }
      learn(position, claim, &node, configuration, &effects)
      heard(sender, through: position, &node, &effects)
    case .resume(let end):
      node.volatile.unheard = []
      effects.cancelTimer(.retransmission(sender))
      truncate(to: max(end.lsn, node.durable.base.lsn), &node, configuration, &effects)
      effects.send(.gap(after: node.durable.last, epoch: 0), to: sender)
    case .heartbeat(let stamp, let committed, let claim):
      guard admit(claim, from: sender, .greetsBackground, &node, configuration, &effects) else {
        return
      }
      node.volatile.heartbeat = max(node.volatile.heartbeat ?? stamp, stamp)
      guard configuration.hasFailover else { return }
      armDetector(node, configuration, &effects)
      learn(committed, claim, &node, configuration, &effects)
    case .check, .shows:
      receiveDependency(message, from: sender, &node, configuration, &effects)
    default: receiveElection(message, from: sender, &node, at: now, configuration, &effects)
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
    _ entry: Entry, after previous: LogPosition, _ claim: Claim, from leader: NodeID,
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    if entry.position.lsn <= node.durable.lastLSN {
      if entry.position == node.durable.position(at: entry.position.lsn) {
        // Beyond this entry the log may be another, as long as the leader's is not adopted.
        let agreed = configuration.hasFailover ? entry.position : node.durable.last
        return effects.send(
          .acknowledge(agreed, epoch: adoptedEpoch(claim, node)), to: leader)
      }
      truncate(to: entry.position.lsn - 1, &node, configuration, &effects)
    }
    guard previous == node.durable.last else {
      if previous.lsn <= node.durable.lastLSN {
        truncate(to: max(previous.lsn - 1, node.durable.base.lsn), &node, configuration, &effects)
      }
      return effects.send(
        .gap(after: node.durable.last, epoch: adoptedEpoch(claim, node)), to: leader)
    }
    node.durable.entries.append(entry)
    applyReady(&node, configuration, &effects)
    if configuration.hasFailover { adopt(claim, &node, configuration, &effects) }
    effects.send(.acknowledge(entry.position, epoch: adoptedEpoch(claim, node)), to: leader)
  }

  static func apply(_ entry: Entry, _ node: inout Node<SingleLeader>) {
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
    if !node.volatile.reads.synced.isEmpty { answerSynced(&node, configuration, &effects) }
    applyReady(&node, configuration, &effects)
  }

  /// Applies at once what a slow applier still has before it: who leads decides against everything.
  static func applyAll(_ node: inout Node<SingleLeader>, _ effects: inout Effects<SingleLeader>) {
    node.volatile.isApplying = false
    effects.cancelTimer(.apply)
    forgetDependencies(&node, &effects)
    while node.volatile.applied.lsn < node.durable.lastLSN {
      apply(node.durable.entry(at: node.volatile.applied.lsn + 1), &node)
    }
  }

  /// Throws away a tail that the leader does not have, and what was computed from it.
  static func truncate(
    to lsn: Int64, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard lsn < node.durable.lastLSN else { return }
    for discarded in lsn + 1...node.durable.lastLSN {
      effects.note(.discarded(node.durable.entry(at: discarded).operation, at: node.id))
    }
    node.durable.entries.truncate(to: Int(lsn - node.durable.base.lsn))
    node.durable.reportedCommit = min(node.durable.reportedCommit, lsn)
    node.durable.checkedLSN = min(node.durable.checkedLSN, lsn)
    let known = node.durable.position(at: min(node.volatile.committed.lsn, lsn))
    let fresh = boot(node.id, configuration: configuration, durable: node.durable)
    node.volatile.state = fresh.state
    node.volatile.applied = fresh.applied
    node.volatile.visible = fresh.visible
    node.volatile.committedState = fresh.committedState
    node.volatile.committedStateLSN = fresh.committedStateLSN
    node.volatile.isApplying = false
    // Without failover it is the leader that has lost its log, and says anew what is committed.
    node.volatile.committed = configuration.hasFailover ? known : fresh.committed
    effects.cancelTimer(.apply)
    show(&node, configuration)
  }

  /// Learns how far the leader has committed. With failover only once the leader's log is adopted:
  /// before, this log may hold something else at these places.
  static func learn(
    _ committed: LogPosition, _ claim: Claim, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    guard !node.volatile.leads else { return }
    let isNews = committed > node.volatile.committed
    if isNews, !configuration.hasFailover || adoptedEpoch(claim, node) != 0 {
      node.volatile.committed = committed
    }
    // It may have been known before the entries came.
    if isNews || configuration.hasFailover || !node.volatile.reads.synced.isEmpty {
      show(&node, configuration)
    }
    if !node.volatile.reads.synced.isEmpty { answerSynced(&node, configuration, &effects) }
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
}
