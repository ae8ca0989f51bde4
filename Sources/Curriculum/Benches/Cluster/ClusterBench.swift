import Histories
import Laboratory
import Simulation

/// The `cluster` bench: how moves are made on a run, and how it is brought to its end, without a
/// screen. The session makes the moves of a learner in the same way.
enum ClusterBench {
  /// Events after which a run of a lesson is taken for endless.
  static let eventsMax = 400_000
  /// The instant at which a run of a lesson ends at the latest.
  static let timeMax: VirtualTime = 3_600_000

  static func begin(_ scenario: Scenario) throws(BenchError) -> Run {
    do {
      var run = try Run(scenario)
      run.searchesAsItGoes = false
      return run
    } catch { throw BenchError(.setup, error.description) }
  }

  /// Makes the moves on a run that stands at its beginning: knobs first, then actions in the order of
  /// their instants.
  static func apply(_ moves: [Move], to run: inout Run) throws(BenchError) {
    for (index, move) in moves.enumerated() {
      guard case .knob(let path, let value) = move else { continue }
      try perform(.configure(path: path, value: value), index, on: &run)
    }
    let lines = moves.enumerated().compactMap { index, move -> (Int, Scenario.ScriptLine)? in
      if case .action(let line) = move { (index, line) } else { nil }
    }
    for (index, line) in lines.sorted(by: { ($0.1.time, $0.0) < ($1.1.time, $1.0) }) {
      run.seek(time: line.time)
      try perform(line.intervention, index, on: &run)
    }
  }

  private static func perform(
    _ intervention: Intervention, _ index: Int, on run: inout Run
  ) throws(BenchError) {
    do { try run.perform(intervention) } catch {
      throw BenchError(.move(index), error.message)
    }
  }

  /// Runs until nothing more happens by itself.
  static func finish(_ run: inout Run, budget: Int = eventsMax) throws(BenchError) {
    run.seek(to: run.newest)
    do {
      _ = try run.runToRest(
        atLeast: run.scenario.end ?? .zero, limit: max(timeMax, run.clock),
        budget: min(budget, eventsMax))
    } catch { throw BenchError(.endless, error.description) }
  }

  /// The finished run of a scenario after some moves.
  static func finished(_ scenario: Scenario, _ moves: [Move]) throws(BenchError) -> Run {
    var run = try begin(scenario)
    try apply(moves, to: &run)
    try finish(&run)
    return run
  }
}
