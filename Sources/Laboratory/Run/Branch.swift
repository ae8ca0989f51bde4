import Checkers
import Histories
import Simulation

/// One future of a run, with what has been judged of it.
public struct Branch: Sendable {
  public internal(set) var name: String
  /// The branch and position that it left from; nil for the first. Both are equal up to there.
  public internal(set) var origin: Origin?

  public struct Origin: Hashable, Sendable {
    public internal(set) var branch: String
    public internal(set) var position: Int
  }

  public internal(set) var simulation: any SimulationRun
  /// The shown instant: at or after the last event, before the next one.
  public internal(set) var clock: VirtualTime { didSet { seenUntil = max(seenUntil, clock) } }
  /// The latest instant that was shown since something was done in it.
  private var seenUntil: VirtualTime
  var judgement = LiveJudgement()
  /// The verdicts of the exact search for the shown position.
  var exact = ExactVerdicts()
  /// What was judged when the branch had come to rest, and after how many events.
  private var atRest: (position: Int, lost: Verdict, convergence: Verdict)?

  init(name: String, origin: Origin?, simulation: any SimulationRun, clock: VirtualTime) {
    self.name = name
    self.origin = origin
    self.simulation = simulation
    self.clock = clock
    seenUntil = clock
    judge()
  }

  /// How far it has been seen: its newest event, or an instant after it up to which nothing else happens.
  public var reach: VirtualTime {
    max(seenUntil, simulation.recording.events.last?.time ?? .zero)
  }

  /// Forgets what was seen after the shown instant: something is done there.
  mutating func dropReach() { seenUntil = clock }

  /// Brings the live checks up to the newest event.
  mutating func judge() { judgement.advance(over: simulation.recording) }

  /// Judges what is only judged at rest: once for each rest, since it looks at every write.
  mutating func judgeAtRest() {
    let position = simulation.position
    guard position == simulation.newest, atRest?.position != position,
      simulation.unrest == nil
    else { return }
    var settled = judgement.monitor
    settled.settle(finalState, over: simulation.recording.history)
    let last = max(position - 1, 0)
    atRest = (
      position, settled.verdict(for: .acknowledgedWriteLost, asOf: last),
      settled.verdict(for: .convergence, asOf: last)
    )
  }

  /// Searches for orders, when the shown history is small and has changed.
  mutating func judgeExactly() { exact.update(to: self) }

  /// The operations that the shown history has, and how many of them are completed.
  var extent: (operations: Int, completed: Int) {
    let position = simulation.position
    return (
      simulation.recording.history.operations.bisect { $0.invokedEvent < position },
      judgement.completed(events: position)
    )
  }

  /// Lets the next event happen. The caller judges.
  mutating func forward() -> StepSummary? {
    guard let summary = simulation.goForward() else { return nil }
    clock = max(clock, summary.time)
    return summary
  }

  /// Goes to the state after `target` events and shows the instant of the last of them.
  mutating func seek(to target: Int) {
    simulation.go(to: target)
    clock = simulation.now
  }

  /// The state for the checks at rest, as of the shown position.
  var finalState: FinalState {
    let states = simulation.nodeStates(at: clock)
    return FinalState(
      eventIndex: max(simulation.position - 1, 0), time: clock,
      quiescence: simulation.unrest.map { .notYet($0.summary) } ?? .quiescent,
      replicas: states.filter(\.inspection.isReplica).map {
        FinalState.ReplicaState(
          node: $0.id, surviving: $0.inspection.visibility, digest: $0.stateDigest)
      })
  }

  /// How many distinct states there are among the replicas of a log beyond one, over all logs.
  var divergence: Int { finalState.divergence }

  /// The verdict of a checker on the shown prefix of the run.
  func verdict(of checker: CheckerName) -> Verdict {
    let position = simulation.position
    switch checker.method {
    case .live: return judgement.monitor.verdict(for: checker, asOf: position - 1)
    case .exactSearch: return exact.isCurrent(of: self) ? exact[checker] : searched(checker)
    case .wholeHistory: return .unknown(.notThisMethod)
    case .atQuiescence:
      guard let atRest, atRest.position == position else { return .pending }
      return checker == .convergence ? atRest.convergence : atRest.lost
    }
  }
}

extension Branch {
  /// The verdict of a search made now, for runs that do not search as they go.
  private func searched(_ checker: CheckerName) -> Verdict {
    var fresh = ExactVerdicts()
    fresh.update(to: self)
    return fresh[checker]
  }
}

extension Unrest {
  /// In words, without names.
  var summary: String {
    switch self {
    case .cut: "a link is cut"
    case .node(_, .paused): "a node is paused"
    case .node: "a node is down"
    case .held(let count): "\(count) messages are held"
    case .client: "a client waits for an answer"
    case .pending(let count): "\(count) events are pending"
    case .generator: "a generator is switched on"
    case .work(_, let work): work
    }
  }
}
