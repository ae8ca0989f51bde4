import Checkers
import Histories
import Laboratory
import Simulation
import Testing

/// Shards in scenarios: text, errors, knobs, where keys lie, and what views say.
@Suite struct ShardScenarioTests {
  @Test func shardsRoundTrip() throws {
    var script = ShardScript(
      shards: ["shard s1 nodes S1, F1 keys q lsn 6", "shard \"s-2\" nodes S2, F2"],
      settings: ["s1.acknowledgement = all"], script: ShardScript.thread)
    script.settings.append("s-2.dependency-check = on")
    let scenario = try ScenarioText(parsing: script.text).scenario
    #expect(scenario.shards.map(\.keys) == [["q"], []])
    #expect(scenario.shards[0].lsn == 6)
    let text = ScenarioText(of: scenario).text
    #expect(try ScenarioText(parsing: text).scenario == scenario)
    #expect(text.contains("shard s1 nodes S1, F1 keys q lsn 6\n"))
  }

  @Test(arguments: [
    (["shard s1 nodes S1, F1", "shard s1 nodes S2, F2"], "two shards are called s1"),
    (["shard s1 nodes S1, F1", "shard s2 nodes S2"], "F2 belongs to no shard"),
    (["shard s1 nodes S1, F1, S2", "shard s2 nodes S2, F2"], "S2 is on s1 already"),
    (["shard s1 nodes S1, F1, S2, F2, S1"], "S1 stands twice"),
    (["shard s1 nodes S1, F1, S2, F2, X"], "no node is called X"),
    (["shard s1 nodes S1, F1 keys q", "shard s2 nodes S2, F2 keys q"], "q is on s1 already"),
    (["shard s1 nodes S1, F1 lsn -1", "shard s2 nodes S2, F2"], "an lsn"),
    ([], "a sharded store needs shards"),
    (["shard s1"], "expected nodes"),
  ])
  func whatIsWrongIsSaid(_ shards: [String], _ message: String) throws {
    let error = #expect(throws: ScenarioTextError.self) {
      try ScenarioText(parsing: ShardScript(shards: shards, script: []).text)
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func onlyAShardedStoreHasShards() throws {
    let text = ShardScript(script: []).text.replacing(
      "protocol sharded", with: "protocol single-leader")
    let error = #expect(throws: ScenarioTextError.self) { try ScenarioText(parsing: text) }
    #expect(error?.message == "single-leader has no shards; only the protocol sharded takes them")
  }

  /// The log begins where it is said to, and the initial values lie at its end.
  @Test func aLogBeginsWhereItIsSaid() throws {
    let text = ShardScript(
      shards: ["shard s1 nodes S1, F1 keys q lsn 6", "shard s2 nodes S2, F2 keys a, b lsn 39"],
      script: ["0 p write q = 1", "0 k write b = 2"]
    ).text.replacing("seed 1", with: "initial a = old\nseed 1")
    var run = try Run(try ScenarioText(parsing: text).scenario)
    run.seek(time: 1000)
    let replicas = run.view().replicas
    #expect(replicas.map(\.applied.lsn) == [7, 7, 40, 40])
    #expect(replicas[2].log.map(\.text) == ["a=old", "b=2"])
    #expect(replicas[2].log.map(\.position.lsn) == [39, 40])
    #expect(
      throws: ScenarioTextError.self,
      performing: { try ScenarioText(parsing: text.replacing("lsn 39", with: "lsn 0")) })
  }

  @Test func everyShardHasItsKnobs() throws {
    let paths = try ShardScript(script: []).run().simulation.knobs.map(\.path)
    #expect(paths.contains("s1.acknowledgement") && paths.contains("s2.dependency-check"))
    let alone = try ShardScript(
      shards: ["shard s1 nodes S1, F1, S2, F2"], script: []
    ).run().simulation.knobs.map(\.path)
    #expect(!alone.contains { $0.hasSuffix("dependency-check") })
  }

  @Test func viewsTellTheShardsApart() throws {
    var run = try ShardScript(script: ShardScript.thread).run()
    run.seek(time: 105)
    let view = run.view()
    #expect(view.replicas.map(\.shard) == ["s1", "s1", "s2", "s2"])
    #expect(view.replicas.allSatisfy { !$0.hasRival })
    #expect(view.lags.map(\.isLeader) == [true, false, true, false])
    #expect(view.lags.map(\.linkDelay) == [nil, 400, nil, 50])
    #expect(view.lags.map(\.entries) == [0, 1, 0, 0])
    #expect(
      view.replicas.map { $0.cells.map(\.isElsewhere) }.suffix(2) == [
        [false, true], [false, true],
      ])
    #expect(view.replicas[1].cells.map(\.stale?.age) == [nil, 104])
    let entry = try #require(view.replicas[3].log.first)
    #expect(entry.dependencies.map(\.write) == ["q=1"])
    #expect(entry.dependencies.map(\.neighbour) == ["F1"])
    #expect(entry.dependencies.map(\.isShown) == [false] && !entry.isHeld)
    #expect(view.sessions[1].context == ["s1 lsn 1", "s2 lsn 1"])
    #expect(run.value(of: .divergence).value == 1)
    run.seek(time: 401)
    #expect(run.view().replicas[3].log.first?.dependencies.map(\.isShown) == [true])
    #expect(run.value(of: .divergence).value == 0)
  }

  /// Replicas of one shard that differ are found, whatever the other shard holds.
  @Test func divergenceIsJudgedWithinAShard() {
    func replica(_ node: Int, _ log: Int, _ digest: UInt64) -> FinalState.ReplicaState {
      FinalState.ReplicaState(
        node: NodeID(node),
        surviving: .prefix(of: LogID(log), through: LogPosition(epoch: 1, lsn: 1)), digest: digest)
    }
    func verdict(_ replicas: [FinalState.ReplicaState]) -> Verdict {
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.settle(
        FinalState(eventIndex: 0, time: 0, quiescence: .quiescent, replicas: replicas),
        over: History())
      return monitor.verdict(for: .convergence, asOf: 0)
    }
    #expect(verdict([replica(0, 0, 7), replica(1, 0, 7), replica(2, 1, 8)]) == .holds)
    let split = verdict([replica(0, 0, 7), replica(1, 0, 9), replica(2, 1, 7), replica(3, 1, 9)])
    #expect(split.witnesses.map(\.versions) == [2])
  }
}
