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
    var last = Stop(position: 0, clock: .zero, isInstant: false)
    for (index, beat) in round.beats.enumerated() {
      let place = "round \(round.id), beat \(index + 1)"
      let point = try beat.point.map { point throws(BenchError) in
        try Self.find(point, after: last, scenario, place)
      }
      points.append(point)
      last = point ?? last
      standing.append(last)
      let reveal = try beat.prediction?.reveal.map { point throws(BenchError) in
        try Self.find(point, after: last, scenario, place)
      }
      reveals.append(reveal)
      last = reveal ?? last
    }
  }

  private static func find(
    _ point: StopPoint, after last: Stop, _ scenario: Scenario, _ place: String
  ) throws(BenchError) -> Stop {
    var run = try ClusterBench.begin(scenario)
    switch point {
    case .time(let time):
      run.seek(time: time)
      return Stop(position: run.position, clock: time, isInstant: true)
    case .rest:
      try ClusterBench.finish(&run)
      return Stop(position: run.position, clock: run.clock, isInstant: run.clock == scenario.end)
    case .violation(let checker):
      try advance(&run, until: .violation([checker]), place)
    case .event(let kind, let name):
      let node = name.flatMap { scenario.names.endpoint(named: $0) }
      while run.position < last.position, run.stepEvent() != nil {}
      try advance(&run, until: .event(kind, node), place)
    }
    return Stop(position: run.position, clock: run.clock, isInstant: false)
  }

  private static func advance(
    _ run: inout Run, until breakpoint: Breakpoint, _ place: String
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
