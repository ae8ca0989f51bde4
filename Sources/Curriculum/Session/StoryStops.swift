import Histories
import Laboratory

/// A place in the story's run.
struct Stop: Hashable, Sendable {
  /// How many events have happened.
  var position: Int
  /// The shown instant.
  var clock: VirtualTime
  /// Whether it is "everything at or before the clock"; else it may lie within an instant.
  var isInstant: Bool
}

/// Where each beat of a round and each reveal stands on the run as shipped, found by running it once.
/// Only known to the session: nothing of it is shown.
struct StoryStops: Sendable {
  /// By beat; nil where a beat names no point.
  private(set) var points: [Stop?] = []
  /// By beat; nil where nothing moves on the answer.
  private(set) var reveals: [Stop?] = []
  /// Where the run stands when a beat is shown, counting beats that stay where they are.
  private(set) var standing: [Stop] = []

  /// - Throws: `BenchError` when the run does not end, or an event never comes.
  init(_ round: Round, _ scenario: Scenario) throws(BenchError) {
    var scout = try Scout(scenario)
    for (index, beat) in round.beats.enumerated() {
      let place = "round \(round.id), beat \(index + 1)"
      points.append(try scout.visit(beat.point, place))
      standing.append(scout.last)
      reveals.append(try scout.visit(beat.prediction?.reveal, place))
    }
  }
}

/// Finds the places of a story one after another, on a run of its own that happens once: what lies
/// behind its newest event is looked up.
private struct Scout {
  /// The place found last; the next event is looked for after it.
  private(set) var last = Stop(position: 0, clock: .zero, isInstant: false)
  private let scenario: Scenario
  private var run: Run

  init(_ scenario: Scenario) throws(BenchError) {
    self.scenario = scenario
    run = try ClusterBench.begin(scenario)
  }

  /// Where a point is; it becomes the last one. Nil stays where it is.
  mutating func visit(_ point: StopPoint?, _ place: String) throws(BenchError) -> Stop? {
    guard let point else { return nil }
    last = try find(point, place)
    return last
  }

  private mutating func find(_ point: StopPoint, _ place: String) throws(BenchError) -> Stop {
    switch point {
    case .time(let time):
      run.seek(time: time)
      return Stop(position: run.position, clock: time, isInstant: true)
    case .rest:
      try ClusterBench.finish(&run)
      return Stop(position: run.position, clock: run.clock, isInstant: run.clock == scenario.end)
    case .violation(let checker):
      // A breakpoint on a violation is for events that have not happened yet.
      run = try ClusterBench.begin(scenario)
      try advance(until: .violation([checker]), place)
    case .event(let kind, let name):
      let node = name.flatMap { scenario.names.endpoint(named: $0) }
      run.go(to: Stop(position: last.position, clock: last.clock, isInstant: false))
      try advance(until: .event(kind, node), place)
    }
    return Stop(position: run.position, clock: run.clock, isInstant: false)
  }

  private mutating func advance(
    until breakpoint: Breakpoint, _ place: String
  ) throws(BenchError) {
    let reason: StopReason
    do {
      reason = try run.run(
        until: [breakpoint], limit: ClusterBench.timeMax, budget: ClusterBench.eventsMax)
    } catch { throw BenchError(.endless, error.description) }
    guard case .breakpoint = reason else {
      throw BenchError(.setup, "\(place): the run never reaches its point")
    }
  }
}

extension Run {
  /// Shows a place of the current branch, letting events happen until it is reached.
  mutating func go(to stop: Stop) {
    if stop.isInstant { return seek(time: stop.clock) }
    seek(to: stop.position)
    while position < stop.position, stepEvent() != nil {}
  }
}
