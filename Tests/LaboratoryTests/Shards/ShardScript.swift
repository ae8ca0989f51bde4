import Histories
import Laboratory
import Simulation

/// Two shards as in lesson SR4, with the lines of a script: q on s1, whose follower F1 is 400 ms behind,
/// a and b on s2, whose follower F2 is 50 ms behind. F1 and F2 are neighbours.
struct ShardScript {
  var shards = ["shard s1 nodes S1, F1 keys q", "shard s2 nodes S2, F2 keys a, b"]
  var settings: [String] = []
  var isReversed = false
  var script: [String]

  var text: String {
    let head = [
      "scenario format 1", "title test", "protocol sharded", "nodes S1, F1, S2, F2",
      "placement rendezvous",
    ]
    let clients = ["p", "k", "o", "u", "v"].map {
      "client \($0) session \($0) routing preferred timeout 3000"
    }
    let delays = [
      "nodes 10", "clients 1", "S1 -> F1 400", "F1 -> S1 400", "S2 -> F2 50", "F2 -> S2 50",
      "F1 -> F2 0", "F2 -> F1 0",
    ].map { "delay \($0)" }
    let lines =
      head + shards + clients + delays + settings.map { "set \($0)" }
      + ["seed 1", "ties \(isReversed ? "reversed" : "standard")", "end 1500"]
      + script.map { "at \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  func run() throws -> Run {
    var run = try Run(try ScenarioText(parsing: text).scenario)
    _ = try run.runToRest(atLeast: 1500, limit: 100_000, budget: 100_000)
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

  /// A question, and an answer by one who has read the question.
  static let thread = ["0 p write q = 1 via S1", "10 k read q via S1", "20 k write a = 2 via S2"]
}
