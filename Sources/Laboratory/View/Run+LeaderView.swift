import Checkers
import Histories
import Simulation

extension Run {
  /// Whether two nodes believe at the shown position that they lead one log.
  var hasTwoLeaders: Bool {
    branch.judgement.monitor.leaderOverlap(asOf: position - 1).map { $0.until == nil } ?? false
  }

  /// That two nodes believe or believed that they lead, though nothing came of it; else empty.
  func leaderWarning() -> String {
    guard let overlap = branch.judgement.monitor.leaderOverlap(asOf: position - 1) else {
      return ""
    }
    let one = "\(names[overlap.earlier.node]) (epoch \(overlap.earlier.epoch))"
    let other = "\(names[overlap.later.node]) (epoch \(overlap.later.epoch))"
    guard let until = overlap.until else {
      return "warning: \(one) and \(other) both believe that they lead, since \(overlap.since); "
        + "they have not committed on different lines of the log"
    }
    return "\(one) and \(other) both believed that they lead, from \(overlap.since) to \(until); "
      + "they did not commit on different lines of the log"
  }

  func rollbackViews(_ index: RollbackIndex, most: Int) -> [RollbackView] {
    let history = simulation.recording.history
    return index.lines(events: position).suffix(most).map { line in
      let write = history[line.operation]
      return RollbackView(
        write: write.call.assignment, client: names[write.process],
        acknowledged: line.acknowledged, node: names[line.node], time: line.time,
        eventIndex: line.eventIndex)
    }
  }

  func logLine(
    _ line: NodeInspection.LogLine, of state: NodeState, among states: [NodeState]
  ) -> LogLineView {
    var view = LogLineView(
      position: line.position, text: line.call.assignment, operation: line.operation,
      isCommitted: line.isCommitted)
    view.isHeld = line.position.lsn > state.inspection.progress.applied.lsn
    guard state.inspection.role != "leader" else { return view }
    view.dependencies = line.dependencies.prefixes.compactMap { prefix in
      shards.neighbour(of: state.id, in: prefix.log).map {
        dependency(prefix, shownAt: states[Int($0.index)], among: states)
      }
    }
    return view
  }

  private func dependency(
    _ prefix: LogPrefix, shownAt neighbour: NodeState, among states: [NodeState]
  ) -> DependencyView {
    var isShown = false
    if case .prefix(_, let through) = neighbour.inspection.visibility {
      isShown = through >= prefix.through
    }
    let entry = states.lazy.filter { $0.inspection.logID == prefix.log }
      .compactMap { $0.inspection.log.first { $0.position == prefix.through } }.first
    return DependencyView(
      shard: shards.name(of: prefix.log), position: prefix.through,
      write: entry?.call.assignment, neighbour: names[neighbour.id], isShown: isShown)
  }

  /// Elections, ends of leadership and truncations in a window of the diagram.
  func leaderMarks(from start: VirtualTime, to end: VirtualTime) -> [TimelineView.Mark] {
    let judgement = branch.judgement
    var marks: [TimelineView.Mark] = []
    let changes = judgement.leaderChanges
    let first = changes.bisect { $0.time < start }
    let last = changes.bisect { $0.eventIndex < position && $0.time <= end }
    if first < last {
      // Who leads from the start was not elected.
      let shown = changes[first..<last].suffix(50).filter { $0.eventIndex >= 0 && !isCrash($0) }
      marks += shown.map { change in
        TimelineView.Mark(
          time: change.time, eventIndex: change.eventIndex, node: names[change.node],
          text: change.begins ? "elected, epoch \(change.epoch)" : "stepped down",
          kind: change.begins ? .elected : .steppedDown)
      }
    }
    let rollbacks = judgement.rollbacks.lines(events: position)
    let from = rollbacks.bisect { $0.time < start }
    let history = simulation.recording.history
    marks += rollbacks.dropFirst(from).suffix(50).filter { $0.time <= end }.map { line in
      TimelineView.Mark(
        time: line.time, eventIndex: line.eventIndex, node: names[line.node],
        text: "rolled back \(history[line.operation].call.assignment)", kind: .rolledBack)
    }
    return marks
  }

  /// Whether a leader ceased to lead because it was crashed, which has a mark of its own.
  private func isCrash(_ change: LeaderChange) -> Bool {
    !change.begins
      && simulation.log.contains { entry in
        guard case .crash(let node, _) = entry.intervention else { return false }
        return node == change.node && entry.time == change.time
      }
  }
}

extension NodeInspection {
  /// The log of which its state is a prefix.
  var logID: LogID? {
    if case .prefix(let log, _) = visibility { log } else { nil }
  }
}

extension Call {
  /// As short as it can be said: `x=1`, and the call in words where it assigns no value.
  public var assignment: String {
    switch self {
    case .write(let key, let value): "\(key)=\(value)"
    default: summary
    }
  }
}
