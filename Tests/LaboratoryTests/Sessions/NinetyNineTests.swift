import Histories
import Laboratory
import Simulation
import Testing

/// SR3 of the curriculum: monotonic reads, what stickiness buys and when it stops.
@Suite struct NinetyNineTests {
  private func script(
    set settings: [String] = [], client: String = "round-robin among R1, R2", _ lines: [String],
    isReversed: Bool
  ) -> SessionScript {
    var script = SessionScript(
      head: [
        "nodes P, R1, R2", "client w session w routing preferred timeout 5000",
        "client c session c routing \(client) timeout 5000", "delay P -> R1 20",
        "delay R1 -> P 20", "delay P -> R2 500", "delay R2 -> P 500", "initial n = 99",
      ] + settings,
      script: ["0 w write n = 100"] + lines)
    script.isReversed = isReversed
    return script
  }

  private static let crash = [
    "50 c read n", "60 c read n", "100 crash R1", "110 c read n", "520 c read n",
    "900 restart R1",
  ]

  @Test(arguments: [false, true])
  func readsInTurnGoBack(_ isReversed: Bool) throws {
    let script = script(["50 c read n", "60 c read n"], isReversed: isReversed)
    #expect(
      try script.unmet([
        "read(c, 50) == 100 and served(c, 50) == R1", "read(c, 60) == 99 and served(c, 60) == R2",
        "violations(MonotonicReads) == {(c, 60)}",
      ]) == [])
  }

  /// Session number 1 of two nodes sticks to the second of the pool.
  @Test(arguments: [false, true])
  func stickinessEndsWithTheReplica(_ isReversed: Bool) throws {
    let script = script(
      client: "sticky-modulo among R2, R1", Self.crash, isReversed: isReversed)
    #expect(
      try script.unmet([
        "read(c, 50) == 100 and read(c, 60) == 100", "served(c, 60) == R1",
        "read(c, 110) == 99 and served(c, 110) == R2", "read(c, 520) == 100",
        "violations(MonotonicReads) == {(c, 110)}",
      ]) == [])
    var run = try script.run()
    run.seek(time: 110)
    let hop = try #require(run.view().sessions.first { $0.client == "c" }?.trail.last)
    #expect(hop.node == "R2" && hop.reason == "failed over from R1")
  }

  @Test(arguments: [false, true])
  func aHighWaterMarkHolds(_ isReversed: Bool) throws {
    let script = script(
      set: ["set session-token = reads"], client: "sticky-modulo among R2, R1", Self.crash,
      isReversed: isReversed)
    #expect(
      try script.unmet([
        "read(c, 110) == 100 and served(c, 110) == P", "latency(c, 110) == 4",
        "read(c, 520) == 100 and served(c, 520) == R2", "violations(MonotonicReads) == {}",
        "token(c, at: 49) == nil", "token(c, at: 111) == 2",
      ]) == [])
  }

  /// The client writes at P and reads from R1, 20 ms behind.
  @Test func stickinessIsNotReadYourWrites() throws {
    let script = script(
      client: "sticky-modulo among R2, R1",
      ["30 c write n = 101", "32 c read n", "60 c read n"], isReversed: false)
    #expect(
      try script.unmet([
        "read(c, 32) == 100", "read(c, 60) == 101", "violations(ReadYourWrites) == {(c, 32)}",
        "violations(MonotonicReads) == {}",
      ]) == [])
  }

  private func moved(_ policy: String) throws -> Int64 {
    let clients = (0..<12).map {
      "client s\($0) session s\($0) routing \(policy) among R1, R2, R3 timeout 5000"
    }
    let reads = { (time: Int) in (0..<12).map { "\(time) s\($0) read n" } }
    let script = SessionScript(
      head: ["nodes P, R1, R2, R3, R4"] + clients + ["initial n = 99"],
      script: reads(100) + ["200 route * \(policy) among R1,R2,R3,R4"] + reads(300))
    let value = try GoalExpression(parsing: "moved(100, 300)").value(
      in: GoalContext(run: try script.run()))
    guard case .number(let count) = value else { return -1 }
    return count
  }

  @Test func aFourthReplicaMovesThreeQuartersModuloAndFewerByRendezvous() throws {
    #expect(try moved("sticky-modulo") == 9)
    #expect((1...5).contains(try moved("sticky-rendezvous")))
  }
}
