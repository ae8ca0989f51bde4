import Histories
import Simulation

extension SingleLeader {
  /// Moves the commit position as far as the acknowledgement condition allows, and answers.
  static func commit(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let required = configuration.requiredFollowers
    var reached = node.durable.lastLSN
    if required > 0 {
      reached = min(reached, acknowledged(by: required, of: node.volatile.acknowledged))
    }
    let before = node.volatile.committed.lsn
    if reached > before {
      let told = max(before, node.durable.reportedCommit)
      if told < reached {
        var lsn = told
        while lsn < reached {
          lsn += 1
          effects.note(.committed(node.durable.entry(at: lsn).operation))
        }
        node.durable.reportedCommit = reached
      }
      node.volatile.committed = node.durable.position(at: reached)
      show(&node, configuration)
      if configuration.visibility == .onCommit, required > 0 {
        for follower in configuration.followers {
          effects.send(.commit(node.volatile.committed), to: follower)
        }
      }
    }
    answer(&node, configuration, &effects)
  }

  /// The last LSN that at least `required` followers have. O(followers squared): there are few, and
  /// sorting them would allocate.
  private static func acknowledged(by required: Int, of followers: ContiguousArray<Int64>) -> Int64
  {
    var reached = Int64.min
    for candidate in followers where candidate > reached {
      var count = 0
      for other in followers where other >= candidate { count += 1 }
      if count >= required { reached = candidate }
    }
    return reached
  }

  private static func answer(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    while let first = node.volatile.waiting.first, first.lsn <= node.volatile.committed.lsn {
      node.volatile.waiting.dropFirst()
      let position = node.durable.position(at: first.lsn)
      effects.reply(
        to: first.request,
        .outcome(
          first.outcome, position: position,
          observation: observation(
            node.id, through: position, readsFrom: first.readsFrom, configuration)))
    }
  }

  static func acknowledged(
    _ position: LogPosition, by follower: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    if position == node.durable.last { node.volatile.unheard.removeAll { $0 == follower } }
    guard let index = configuration.followers.firstIndex(of: follower),
      position.lsn > node.volatile.acknowledged[index]
    else { return }
    node.volatile.acknowledged[index] = min(position.lsn, node.durable.lastLSN)
    if node.volatile.acknowledged[index] == node.durable.lastLSN {
      effects.cancelTimer(.retransmission(follower))
    } else {
      effects.setTimer(
        .retransmission(follower), after: configuration.retransmissionTimeout, .background)
    }
    commit(&node, configuration, &effects)
  }
}
