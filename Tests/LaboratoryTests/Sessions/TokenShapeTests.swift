import Histories
import Laboratory
import Simulation
import Testing

/// SR5 of the curriculum, as scenarios: tokens over two shards, hedges, and routing by lag.
@Suite struct TokenShapeTests {
  private func unmet(
    _ head: [String], _ script: [String], isReversed: Bool, _ goals: [String]
  ) throws -> [String] {
    let lines =
      ["scenario format 1", "title test"] + head + [
        "delay nodes 10", "delay clients 1", "seed 1",
        "ties \(isReversed ? "reversed" : "standard")", "end none",
      ] + script.map { "at \($0)" }
    let text = lines.joined(separator: "\n") + "\n"
    let scenario = try ScenarioText(parsing: text).scenario
    #expect(try ScenarioText(parsing: ScenarioText(of: scenario).text).scenario == scenario)
    var run = try Run(scenario)
    _ = try run.runToRest(atLeast: 4000, limit: 100_000, budget: 100_000)
    #expect(run.simulation.unrest == nil)
    return try goals.compactMap { text in
      let goal = try GoalExpression(parsing: text)
      try goal.check(run.names)
      let outcome = goal.evaluate(in: GoalContext(run: run))
      return outcome.state == .met ? nil : "\(text): \(outcome.state), \(outcome.witness)"
    }
  }

  private func shards(_ shape: String) -> [String] {
    [
      "protocol sharded", "nodes PA, FA, PB, FB", "shard a nodes PA, FA keys a lsn 6",
      "shard b nodes PB, FB keys b lsn 39", "client c session c routing preferred timeout 5000",
      "delay PA -> FA 5", "delay FA -> PA 5", "delay PB -> FB 500", "delay FB -> PB 500",
      "initial a = old", "initial b = old", "set session-token = writes",
      "set token-miss = wait", "set token-shape = \(shape)",
    ]
  }

  private static let writesAndReads = [
    "0 c write b = new via PB", "10 c write a = new via PA", "20 c read b via FB",
    "510 c read a via FA",
  ]

