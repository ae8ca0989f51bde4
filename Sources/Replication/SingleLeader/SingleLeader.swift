import Histories
import Simulation

/// Single-leader replication by log shipping, with a fixed leader or with failover.
///
/// The leader orders all writes in one log and ships the entries to its followers, each link in
/// order. A follower takes the next entry only; it refuses gaps and ignores what it has. The leader
/// resends from the last acknowledged entry when the connection comes back or after a time-out.
///
/// Without failover nobody takes over from the leader. Guaranteed: every replica's log is a prefix of
/// the leader's as long as the leader keeps its disk. Not guaranteed: anything about reads at
/// followers; and an acknowledged write survives the loss of the leader's disk only where followers
/// had to acknowledge it.
///
/// With failover a follower that hears no heartbeat stands for leader of the next epoch. Epochs and
/// votes are those of Raft (Ongaro and Ousterhout 2014, §5.2); which log is chosen, and what is
/// committed by it, follows Viewstamped Replication Revisited (Liskov and Cowling 2012): a node
/// remembers the last epoch whose leader's log it has *adopted*, an acknowledgement counts only in the
/// epoch of the leader that counts it, and votes compare (adopted epoch, last LSN). An entry of
/// an older epoch is committed when enough nodes have adopted the newer one, so a new leader writes
/// no entry of its own.
///
/// Guaranteed with `majority-vote`, acknowledgement by a majority, `fencing` and `log-check`, while
/// nodes keep their disks: no two committed entries differ at one LSN, and no acknowledged write is lost,
/// whatever messages and processes do; with `read-index` and `sync` the store is linearizable. Each
/// switch weakened alone, `step-down` apart, gives that up: `docs/PROTOCOLS.md` says how.
/// Never guaranteed: that anything is answered while no majority can talk (Fischer, Lynch and
/// Paterson 1985).
public enum SingleLeader: SimulatedProtocol {
  public static let steps: [StepName] = []

  public static func format(_ id: NodeID, configuration: Configuration) -> Durable {
    Durable(
      epoch: 1, base: LogPosition(epoch: 1, lsn: configuration.baseLSN))
  }

  public static func boot(
    _ id: NodeID, configuration: Configuration, durable: Durable
  ) -> Volatile {
    var state = KeyValueState()
    let before = configuration.baseLSN - Int64(configuration.initial.count)
    for (index, initial) in configuration.initial.enumerated() {
      state.set(
        initial.key, initial.value,
        position: LogPosition(epoch: 1, lsn: before + Int64(index) + 1),
        writer: nil)
    }
    let peers = configuration.members.filter { $0 != id }
    var memory = Volatile(
      applied: durable.base, visible: durable.base, committedStateLSN: durable.base.lsn,
      committed: durable.base, peers: peers,
      claim: Claim(epoch: durable.epoch, start: durable.last),
      acknowledged: ContiguousArray(repeating: durable.base.lsn, count: peers.count),
      hasAdopted: ContiguousArray(repeating: true, count: peers.count))
    memory.committedState = state
    memory.election.isOn = configuration.hasFailover
    if !configuration.hasFailover {
      memory.leader = durable.lastLeader ?? configuration.leader
      memory.leads = memory.leader == id
    }
    for entry in durable.entries {
      // What it had held back it holds back still.
      let isFree = entry.dependencies.isEmpty || entry.position.lsn <= durable.checkedLSN
      guard isFree || memory.leads || !configuration.checksDependencies else { break }
      _ = state.apply(
        entry.call, at: entry.position, by: entry.operation, session: entry.session)
      memory.applied = entry.position
    }
    memory.state = state
    return memory
  }

  // MARK: For the kernel

  /// With failover every member takes writes, if only to say who leads.
  public static func candidates(for call: Call, configuration: Configuration) -> [NodeID] {
    call.isReadOnly || configuration.hasFailover
      ? configuration.leaderFirst : [configuration.leader]
  }

  public static func authority(
    asSeenBy node: Node<SingleLeader>, configuration: Configuration
  ) -> NodeID? {
    node.volatile.leader
  }

  /// By what reads see. Positions are compared by epoch first: the entry of a position on a tail that
  /// was thrown away counts as reflected once the node has come to a newer epoch.
  public static func reflects(
    _ position: LogPosition, for call: Call, node: Node<SingleLeader>,
    configuration: Configuration
  ) -> Bool {
    (configuration.visibility == .onCommit ? node.volatile.visible : node.volatile.applied)
      >= position
  }

  public static func newestHeartbeat(seenBy node: Node<SingleLeader>) -> LocalTime? {
    node.volatile.leads ? nil : node.volatile.heartbeat
  }

  public static func notes(
    ofCrash node: Node<SingleLeader>, configuration: Configuration
  ) -> [Note] {
    guard node.volatile.leads else { return [] }
    return [.ceases(node.id, of: configuration.log, epoch: node.durable.epoch)]
  }
}
