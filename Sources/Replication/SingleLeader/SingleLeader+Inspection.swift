import Histories
import Simulation

extension SingleLeader {
  public static func stateDigest(_ node: Node<SingleLeader>) -> UInt64 {
    node.volatile.state.digest
  }

  public static func progress(_ node: Node<SingleLeader>) -> Progress {
    Progress(applied: node.volatile.applied, received: node.durable.last)
  }

  public static func outstandingWork(
    _ node: Node<SingleLeader>, configuration: Configuration
  ) -> String? {
    if let peer = node.volatile.unheard.first {
      return "node \(peer.index) has not answered since the restart"
    }
    if configuration.hasFailover, let work = electionWork(node) { return work }
    if !node.volatile.dependencies.asked.isEmpty {
      return "the entry of lsn \(node.volatile.applied.lsn + 1) waits for what it depends on"
    }
    guard node.volatile.leads,
      let least = node.volatile.acknowledged.min(), least < node.durable.lastLSN
    else { return nil }
    return "entries after lsn \(least) are not acknowledged by every follower"
  }

  /// With failover: a node that knows no leader, or has not taken over the newest one's log.
  private static func electionWork(_ node: Node<SingleLeader>) -> String? {
    guard node.volatile.leads else {
      if node.volatile.leader == nil { return "it knows no leader" }
      if node.durable.adopted < node.durable.epoch {
        return "it has not taken over the log of epoch \(node.durable.epoch)"
      }
      return nil
    }
    guard let index = node.volatile.hasAdopted.firstIndex(of: false) else { return nil }
    return "node \(node.volatile.peers[index].index) has not taken over the log of epoch "
      + "\(node.durable.epoch)"
  }

  public static func inspect(
    _ node: Node<SingleLeader>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection {
    let isLeader = node.volatile.leads
    let onCommit = configuration.visibility == .onCommit
    let state = onCommit ? visibleState(node) : node.volatile.state
    let through = onCommit ? node.volatile.visible : node.volatile.applied
    var details: [(name: String, text: String)] = [
      ("epoch", String(node.durable.epoch)),
      ("log end", "lsn \(node.durable.lastLSN)"),
      ("committed", "lsn \(node.volatile.committed.lsn)"),
    ]
    if configuration.hasFailover { details += electionDetails(node) }
    if isLeader {
      for (index, follower) in node.volatile.peers.enumerated() {
        let lsn = node.volatile.acknowledged[index]
        details.append(
          (
            "follower \(follower.index) acknowledged",
            node.volatile.hasAdopted[index] ? "lsn \(lsn)" : "nothing in this epoch"
          ))
      }
      details.append(("replies waiting", String(node.volatile.waiting.count)))
    }
    var inspection = NodeInspection(
      role: isLeader ? "leader" : node.volatile.election.isCandidate ? "candidate" : "follower",
      progress: progress(node),
      cells: state.cells.entries.map { key, cell in
        NodeInspection.Cell(
          key: key, value: cell.value, version: version(cell.position), writer: cell.writer)
      },
      queueMeter: isLeader ? nil : queueMeter(node, at: now),
      heartbeatMeter: isLeader ? nil : node.volatile.heartbeat.map { now - $0 },
      details: details, visibility: .prefix(of: configuration.log, through: through))
    inspection.epoch = node.durable.epoch
    inspection.log = logLines(node, configuration)
    return inspection
  }

  /// `lsn 2`; with its epoch, `lsn 3:2`, once there has been more than one leader.
  private static func version(_ position: LogPosition) -> String {
    position.epoch > 1 ? "lsn \(position.epoch):\(position.lsn)" : "lsn \(position.lsn)"
  }

  /// The newest 32 entries, initial values among them. O(32).
  private static func logLines(
    _ node: Node<SingleLeader>, _ configuration: Configuration
  ) -> [NodeInspection.LogLine] {
    let last = node.durable.lastLSN
    guard last > 0 else { return [] }
    return (max(1, last - 31)...last).compactMap { lsn in
      let isCommitted = lsn <= node.volatile.committed.lsn
      if lsn > node.durable.base.lsn {
        let entry = node.durable.entry(at: lsn)
        var line = NodeInspection.LogLine(
          position: entry.position, call: entry.call, operation: entry.operation,
          isCommitted: isCommitted)
        line.dependencies = entry.dependencies
        return line
      }
      let place = lsn - configuration.baseLSN + Int64(configuration.initial.count)
      guard place > 0, place <= configuration.initial.count else { return nil }
      let initial = configuration.initial[Int(place) - 1]
      return NodeInspection.LogLine(
        position: LogPosition(epoch: 1, lsn: lsn), call: .write(initial.key, initial.value),
        operation: nil, isCommitted: true)
    }
  }

  private static func electionDetails(
    _ node: Node<SingleLeader>
  ) -> [(name: String, text: String)] {
    var details = [
      (name: "log of epoch", text: String(node.durable.adopted)),
      (name: "follows", text: node.volatile.leader.map { "node \($0.index)" } ?? "nobody"),
    ]
    if node.volatile.leads { details[1].text = "nobody: it leads" }
    if let candidate = node.durable.votedFor {
      details.append(("voted for", "node \(candidate.index)"))
    }
    if node.volatile.election.isCandidate {
      details.append(("votes", String(node.volatile.election.votes.count)))
    }
    let waiting = node.volatile.reads.pending.count + node.volatile.reads.synced.count
    if waiting > 0 { details.append(("reads waiting", String(waiting))) }
    return details
  }

  private static func visibleState(_ node: Node<SingleLeader>) -> KeyValueState {
    var copy = node
    bringUpCommittedState(&copy)
    return copy.volatile.committedState
  }

  /// "Seconds behind" as a follower computes it: the age of the oldest entry that it has received
  /// and not applied; 0 when its queue is empty, however much has not arrived.
  private static func queueMeter(
    _ node: Node<SingleLeader>, at now: LocalTime
  ) -> VirtualDuration {
    guard node.volatile.applied.lsn < node.durable.lastLSN else { return .zero }
    return now - node.durable.entry(at: node.volatile.applied.lsn + 1).stamp
  }
}
