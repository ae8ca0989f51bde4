import Histories
import Laboratory
import Simulation

/// The cluster and script of the first lesson, made by hand.
enum StaleReadFixture {
  static func scenario(acknowledgement: Value = "none") -> Scenario {
    func client(_ name: String) -> Scenario.ClientSpecification {
      Scenario.ClientSpecification(name: name, routing: .preferred, timeout: 5000)
    }
    var scenario = Scenario(
      title: "stale read", protocolName: "single-leader", servers: ["P", "R1", "R2", "R3"],
      clients: [client("c1"), client("c2"), client("c3")], serverDelay: 40, clientDelay: 1,
      initial: [.init("name", "Bob")], settings: [.init("acknowledgement", acknowledgement)],
      seed: 1)
    for (name, delay) in [("R1", 40), ("R2", 120), ("R3", 400)] as [(String, Int64)] {
      scenario.delays.append(.init(from: "P", to: name, delay: VirtualDuration(delay)))
      scenario.delays.append(.init(from: name, to: "P", delay: VirtualDuration(delay)))
    }
    scenario.script = script
    return scenario
  }

  private static var script: [Scenario.ScriptLine] {
    let (p, r1, r2, r3) = (NodeID(0), NodeID(1), NodeID(2), NodeID(3))
    let (c1, c2, c3) = (ProcessID(0), ProcessID(1), ProcessID(2))
    let cut = [Link(from: p, to: r3), Link(from: r3, to: p)]
    func line(_ time: Int64, _ intervention: Intervention) -> Scenario.ScriptLine {
      Scenario.ScriptLine(time: VirtualTime(time), intervention: intervention)
    }
    return [
      line(100, .invoke(c1, .write("name", "Alice"), target: p)),
      line(150, .invoke(c2, .read("name"), target: r1)),
      line(150, .invoke(c3, .read("name"), target: r2)),
      line(200, .invoke(c1, .read("name"), target: r3)),
      line(600, .invoke(c1, .read("name"), target: r3)),
      line(710, .cut(cut)),
      line(800, .invoke(c1, .write("name", "Ann"), target: p)),
      line(1600, .heal(nil)),
    ]
  }

  /// The run at rest. Without the cut, R3's acknowledgement can come back.
  static func run(acknowledgement: Value = "none", cut: Bool = true) throws -> Run {
    var scenario = scenario(acknowledgement: acknowledgement)
    if !cut { scenario.script.removeAll { $0.time == 710 || $0.time == 1600 } }
    var run = try Run(scenario)
    _ = try run.runToRest(atLeast: .zero, limit: 100_000, budget: 100_000)
    return run
  }
}
