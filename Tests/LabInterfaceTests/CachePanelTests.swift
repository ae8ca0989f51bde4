import CellGraphics
import Histories
import Laboratory
import Simulation
import Testing

@testable import LabInterface

/// What panels say of caches, which keep answers instead of following a log.
@Suite struct CachePanelTests {
  /// D1 holds blue, D2 has fetched green, both in front of P, which has green since 101.
  static func person(width: Int = 120, height: Int = 36) -> Person {
    func client(_ name: String) -> Scenario.ClientSpecification {
      Scenario.ClientSpecification(name: name, routing: .preferred, timeout: 1000)
    }
    var scenario = Scenario(
      title: "caches", protocolName: "expiring-cache", servers: ["P", "D1", "D2"],
      clients: [client("c1"), client("c2"), client("c3")], serverDelay: 10, clientDelay: 1,
      initial: [.init("site", "blue")], settings: [.init("time-to-live", .integer(300))], seed: 1)
    scenario.script = [
      Fixtures.line(50, .invoke(ProcessID(1), .read("site"), target: NodeID(1))),
      Fixtures.line(100, .invoke(ProcessID(0), .write("site", "green"), target: NodeID(0))),
      Fixtures.line(200, .invoke(ProcessID(2), .read("site"), target: NodeID(2))),
    ]
    var model = Fixtures.model(width: width, height: height)
    _ = model.begin(.sandbox(scenario, title: "Caches"))
    var person = Person(model)
    person.command("to 250")
    return person
  }

  @Test func lagAndReplicasAgree() throws {
    let person = Self.person()
    let d1 = person.screen.filter { $0.contains("D1 ") }
    let d2 = person.screen.filter { $0.contains("D2 ") }
    #expect(d1.contains { $0.contains("blue") && $0.contains("stale 149 ms") })
    #expect(
      d1.contains { $0.contains("1 op, 149 ms") && $0.contains("keeps 1 answer") },
      "\(person.testDescription)")
    #expect(d2.contains { $0.contains("green") && !$0.contains("stale") && !$0.contains("lsn") })
    #expect(d2.contains { $0.contains("up to date") }, "\(person.testDescription)")
  }
}
