import Histories
import Simulation

extension SingleLeader {
  // MARK: Requests

  static func serve(
    _ request: ClientRequest, node: inout Node<SingleLeader>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<SingleLeader>
  ) {
    if request.call.isReadOnly {
      read(request, &node, configuration, &effects)
    } else if node.volatile.leads {
      write(request, node: &node, at: now, configuration, &effects)
    } else {
      turnAway(request, to: node.volatile.leader, &effects)
    }
  }

  /// Sends a request that has had no effect to the leader that the node knows, or refuses it.
  static func turnAway(
    _ request: ClientRequest, to leader: NodeID?, _ effects: inout Effects<SingleLeader>
  ) {
    if let leader {
      effects.reply(to: request, .redirect(leader))
    } else {
      effects.reply(
        to: request, .outcome(.fail(.notLeader), position: nil, observation: nil))
    }
  }

  /// Appends a write, ships it, and answers when the acknowledgement condition is met.
  ///
  /// The outcome is decided at once against the whole log. A call that changes nothing (a failed
  /// condition) takes no entry, and its answer waits until everything it depended on is committed;
  /// under read-index also until a majority confirms that nobody else has led since it came.
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
    let reply = WaitingReply(lsn: lsn, request: request, outcome: outcome, readsFrom: readsFrom)
    if !takesEntry, configuration.leaderReads == .readIndex {
      return confirm(.decision(reply), through: lsn, &node, configuration, &effects)
    }
    node.volatile.waiting.append(reply)
    guard takesEntry else { return commit(&node, configuration, &effects) }
    let entry = Entry(
      position: position, operation: request.operation, session: request.session,
      call: request.call, stamp: now,
      dependencies: request.dependencies.without(configuration.log))
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
    for follower in node.volatile.peers {
      effects.send(
        .append(
          entry: entry, previous: previous, committed: node.volatile.committed,
          node.volatile.claim),
        to: follower)
      if node.volatile.acknowledged[index] == previous.lsn {
        effects.setTimer(
          .retransmission(follower), after: configuration.retransmissionTimeout, .background)
      }
      index += 1
    }
  }

  // MARK: Shipping again

  /// Sends everything that the follower has not acknowledged, in order. One that has everything and
  /// has not taken over the leader's log is told again who leads.
  static func resend(
    to follower: NodeID, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>, _ visit: Visit
  ) {
    guard node.volatile.leads, let index = node.volatile.peers.firstIndex(of: follower) else {
      return
    }
    let from = max(node.volatile.acknowledged[index], node.durable.base.lsn)
    if from < node.durable.lastLSN {
      for lsn in from + 1...min(node.durable.lastLSN, from + resendWindow) {
        effects.send(
          .append(
            entry: node.durable.entry(at: lsn), previous: node.durable.position(at: lsn - 1),
            committed: node.volatile.committed, node.volatile.claim),
          to: follower, visit)
      }
    } else if !node.volatile.hasAdopted[index] {
      effects.send(
        .lead(node.volatile.claim, committed: node.volatile.committed), to: follower, visit)
    } else {
      return
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
    guard node.volatile.leads else { return }
    let interval = configuration.beatInterval
    node.volatile.beatingEvery = interval
    guard interval > .zero else { return effects.cancelTimer(.heartbeat) }
    node.volatile.heartbeat = now
    for follower in node.volatile.peers {
      effects.send(
        .heartbeat(now, committed: node.volatile.committed, node.volatile.claim), to: follower,
        .background)
    }
    effects.setTimer(.heartbeat, after: interval, .background)
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