  @Test(arguments: [false, true])
  func anAssignedTokenForgets(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        shards("assigned"), Self.writesAndReads, isReversed: isReversed,
        [
          "token(c, at: 19) == 7", "read(c, 20) == old and latency(c, 20) == 2",
          "violations(ReadYourWrites) == {(c, 20)}",
        ]) == [])
  }

  @Test(arguments: [false, true])
  func aMaximumOverLogsWaitsInVain(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        shards("maximum"), Self.writesAndReads, isReversed: isReversed,
        [
          "token(c, at: 19) == 40", "read(c, 20) == new and acknowledged(c, 20) == 502",
          "read(c, 510) == new and latency(c, 510) == 1004 and served(c, 510) == PA",
          "violations(ReadYourWrites) == {}",
        ]) == [])
  }

  @Test(arguments: [false, true])
  func aVectorKeepsTheLogsApart(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        shards("vector"), Self.writesAndReads, isReversed: isReversed,
        [
          "token(c, key: a, at: 19) == 7 and token(c, key: b, at: 19) == 40",
          "token(c, key: a, at: 9) == nil",
          "read(c, 20) == new and acknowledged(c, 20) == 502",
          "read(c, 510) == new and latency(c, 510) == 2 and served(c, 510) == FA",
          "violations(ReadYourWrites) == {}",
        ]) == [])
  }

  /// A multi-key read over both shards tells the session how far each of them was.
  @Test func aReadOfSeveralShardsIsJoined() throws {
    let lines =
      shards("vector").map { $0.replacing("= writes", with: "= reads") }
      + ["client w session w routing preferred timeout 5000"]
    #expect(
      try unmet(
        lines, ["0 w write b = new via PB", "20 c read b, a via PB"], isReversed: false,
        ["token(c, key: a, at: 100) == 6 and token(c, key: b, at: 100) == 40"]) == [])
  }

  private func hedge(_ settings: [String]) -> [String] {
    [
      "protocol single-leader", "nodes P, R", "client w session w routing preferred timeout 5000",
      "client c session c routing preferred among R, P timeout 5000", "delay P -> R 400",
      "delay R -> P 400", "delay c -> P 10", "delay P -> c 10", "delay c -> R 3", "delay R -> c 3",
      "initial x = old", "set hedge-delay = 50",
    ] + settings
  }

  private static let slowWindow = [
    "9 w write x = new via P", "100 delay c | R 100", "100 c read x", "300 delay c | R 3",
    "310 c read x",
  ]

  @Test(arguments: [false, true])
  func aHedgeIsFastAndGoesBack(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        hedge([]), Self.slowWindow, isReversed: isReversed,
        [
          "latency(c, 100) == 70 and read(c, 100) == new and requests(c, 100) == 2",
          "read(c, 310) == old and served(c, 310) == R and requests(c, 310) == 1",
          "violations(MonotonicReads) == {(c, 310)}",
        ]) == [])
  }

  @Test(arguments: [false, true])
  func theTokenIsCheckedOnTheFastPath(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        hedge(["set session-token = reads"]), Self.slowWindow, isReversed: isReversed,
        [
          "latency(c, 100) == 70 and read(c, 310) == new and served(c, 310) == P",
          "requests(c, 310) == 2 and violations(MonotonicReads) == {}",
        ]) == [])
  }

  /// A read that waits at R for the token is taken back when P has answered.
  @Test(arguments: [false, true])
  func aWaitingReadIsTakenBack(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        hedge(["set session-token = reads", "set token-miss = wait"]), Self.slowWindow,
        isReversed: isReversed,
        [
          "latency(c, 310) == 70 and served(c, 310) == P", "readsServed(R) == 0",
          "violations(MonotonicReads) == {}",
        ]) == [])
  }

  private func router(_ settings: [String]) -> [String] {
    [
      "protocol single-leader", "nodes P, R", "delay P -> R 450", "delay R -> P 450",
      "initial x = old", "set heartbeat-interval = 20", "set lag-limit = 500",
      "set log-shipping = queued",
    ] + settings
      + (1...64).map { "client u\($0) session u\($0) routing preferred among R timeout 5000" }
  }

  private static let burst = [
    "0 slow P 5", "600 cut P | R", "1000 workload * every 256 steady reads 100% keys x",
    "2000 heal P | R", "2240 workload off",
  ]

  @Test(arguments: [false, true])
  func theRuleKeepsItsReasonAlive(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        router([]), Self.burst, isReversed: isReversed,
        [
          "backlog(P, at: 2000) == 50 and diverted(999, 2000) == 100",
          "heartbeatMeter(R, at: 2001) > 500",
          "heartbeatMeter(R, at: 2200) > heartbeatMeter(R, at: 2001)",
          "diverted(2000, 2200) == 100 and backlog(P, at: 4000) == 0",
        ]) == [])
  }

  @Test(arguments: [false, true])
  func aCapLetsTheRuleLetGo(_ isReversed: Bool) throws {
    #expect(
      try unmet(
        router(["set divert-cap = 50"]), Self.burst, isReversed: isReversed,
        [
          "backlog(P, at: 2000) == 0 and diverted(999, 1999) == 50",
          "heartbeatMeter(R, at: 2200) < 500 and diverted(2100, 2200) == 0",
        ]) == [])
  }

  /// Curves of the panel are what the goal functions say of each instant.
  @Test func curvesAgreeWithThePast() throws {
    let lines =
      ["scenario format 1", "title test"] + router([]) + [
        "delay nodes 10", "delay clients 1", "seed 1", "ties standard", "end none",
      ] + Self.burst.map { "at \($0)" }
    var run = try Run(ScenarioText(parsing: lines.joined(separator: "\n") + "\n").scenario)
    _ = try run.run(until: [.time(2100)], limit: 3000, budget: 100_000)
    let view = run.view(ViewOptions(loadColumns: 21)).load
    #expect(view.diverted == 100 && view.divertedHistory.last == 100)
    let queue = try #require(view.queues.first { $0.name == "P" })
    let lag = try #require(view.followers.first { $0.name == "R" })
    #expect(queue.history.last == queue.waiting && queue.waiting > 50)
    #expect(lag.history.last == lag.heartbeatAge.map { Int($0.milliseconds) })
    for column in 1...21 {
      var past = run
      past.seek(time: VirtualTime(100 * Int64(column)))
      let then = past.view(ViewOptions(loadColumns: 1)).load
      #expect(queue.history[column - 1] == then.queues.first { $0.name == "P" }?.waiting)
      #expect(
        lag.history[column - 1]
          == then.followers.first { $0.name == "R" }?.heartbeatAge.map { Int($0.milliseconds) })
    }
  }
}
