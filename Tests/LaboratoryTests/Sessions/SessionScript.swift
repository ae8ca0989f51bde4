import Histories
import Laboratory
import Simulation
import Testing

/// A scenario written as lines, run to its rest, and asked in the goal language.
struct SessionScript {
  var head: [String]
  var script: [String]
  var isReversed = false

  /// `SR2`: one leader and one follower far away.
  static func twoReplicas(
    set settings: [String: String] = [:],
    clients: [String] = [
      "client u session u routing preferred among R timeout 9000",
      "client v session v routing preferred timeout 9000",
    ], _ script: [String]
  ) -> SessionScript {
    SessionScript(
      head: ["nodes P, R"] + clients + ["delay P -> R 300", "delay R -> P 300"]
        + settings.sorted { $0.key < $1.key }.map { "set \($0.key) = \($0.value)" },
      script: script)
  }

  func scenario() throws -> Scenario {
    let text =
      ["scenario format 1", "title test", "protocol single-leader"] + head + [
        "delay nodes 10", "delay clients 1", "seed 1",
        "ties \(isReversed ? "reversed" : "standard")", "end 6000",
      ] + script.map { "at \($0)" }
    return try ScenarioText(parsing: text.joined(separator: "\n") + "\n").scenario
  }

  func run(with settings: [Scenario.Setting] = []) throws -> Run {
    var scenario = try scenario()
    scenario.settings += settings
    var run = try Run(scenario)
    _ = try run.runToRest(atLeast: 6000, limit: 100_000, budget: 100_000)
    return run
  }

  /// The goals that are not met, with what they came to.
  func unmet(_ goals: [String]) throws -> [String] {
    let run = try run()
    return try goals.compactMap { text in
      let goal = try GoalExpression(parsing: text)
      try goal.check(run.names)
      let outcome = goal.evaluate(in: GoalContext(run: run))
      return outcome.state == .met ? nil : "\(text): \(outcome.state), \(outcome.witness)"
    }
  }

  /// The value of a sweep of a knob over this script.
  func sweep(_ text: String) throws -> GoalValue {
    let context = GoalContext(
      run: try run(), variant: { knob, value in try? self.run(with: [.init(knob, value)]) })
    return try GoalExpression(parsing: text).value(in: context)
  }
}
