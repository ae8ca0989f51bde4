import Histories
import Simulation

/// What is committed and yet held by no node: lost, so that no copy is late with it.
extension Run {
  /// The committed entries that a replica lacks and some node still holds, up or down, and the age of the
  /// oldest. A cache follows no log: it lacks the newer versions of what it holds, and of nothing else.
  func lag(of state: NodeState, among states: [NodeState]) -> (entries: Int, age: VirtualDuration) {
    guard case .prefix(let log, let applied) = state.inspection.visibility else {
      return (0, .zero)
    }
    guard state.inspection.isReplica else { return cacheLag(of: state, in: log, applied) }
    return lag(
      of: log, applied: applied,
      received: states.lazy.compactMap { self.received(by: $0, of: log) },
      events: position, at: clock)
  }

  /// The same from positions alone. The lost entries are the newest of the line: whoever lacks the
  /// fewest has received all that is left of it. Positions are looked at until one lacks nothing.
  func lag(
    of log: LogID, applied: LogPosition, received: some Sequence<LogPosition>,
    events count: Int, at instant: VirtualTime
  ) -> (entries: Int, age: VirtualDuration) {
    let judgement = branch.judgement
    func lacking(_ position: LogPosition) -> (entries: Int, age: VirtualDuration) {
      judgement.lag(of: log, applied: position, events: count, at: instant)
    }
    let own = lacking(applied)
    guard own.entries > 0 else { return own }
    var lost = own.entries
    for position in received {
      lost = min(lost, lacking(position).entries)
      if lost == 0 { break }
    }
    return own.entries > lost ? (own.entries - lost, own.age) : (0, .zero)
  }

  /// The newer committed versions of a key that a copy lacks and some node still holds; nil for none.
  func staleness(
    of key: Key, in log: LogID, reflecting position: LogPosition, among states: [NodeState]
  ) -> (versions: Int, age: VirtualDuration)? {
    let judgement = branch.judgement
    func lacking(_ position: LogPosition) -> (versions: Int, age: VirtualDuration)? {
      judgement.staleness(
        of: key, in: log, applied: position, events: self.position, at: clock)
    }
    guard let own = lacking(position) else { return nil }
    var lost = own.versions
    for other in states.lazy.compactMap({ self.received(by: $0, of: log) }) {
      lost = min(lost, lacking(other)?.versions ?? 0)
      if lost == 0 { break }
    }
    return own.versions > lost ? (own.versions - lost, own.age) : nil
  }

  /// Whether some node has the write in its log, up or down.
  func isHeld(_ write: OperationID, among states: [NodeState]) -> Bool {
    states.contains { state in
      guard case .prefix(let log, _) = state.inspection.visibility, state.inspection.isReplica
      else { return false }
      return branch.judgement.monitor.isHeld(
        write, in: log, through: state.inspection.progress.received)
    }
  }

  /// How far a replica of the log has received it; nil for whoever follows another, or none.
  func received(by state: NodeState, of log: LogID) -> LogPosition? {
    guard case .prefix(log, _) = state.inspection.visibility, state.inspection.isReplica else {
      return nil
    }
    return state.inspection.progress.received
  }
}
