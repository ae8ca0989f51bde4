import Histories
import Laboratory
import Simulation
import Testing

/// Caches with a time to live in front of an origin.
@Suite struct ExpiringCacheTests {
  /// Origin P, caches D1 and D2 10 ms away; c1 writes at 100, c2 and c3 read through the caches.
  static func run(timeToLive: Int64 = 300, skew: Int64 = 0) throws -> Run {
    func client(_ name: String) -> Scenario.ClientSpecification {
      Scenario.ClientSpecification(name: name, routing: .preferred, timeout: 1000)
    }
    var scenario = Scenario(
      title: "cache", protocolName: "expiring-cache", servers: ["P", "D1", "D2"],
      clients: [client("c1"), client("c2"), client("c3")], serverDelay: 10, clientDelay: 1,
      initial: [.init("name", "Bob")], settings: [.init("time-to-live", .integer(timeToLive))],
      seed: 1)
    let (p, d1, d2) = (NodeID(0), NodeID(1), NodeID(2))
    func line(_ time: Int64, _ intervention: Intervention) -> Scenario.ScriptLine {
      Scenario.ScriptLine(time: VirtualTime(time), intervention: intervention)
    }
    scenario.script = [
      line(50, .invoke(ProcessID(1), .read("name"), target: d1)),
      line(100, .invoke(ProcessID(0), .write("name", "Alice"), target: p)),
      line(200, .invoke(ProcessID(1), .read("name"), target: d1)),
      line(200, .invoke(ProcessID(2), .read("name"), target: d2)),
      line(370, .invoke(ProcessID(1), .read("name"), target: d1)),
      line(371, .invoke(ProcessID(1), .read("name"), target: d1)),
      line(400, .invoke(ProcessID(1), .read("name"), target: d1)),
    ]
    if skew != 0 { scenario.script.append(line(60, .setDrift(d1, partsPerMillion: skew))) }
    var run = try Run(scenario)
    _ = try run.runToRest(atLeast: .zero, limit: 10_000, budget: 10_000)
    return run
  }

  static func check(_ text: String, in run: Run) throws {
    let outcome = try GoalExpression(parsing: text).evaluate(in: GoalContext(run: run))
    #expect(outcome.state == .met, "\(text): \(outcome.witness)")
  }

  /// Fetched at 71, so it expires at 371: the read that arrives at 371 asks anew.
  @Test func anAnswerIsKeptUntilItExpires() throws {
    let run = try Self.run()
    for text in [
      "read(c2, 50) == Bob and latency(c2, 50) == 22", "read(c2, 200) == Bob",
      "latency(c2, 200) == 2", "staleness(c2, 200) == (1, 100)", "read(c3, 200) == Alice",
      "latency(c3, 200) == 22", "read(c2, 370) == Alice and latency(c2, 370) == 22",
      "violations(StaleRead) == {(c2, 200)}", "divergence == 0 and quiescent",
    ] { try Self.check(text, in: run) }
  }

  /// A cache is as late as what it holds: D1 from the commit of Alice until its answer expires, D2,
  /// which fetched Alice, never.
  @Test func theLagOfACacheIsThatOfWhatItHolds() throws {
    var run = try Self.run()
    run.seek(time: VirtualTime(250))
    let lags = run.view().lags
    #expect(lags.map(\.entries) == [0, 1, 0] && lags.map(\.answers) == [nil, 1, 1])
    #expect(lags[1].age == 149 && lags[2].age == .zero)
    #expect(run.view().replicas.map(\.isCache) == [false, true, true])
    try Self.check("lag(D1, 250) == 149 and lag(D2, 250) == 0", in: run)
    run.seek(time: VirtualTime(371))
    #expect(run.view().lags[1].answers == 0 && run.view().lags[1].entries == 0)
    run.seek(time: VirtualTime(399))
    #expect(run.view().lags.allSatisfy { $0.entries == 0 })
  }

  @Test func aLongerTimeToLiveIsStaleForLonger() throws {
    try Self.check("read(c2, 400) == Bob", in: try Self.run(timeToLive: 1000))
    try Self.check("violations(StaleRead) == {}", in: try Self.run(timeToLive: 0))
  }

  @Test func aSlowClockStretchesTheTimeToLive() throws {
    try Self.check("read(c2, 370) == Bob", in: try Self.run(skew: -100_000))
  }
}
