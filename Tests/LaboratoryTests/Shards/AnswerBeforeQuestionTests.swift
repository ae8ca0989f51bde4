import Histories
import Laboratory
import Simulation
import Testing

/// Every value that the curriculum gives for SR4, in both orders of ties.
@Suite struct AnswerBeforeQuestionTests {
  private static func look(_ time: Int, _ first: String, _ second: String) -> [String] {
    [first, second].enumerated().map { index, key in
      "\(time + index * 4) o read \(key) via \(key == "a" ? "F2" : "F1")"
    }
  }

  @Test(
    arguments: [(100, "nil"), (300, "nil"), (500, "1")], [false, true])
  func theAnswerIsThereFirst(_ seen: (time: Int, question: String), _ isReversed: Bool) throws {
    let script = ShardScript(
      isReversed: isReversed, script: ShardScript.thread + Self.look(seen.time, "a", "q"))
    let broken = seen.question == "nil"
    #expect(
      try script.unmet([
        "read(o, \(seen.time)) == 2 and read(o, \(seen.time + 4)) == \(seen.question)",
        "violations(CausalConsistency) == {\(broken ? "(o, \(seen.time + 4))" : "")}",
        "holds(PRAM)", "holds(ConsistentPrefix)",
        "value(F2, a, at: 70) == nil and value(F2, a, at: 71) == 2",
        "value(F1, q, at: 400) == nil and value(F1, q, at: 401) == 1",
        "divergence == 0 and quiescent and acknowledgedLost == 0",
      ]) == [])
  }

  @Test(arguments: [(100, "nil", "nil"), (300, "nil", "nil"), (500, "2", "1")], [false, true])
  func aFollowerThatChecksHoldsTheAnswerBack(
    _ seen: (time: Int, answer: String, question: String), _ isReversed: Bool
  ) throws {
    let script = ShardScript(
      settings: ["s2.dependency-check = on"], isReversed: isReversed,
      script: ShardScript.thread + Self.look(seen.time, "a", "q"))
    #expect(
      try script.unmet([
        "read(o, \(seen.time)) == \(seen.answer) and read(o, \(seen.time + 4)) == \(seen.question)",
        "holds(CausalConsistency) and holds(PRAM)", "acknowledged(k, 20) == 22",
        "value(F2, a, at: 400) == nil and value(F2, a, at: 401) == 2",
        "queueMeter(F2, at: 400) == 379 and queueMeter(F2, at: 401) == 0",
        "lag(F2, at: 400) == 379 and lag(F1, at: 400) == 399 and lag(S2, at: 400) == 0",
      ]) == [])
  }

  @Test(arguments: [(100, "nil", "nil"), (300, "nil", "nil"), (500, "2", "1")])
  func oneLogKeepsTheOrder(_ seen: (time: Int, answer: String, question: String)) throws {
    let script = ShardScript(
      shards: ["shard s1 nodes S1, F1 keys q, a", "shard s2 nodes S2, F2 keys b"],
      script: [
        "0 p write q = 1", "10 k read q via S1", "20 k write a = 2",
        "\(seen.time) o read a via F1", "\(seen.time + 4) o read q via F1",
      ])
    #expect(
      try script.unmet([
        "read(o, \(seen.time)) == \(seen.answer) and read(o, \(seen.time + 4)) == \(seen.question)",
        "holds(CausalConsistency)", "value(F1, a, at: 420) == nil and value(F1, a, at: 421) == 2",
      ]) == [])
  }

  @Test(arguments: [false, true]) func theOtherOrderShowsNothing(_ isReversed: Bool) throws {
    let script = ShardScript(
      isReversed: isReversed, script: ShardScript.thread + Self.look(100, "q", "a"))
    #expect(
      try script.unmet([
        "read(o, 100) == nil and read(o, 104) == 2", "holds(CausalConsistency)", "holds(PRAM)",
        "holds(ConsistentPrefix)",
      ]) == [])
  }

  @Test(arguments: ["via F2", "via F1"], [false, true])
  func oneReadOfBothShowsTheGap(_ place: String, _ isReversed: Bool) throws {
    let script = ShardScript(
      isReversed: isReversed, script: ShardScript.thread + ["100 o read q, a \(place)"])
    #expect(
      try script.unmet([
        "read(o, 100) == [nil, 2]", "violations(ConsistentPrefix) == {(o, 100)}",
        "violations(CausalConsistency) == {(o, 100)}", "latency(o, 100) == 2",
        "served(o, 100) == \(place.suffix(2))",
      ]) == [])
  }

  /// Whoever was told outside the store carries no dependency: the check does nothing, causality is
  /// not violated as far as anybody can tell, and the read of both still has a gap.
  @Test func theTelephoneCarriesNoDependency() throws {
    let script = ShardScript(
      settings: ["s2.dependency-check = on"],
      script: ["0 p write q = 1 via S1", "20 k write a = 2 via S2", "100 o read q, a via F2"])
    #expect(
      try script.unmet([
        "read(o, 100) == [nil, 2]", "violations(ConsistentPrefix) == {(o, 100)}",
        "holds(CausalConsistency)", "value(F2, a, at: 71) == 2",
      ]) == [])
  }
}
