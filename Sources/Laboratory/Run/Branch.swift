import Checkers
import Histories
import Simulation

/// One future of a run, with what has been judged of it.
public struct Branch: Sendable {
  public let name: String
  /// The branch and position that it left from; nil for the first.
  public let origin: Origin?

  public struct Origin: Hashable, Sendable {
    public let branch: String
    public let position: Int
  }

  public internal(set) var simulation: any SimulationRun
  /// The shown instant: at or after the last event, before the next one.
  public internal(set) var clock: VirtualTime
  /// Everything judged so far, up to the newest event.
  public internal(set) var monitor: GuaranteeMonitor
  var commits = CommitIndex()

  init(name: String, origin: Origin?, simulation: any SimulationRun, clock: VirtualTime) {
    self.name = name
    self.origin = origin
    self.simulation = simulation
    self.clock = clock
    monitor = GuaranteeMonitor(scope: .wholeReplica)
    judge()
  }

  /// Brings the live checks up to the newest event.
  mutating func judge() {
    let history = simulation.recording.history
    monitor.advance(over: history)
    commits.advance(over: history)
  }

  /// Lets the next event happen.
  mutating func forward() -> StepSummary? {
    let isNew = simulation.position == simulation.newest
    guard let summary = simulation.forward() else { return nil }
    clock = max(clock, summary.time)
    if isNew { judge() }
    return summary
  }

  /// Goes to the state after `target` events and shows the instant of the last of them.
  mutating func seek(to target: Int) {
    simulation.seek(to: target)
    clock = simulation.now
  }
}
