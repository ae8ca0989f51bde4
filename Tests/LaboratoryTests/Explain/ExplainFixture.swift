import Histories
import Laboratory
import Simulation

/// A leader and three followers at 40, 120 and 400 ms, with the script and the knobs of one test.
enum ExplainFixture {
  static func run(
    _ script: [String], set knobs: [String] = [], clients: [String] = [], until time: VirtualTime
  ) throws -> Run {
    let usual = ["c1", "c2", "c3"].map {
      "client \($0) session \($0) routing preferred timeout 1000"
    }
    let text =
      ["scenario format 1", "title \"Explained\"", "protocol single-leader", "nodes P, R1, R2, R3"]
      + (clients.isEmpty ? usual : clients)
      + ["delay nodes 40", "delay clients 1"]
      + ["P -> R2 120", "R2 -> P 120", "P -> R3 400", "R3 -> P 400"].map { "delay \($0)" }
      + ["initial name = Bob"] + knobs.map { "set \($0)" } + ["seed 1", "ties standard"]
      + script.map { "at \($0)" }
    var run = try Run(
      try ScenarioText(parsing: text.joined(separator: "\n") + "\n").scenario)
    run.seek(time: time)
    return run
  }

  /// The first lesson's script.
  static let morning = [
    "100 c1 write name = Alice via P", "150 c2 read name via R1", "150 c3 read name via R2",
    "200 c1 read name via R3", "600 c1 read name via R3", "710 cut P | R3",
    "800 c1 write name = Ann via P", "1600 heal",
  ]
}

extension Run {
  /// The explanation of a client's operation, by the instant at which it was asked for.
  func explained(_ client: String, _ time: VirtualTime) -> Explanation? {
    names.client(named: client).flatMap { operation(of: $0, at: time) }
      .map { explain(.operation($0)) }
  }

  func cell(_ key: Key, _ node: String) -> Explanation? {
    names.server(named: node).map { explain(.cell(key, at: $0)) }
  }
}

extension Explanation {
  var decision: Step? { deciding.map { steps[$0] } }
  func says(_ text: String) -> Bool { steps.contains { $0.sentence.contains(text) } }
}
