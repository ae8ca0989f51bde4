import Histories
import Simulation

/// What a replica holds and lacks at the shown position.
extension Trace {
  func explain(_ key: Key, at node: NodeID) -> Explanation {
    var builder = ExplanationBuilder(self)
    let name = names[node]
    let states = run.simulation.nodeStates(at: run.clock)
    let state = states[Int(node.index)]
    let cell = state.inspection.cells.first { $0.key == key }
    let held = cell.map { "\($0.value)" } ?? "nothing"
    guard case .prefix(let log, let through) = state.inspection.visibility,
      let backlog = run.branch.judgement.monitor.backlog(
        of: key, in: log, applied: cell?.reflects ?? through, asOf: end - 1, at: run.clock)
    else {
      return explain(origin: key, at: node, cell, held)
    }
    // What no log holds any more is not late: it is lost.
    guard run.isHeld(backlog.oldest, among: states) || discard(of: backlog.oldest) == nil else {
      return explain(rollbackOf: backlog.oldest, at: node)
    }
    builder.explainAbsence(
      of: backlog.oldest, at: node, after: end - 1, showing: cell?.reflects ?? through)
    builder.explainStatus(of: node, state.status)
    builder.explainRivals(of: node, in: log, at: end - 1)
    let age = backlog.oldestCommit.map { ", committed \(run.clock - $0) ms ago" } ?? ""
    let more = backlog.entries > 1 ? " \(backlog.entries) versions are missing." : ""
    let summary =
      run.isHeld(backlog.oldest, among: [state])
      ? "\(name) shows \(held); it has \(whose(backlog.oldest))\(age), and does not show that yet."
      : "\(name) holds \(held) and lacks \(whose(backlog.oldest))\(age)."
    return builder.explanation(title: "Why \(key) at \(name) is stale", summary: summary + more)
  }

  private func explain(
    origin key: Key, at node: NodeID, _ cell: NodeInspection.Cell?, _ held: String
  ) -> Explanation {
    var builder = ExplanationBuilder(self)
    let name = names[node]
    let title = "Where \(key) = \(held) at \(name) comes from"
    guard let writer = cell?.writer else {
      builder.add("\(name) began with it.", at: -1, place: name, decides: true)
      return builder.explanation(title: title, summary: "Nothing has been written to \(key) there.")
    }
    let placement = builder.explainWrite(writer)
    if let placement, placement.node != node,
      let copy = copies(of: placement, to: node).first(where: { $0.fate(events: end) == .delivered }
      )
    {
      builder.explainJourney(of: copy, .copy, after: end - 1)
      builder.decide(at: copy.decidedEvent)
    }
    if let placement { builder.decide(at: placement.event) }
    return builder.explanation(
      title: title, summary: "It is \(whose(writer)); nothing newer is committed.")
  }

  func explain(replica node: NodeID) -> Explanation {
    var builder = ExplanationBuilder(self)
    let name = names[node]
    let states = run.simulation.nodeStates(at: run.clock)
    let state = states[Int(node.index)]
    builder.explainStatus(of: node, state.status)
    let lag = run.lag(of: state, among: states)
    if lag.entries > 0, state.inspection.isReplica,
      case .prefix(let log, let through) = state.inspection.visibility,
      let backlog = run.branch.judgement.monitor.backlog(
        of: log, applied: through, asOf: end - 1, at: run.clock)
    {
      builder.explainAbsence(of: backlog.oldest, at: node, after: end - 1, showing: through)
      let age =
        backlog.oldestCommit.map { "; the oldest was committed \(run.clock - $0) ms ago" } ?? ""
      let words = "\(lag.entries) committed \(lag.entries == 1 ? "entry" : "entries")"
      return builder.explanation(
        title: "Why \(name) is behind",
        summary: run.isHeld(backlog.oldest, among: [state])
          ? "\(name) does not show \(words)\(age), and is in its log."
          : "\(name) lacks \(words)\(age).")
    }
    let leading = run.branch.judgement.monitor.leaders(asOf: end - 1).last { $0.node == node }
    if let leading { builder.explainElection(of: node, epoch: leading.epoch, decides: true) }
    if builder.steps.isEmpty, state.inspection.isReplica {
      builder.explainNewest(of: state)
    }
    let status =
      switch state.status {
      case .up where !state.inspection.isReplica: "up; it keeps what it has fetched"
      case .up: leading == nil ? "up, and lacks nothing that is committed" : "the leader"
      case .crashed: "down"
      case .paused: "paused"
      }
    return builder.explanation(title: "\(name) is \(status)", summary: "\(name) is \(status).")
  }
}

extension ExplanationBuilder {
  /// The newest entry of a replica's log, and how it came there.
  fileprivate mutating func explainNewest(of state: NodeState) {
    guard case .prefix(_, let through) = state.inspection.visibility,
      let write = trace.write(at: through, before: trace.end - 1),
      let placement = explainWrite(write)
    else {
      let name = trace.names[state.id]
      return add("\(name) holds what it began with.", at: -1, place: name)
    }
    let copy = trace.copies(of: placement, to: state.id).first {
      $0.fate(events: trace.end) == .delivered
    }
    if let copy { explainJourney(of: copy, .copy, after: trace.end - 1) }
  }

  /// Why a node does not run.
  mutating func explainStatus(of node: NodeID, _ status: NodeStatus) {
    switch status {
    case .up: break
    case .crashed:
      explainCrash(of: node, before: trace.end)
      if !hasDeciding, let last = steps.last?.eventIndex { decide(at: last) }
    case .paused:
      let pause = trace.intervention(before: trace.end) {
        if case .pause(node) = $0 { true } else { false }
      }
      if let pause { add(event: pause.eventIndex, decides: true) }
    }
  }
}
