import Histories
import Laboratory
import Simulation
import Testing

/// Followers that hold entries back: in what order, through which faults, and at what price.
@Suite struct DependencyCheckTests {
  private func checked(_ lines: [String], more: [String] = []) -> ShardScript {
    ShardScript(
      settings: ["s2.dependency-check = on"] + more, script: ShardScript.thread + lines)
  }

  @Test func whatComesAfterWaitsToo() throws {
    #expect(
      try checked(["30 p write b = 3"]).unmet([
        "value(F2, b, at: 400) == nil and value(F2, b, at: 401) == 3",
        "applied(F2, at: 400) == 0 and applied(F2, at: 401) == 2",
      ]) == [])
  }

  /// The writer's own writes count as seen, those of its own shard do not: the log orders them.
  @Test func ownWritesAreDependencies() throws {
    let own = ShardScript(
      settings: ["s2.dependency-check = on"],
      script: ["0 k write q = 1", "10 k write a = 2", "20 k write b = 3"])
    #expect(
      try own.unmet(["value(F2, a, at: 400) == nil and value(F2, b, at: 401) == 3"]) == [])
    let other = ShardScript(
      settings: ["s1.dependency-check = on"], script: ["0 k write q = 1", "10 k write a = 2"])
    #expect(try other.unmet(["value(F2, a, at: 61) == 2"]) == [])
  }

  /// The dependency waits as long as the other shard's cable is cut; then it goes on by itself.
  @Test func aCutOfTheOtherShardHoldsThisOne() throws {
    #expect(
      try checked(["390 cut S1 | F1", "900 heal"]).unmet([
        "value(F2, a, at: 1299) == nil and value(F2, a, at: 1300) == 2", "divergence == 0",
      ]) == [])
  }

  /// A question to a neighbour that is cut off is asked again.
  @Test func aLostQuestionIsAskedAgain() throws {
    #expect(
      try checked(["60 cut F1 | F2", "500 heal"]).unmet([
        "value(F2, a, at: 1000) == nil and value(F2, a, at: 1071) == 2", "divergence == 0",
      ]) == [])
  }

  /// What is held back is held back after a restart too; the neighbour that lost the question is asked
  /// again.
  @Test(arguments: ["F1", "F2"]) func aRestartShowsNothingTooEarly(_ node: String) throws {
    let run = checked(["200 crash \(node)", "250 restart \(node)", "300 o read a via F2"])
    #expect(
      try run.unmet([
        "value(F2, a, at: 400) == nil", "read(o, 300) == nil", "value(F2, a) == 2",
        "value(F1, q) == 1", "divergence == 0 and quiescent",
      ]) == [])
  }

  @Test func theKnobReleasesWhatIsHeld() throws {
    #expect(
      try checked(["150 set s2.dependency-check = off"]).unmet([
        "value(F2, a, at: 149) == nil and value(F2, a, at: 150) == 2"
      ]) == [])
  }

  /// Applying takes time, and begins when the entry is free.
  @Test func aSlowApplierStartsWhenItMay() throws {
    #expect(
      try checked([], more: ["s2.apply-time = 30"]).unmet([
        "value(F2, a, at: 430) == nil and value(F2, a, at: 431) == 2"
      ]) == [])
  }

  /// Reads on commit see nothing of it either, and it is checked against what the neighbour shows.
  @Test func underVisibilityOnCommit() throws {
    let script = checked(
      ["30 o write b = 3"],
      more: ["s1.visibility = commit", "s1.acknowledgement = all", "s2.visibility = commit"])
    // k's read at 10 finds nothing committed: its write depends on nothing.
    #expect(try script.unmet(["read(k, 10) == nil", "value(F2, a, at: 500) == 2"]) == [])
  }

  /// With dependencies checked on both shards, no client that keeps to the followers of one region ever
  /// sees an effect without its cause, whatever the network does; without, some seed shows it.
  @Test func campaignsFindItOnlyWithoutTheCheck() throws {
    func violations(_ check: String) throws -> Int {
      try (UInt64(1)...12).count { seed in
        var run = try randomRun(seed: seed, check: check)
        _ = try run.runToRest(atLeast: 1500, limit: 100_000, budget: 100_000)
        #expect(run.simulation.unrest == nil)
        return run.verdict(of: .causalConsistency).witnesses.isEmpty == false
      }
    }
    #expect(try violations("on") == 0)
    #expect(try violations("off") > 0)
  }

  /// Writers at the leaders, and one reader at the followers; jitter, loss and a cut.
  private func randomRun(seed: UInt64, check: String) throws -> Run {
    var script = [
      "0 jitter S1 | F1 300", "0 jitter S2 | F2 40", "0 loss S1 | F1 5%", "0 loss F1 | F2 5%",
      "400 cut S1 | F1", "700 heal",
    ]
    for round in 0..<3 {
      let time = round * 150 + Int(seed) * 3
      script += [
        "\(time) p write q = \(100 + round) via S1", "\(time + 20) k read q via S1",
        "\(time + 30) k write a = \(200 + round) via S2",
        "\(time + 120) o read a via F2", "\(time + 124) o read q via F1",
      ]
    }
    let settings = ["s1", "s2"].map { "\($0).dependency-check = \(check)" }
    var scenario = try ScenarioText(
      parsing: ShardScript(settings: settings, script: script).text
    ).scenario
    scenario.seed = seed
    return try Run(scenario)
  }
}
