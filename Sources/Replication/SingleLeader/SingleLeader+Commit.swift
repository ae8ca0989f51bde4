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
    if required > 0 { reached = min(reached, acknowledged(by: required, node.volatile)) }
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
        for follower in node.volatile.peers {
          effects.send(.commit(node.volatile.committed, node.volatile.claim), to: follower)
        }
      }
    }
    answer(&node, configuration, &effects)
    if !node.volatile.reads.pending.isEmpty { answerConfirmed(&node, configuration, &effects) }
  }

  /// The last LSN that at least `required` followers have, of those that have taken over the
  /// leader's log. O(followers squared): there are few, and sorting them would allocate.
  private static func acknowledged(by required: Int, _ leader: borrowing Volatile) -> Int64 {
    var reached = Int64.min
    for index in leader.acknowledged.indices where leader.hasAdopted[index] {
      let candidate = leader.acknowledged[index]
      guard candidate > reached else { continue }
      var count = 0
      for other in leader.acknowledged.indices
      where leader.hasAdopted[other] && leader.acknowledged[other] >= candidate { count += 1 }
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
      answer(first, &node, configuration, &effects)
    }
  }

  /// Answers with an outcome that was decided when the request came.
  static func answer(
    _ reply: WaitingReply, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let position = node.durable.position(at: reply.lsn)
    effects.reply(
      to: reply.request,
      .outcome(
        reply.outcome, position: position,
        observation: observation(
          node.id, through: position, readsFrom: reply.readsFrom, configuration)))
  }

  // MARK: What followers say

  static func acknowledged(
    _ position: LogPosition, epoch: Int, by follower: NodeID, _ node: inout Node<SingleLeader>,
    _ configuration: Configuration, _ effects: inout Effects<SingleLeader>
  ) {
    if position == node.durable.last { node.volatile.unheard.removeAll { $0 == follower } }
    guard node.volatile.leads, let index = node.volatile.peers.firstIndex(of: follower) else {
      return
    }
    if configuration.hasFailover {
      guard counts(position, epoch, index, &node) else { return }
    } else {
      guard position.lsn > node.volatile.acknowledged[index] else { return }
      node.volatile.acknowledged[index] = min(position.lsn, node.durable.lastLSN)
    }
    if node.volatile.acknowledged[index] == node.durable.lastLSN {
      effects.cancelTimer(.retransmission(follower))
    } else {
      effects.setTimer(
        .retransmission(follower), after: configuration.retransmissionTimeout, .background)
    }
    commit(&node, configuration, &effects)
  }

  /// Takes down an acknowledgement; false when it changes nothing that counts. Only those of the
  /// leader's own epoch count; others at most say from where on to send.
  private static func counts(
    _ position: LogPosition, _ epoch: Int, _ index: Int, _ node: inout Node<SingleLeader>
  ) -> Bool {
    let lsn = min(position.lsn, node.durable.lastLSN)
    if epoch == node.durable.epoch {
      guard !node.volatile.hasAdopted[index] || lsn > node.volatile.acknowledged[index] else {
        return false
      }
      node.volatile.hasAdopted[index] = true
      node.volatile.acknowledged[index] = lsn
      return true
    }
    if epoch == 0, !node.volatile.hasAdopted[index] { node.volatile.acknowledged[index] = lsn }
    return false
  }

  /// A follower has less than the leader thought: go back to where it is.
  static func refused(
    after position: LogPosition, epoch: Int, by follower: NodeID,
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard node.volatile.leads, let index = node.volatile.peers.firstIndex(of: follower) else {
      return
    }
    if configuration.hasFailover {
      guard goesBack(to: position, epoch, index, &node) else {
        // A gap that came late may have undone an acknowledgement: see to it that it is made good.
        return effects.setTimer(
          .retransmission(follower), after: configuration.retransmissionTimeout, .background)
      }
    } else {
      node.volatile.acknowledged[index] = min(position.lsn, node.durable.lastLSN)
    }
    node.volatile.unheard.removeAll { $0 == follower }
    if node.volatile.acknowledged[index] == node.durable.lastLSN, node.volatile.hasAdopted[index] {
      // Nothing to send: an answer all the same, so that a restarted follower knows it was heard.
      effects.cancelTimer(.retransmission(follower))
      effects.send(.commit(node.volatile.committed, node.volatile.claim), to: follower)
    }
    resend(to: follower, &node, configuration, &effects, .foreground)
    if configuration.hasFailover || configuration.leaderReads == .readIndex {
      commit(&node, configuration, &effects)
    }
  }

  /// Finds the place up to which a follower's log may agree; false when it was told so already.
  ///
  /// Epochs never decrease along a log, so nothing of a newer epoch than that of the follower's last
  /// entry can be in it. What may be there and differs, the follower finds out when it takes entries.
  private static func goesBack(
    to position: LogPosition, _ epoch: Int, _ index: Int, _ node: inout Node<SingleLeader>
  ) -> Bool {
    guard epoch == 0 || epoch == node.durable.epoch else { return false }
    var lsn = min(position.lsn, node.durable.lastLSN)
    while lsn > node.durable.base.lsn, node.durable.position(at: lsn).epoch > position.epoch {
      lsn -= 1
    }
    node.volatile.hasAdopted[index] = epoch == node.durable.epoch
    node.volatile.acknowledged[index] = lsn
    if lsn < node.durable.lastLSN {
      if node.volatile.election.answeredGaps.isEmpty {
        node.volatile.election.answeredGaps = ContiguousArray(
          repeating: -1, count: node.volatile.peers.count)
      }
      guard node.volatile.election.answeredGaps[index] != lsn else { return false }
      node.volatile.election.answeredGaps[index] = lsn
    }
    return true
  }

  /// The next gap of this follower is answered whatever it says: what was sent may be lost.
  static func forgetAnsweredGap(of follower: NodeID, _ node: inout Node<SingleLeader>) {
    guard !node.volatile.election.answeredGaps.isEmpty,
      let index = node.volatile.peers.firstIndex(of: follower)
    else { return }
    node.volatile.election.answeredGaps[index] = -1
  }
}
