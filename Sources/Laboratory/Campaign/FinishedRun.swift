import Checkers
import Histories
import Replication
import Simulation

/// How far a run goes by itself.
struct RunBounds: Sendable {
  /// At least up to here.
  let end: VirtualTime
  /// Never beyond.
  let limit: VirtualTime
  let eventsMax: Int
}

/// A run that was let go to its end, with what is needed to judge it.
struct FinishedRun: Sendable {
  let history: History
  let final: FinalState
  let digest: Digest
  let events: Int
  /// The instant up to which everything has happened.
  let clock: VirtualTime
  /// Whether it was given up for its number of events.
  let isExhausted: Bool

  var isAtRest: Bool { final.quiescence == .quiescent }
}

extension FinishedRun {
  /// Starts a world and lets it run as `Run.runToRest` does: to the end of the script and then until
  /// it is at rest or cannot come to rest by itself; and everything of that last instant. The state is
  /// the one that the lab shows at `clock`. No keyframes, no recording but the history.
  init<P: SimulatedProtocol>(
    _ start: World<P>, initial: [History.InitialValue], _ bounds: RunBounds
  ) {
    var world = start
    var recorder = HistoryRecorder(initial: initial)
    let (clock, isExhausted) = RunLoop.run(&world, &recorder, bounds)
    history = recorder.history
    digest = world.digest
    events = world.eventCount
    self.clock = clock
    self.isExhausted = isExhausted
    final = FinalState(
      eventIndex: max(world.eventCount - 1, 0), time: clock,
      quiescence: world.unrest.map { .notYet($0.summary) } ?? .quiescent,
      replicas: world.nodes.compactMap { node in
        let inspection = P.inspect(
          node, at: node.clock.reading(at: clock), configuration: world.configuration)
        guard inspection.isReplica else { return nil }
        return FinalState.ReplicaState(
          node: node.id, surviving: inspection.visibility, digest: P.stateDigest(node))
      })
  }
}

/// The steps of a run, specialised for the protocols as `SimulationRun` is.
private enum RunLoop {
  /// Returns the instant reached, and whether the budget of events was used up.
  @_specialize(where P == SingleLeader)
  @_specialize(where P == ExpiringCache)
  @_specialize(where P == Sharded<SingleLeader>)
  static func run<P: SimulatedProtocol>(
    _ world: inout World<P>, _ recorder: inout HistoryRecorder, _ bounds: RunBounds
  ) -> (VirtualTime, isExhausted: Bool) {
    world.start(&recorder)
    world.discardVoid()
    while let next = world.nextTime, next <= bounds.limit,
      !hasEnded(world, before: next, recorder)
    {
      guard world.eventCount < bounds.eventsMax else { return (world.now, true) }
      _ = world.step(&recorder)
      world.discardVoid()
    }
    let clock = max(world.now, bounds.end)
    while let next = world.nextTime, next <= clock {
      guard world.eventCount < bounds.eventsMax else { return (world.now, true) }
      _ = world.step(&recorder)
      world.discardVoid()
    }
    return (clock, false)
  }

  /// The rule of `Run.rest(before:)`.
  @inline(__always)
  private static func hasEnded<P: SimulatedProtocol>(
    _ world: World<P>, before next: VirtualTime, _ recorder: HistoryRecorder
  ) -> Bool {
    if world.hasForegroundPending || world.generatesMore { return false }
    return switch world.unrest {
    case .pending?: false
    case .work?: next - recorder.lastForeground > Run.settlingMax
    default: !world.mayStir
    }
  }
}
