import Histories
import Simulation

extension SingleLeader {
  // MARK: Requests

  static func serve(
    _ request: ClientRequest, node: inout Node<SingleLeader>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<SingleLeader>
  ) {
    if request.call.isReadOnly {
      read(request, node: &node, configuration, &effects)
    } else if node.id != configuration.leader {
      effects.reply(to: request, .redirect(configuration.leader))
    } else {
      write(request, node: &node, at: now, configuration, &effects)
    }
  }

  /// A local read: what this replica's state holds now.
  private static func read(
    _ request: ClientRequest, node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let onCommit = configuration.visibility == .onCommit
    if onCommit { bringUpCommittedState(&node) }
    var state = onCommit ? node.volatile.committedState : node.volatile.state
    let position = onCommit ? node.volatile.visible : node.volatile.applied
    let outcome = state.apply(
      request.call, at: position, by: request.operation, session: request.session)
    effects.reply(
      to: request,
      .outcome(
        outcome, position: position,
        observation: observation(
          node.id, through: position, readsFrom: state.readsFrom(request.call), configuration)))
  }

  /// Appends a write, ships it, and answers when the acknowledgement condition is met.
  ///
  /// The outcome is decided at once against the whole log. A call that changes nothing (a failed
  /// condition) takes no entry, and its answer waits until everything it depended on is committed.
  private static func write(
    _ request: ClientRequest, node: inout Node<SingleLeader>, at now: LocalTime,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    let previous = node.durable.last
    let position = LogPosition(epoch: node.durable.epoch, lsn: node.durable.lastLSN + 1)
    let readsFrom = node.volatile.state.readsFrom(request.call)
    let digest = node.volatile.state.digest
    let outcome = node.volatile.state.apply(
      request.call, at: position, by: request.operation, session: request.session)
    let takesEntry = node.volatile.state.belongsInLog(request.call, outcome, since: digest)
    let lsn = takesEntry ? position.lsn : previous.lsn
    node.volatile.waiting.append(
      WaitingReply(lsn: lsn, request: request, outcome: outcome, readsFrom: readsFrom))
    guard takesEntry else { return commit(&node, configuration, &effects) }
    let entry = Entry(
      position: position, operation: request.operation, session: request.session,
      call: request.call, stamp: now)
    node.durable.entries.append(entry)
    node.volatile.applied = position
    effects.note(
      .placed(
        request.operation, log: configuration.log, position: position, previous: previous))
    ship(entry, previous, &node, configuration, &effects)
    commit(&node, configuration, &effects)
  }

  private static func ship(
    _ entry: Entry, _ previous: LogPosition, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    var index = 0
    for follower in configuration.members where follower != configuration.leader {
      effects.send(
        .append(entry: entry, previous: previous, committed: node.volatile.committed),
        to: follower)
      if node.volatile.acknowledged[index] == previous.lsn {
        effects.setTimer(
          .retransmission(follower), after: configuration.retransmissionTimeout, .background)
      }
      index += 1
    }
  }

  // MARK: Shipping again

  /// Sends everything that the follower has not acknowledged, in order.
  static func resend(
    to follower: NodeID, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>, _ visit: Visit
  ) {
    guard node.id == configuration.leader,
      let index = configuration.followers.firstIndex(of: follower)
    else { return }
    let from = max(node.volatile.acknowledged[index], node.durable.base.lsn)
    guard from < node.durable.lastLSN else { return }
    for lsn in from + 1...min(node.durable.lastLSN, from + resendWindow) {
      effects.send(
        .append(
          entry: node.durable.entry(at: lsn), previous: node.durable.position(at: lsn - 1),
          committed: node.volatile.committed),
        to: follower, visit)
    }
    effects.setTimer(
      .retransmission(follower), after: configuration.retransmissionTimeout, .background)
  }

  /// How many entries are resent at once; acknowledgements ask for the rest.
  private static var resendWindow: Int64 { 64 }

  static func beat(
    _ node: inout Node<SingleLeader>, at now: LocalTime, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard node.id == configuration.leader else { return }
    node.volatile.beatingEvery = configuration.heartbeatInterval
    guard configuration.heartbeatInterval > .zero else {
      return effects.cancelTimer(.heartbeat)
    }
    node.volatile.heartbeat = now
    for follower in configuration.followers {
      effects.send(.heartbeat(now), to: follower, .background)
    }
    effects.setTimer(.heartbeat, after: configuration.heartbeatInterval, .background)
  }

  static func observation(
    _ node: NodeID, through position: LogPosition, readsFrom: ReadsFrom,
    _ configuration: Configuration
  ) -> Observation {
    // The instant is stamped by the kernel, which alone knows true time.
    Observation(
      node: node, servedAt: .zero, visibility: .prefix(of: configuration.log, through: position),
      readsFrom: readsFrom)
  }
}
