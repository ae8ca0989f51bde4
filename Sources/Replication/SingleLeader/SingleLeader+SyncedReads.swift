import Histories
import Simulation

/// Reads at a follower that see everything committed before they came.
extension SingleLeader {
  /// Asks the leader how far the log is committed.
  static func sync(
    _ request: ClientRequest, _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard let leader = node.volatile.leader else {
      return turnAway(request, to: nil, &effects)
    }
    node.volatile.reads.synced.append(SyncedRead(request: request))
    effects.send(.askIndex(Ticket(request)), to: leader)
    effects.setTimer(.readIndex, after: configuration.retransmissionTimeout, .background)
  }

  /// Asks again for the reads that have not heard: the question or the answer may be lost, or the
  /// leader replaced.
  static func askAgain(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    guard !node.volatile.leads, !node.volatile.reads.synced.isEmpty else { return }
    if let leader = node.volatile.leader {
      for read in node.volatile.reads.synced where read.index == nil {
        effects.send(.askIndex(Ticket(read.request)), to: leader, .background)
      }
    }
    effects.setTimer(.readIndex, after: configuration.retransmissionTimeout, .background)
  }

  /// The leader has said how far the log was committed when it was asked. Which leader does not
  /// matter: it was confirmed after the read came, and committed entries stay.
  static func told(
    _ index: Int64, _ committed: LogPosition, _ claim: Claim, for ticket: Ticket,
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    for place in node.volatile.reads.synced.indices
    where Ticket(node.volatile.reads.synced[place].request) == ticket {
      node.volatile.reads.synced[place].index = index
    }
    if !configuration.hasFailover || claim == node.volatile.claim {
      learn(committed, claim, &node, configuration, &effects)
    } else {
      answerSynced(&node, configuration, &effects)
    }
  }

  /// Answers the reads whose commit position this replica has reached.
  static func answerSynced(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let synced = node.volatile.reads.synced
    guard !synced.isEmpty else { return }
    node.volatile.reads.synced = []
    for read in synced {
      if let index = read.index, index <= node.volatile.visible.lsn {
        readLocally(read.request, committed: true, &node, configuration, &effects)
      } else {
        node.volatile.reads.synced.append(read)
      }
    }
    if node.volatile.reads.synced.isEmpty { effects.cancelTimer(.readIndex) }
  }

  /// The node has become the leader itself: its reads wait for confirmation like any other.
  static func leadSyncedReads(
    _ node: inout Node<SingleLeader>, _ configuration: Configuration,
    _ effects: inout Effects<SingleLeader>
  ) {
    let synced = node.volatile.reads.synced
    node.volatile.reads = Reads()
    effects.cancelTimer(.readIndex)
    for read in synced {
      let index = commitPosition(node.volatile)
      confirm(.read(read.request), through: index, &node, configuration, &effects)
    }
  }
}
