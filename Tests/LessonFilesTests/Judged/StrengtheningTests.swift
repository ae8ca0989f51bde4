import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

/// Strengthening a knob never adds a violation of the guarantee that it is meant to give.
@Suite struct StrengtheningTests {
  /// A knob, its values from the weakest to the strongest, what they are meant to give, and the cluster around it.
  struct Ladder: Sendable, CustomTestStringConvertible {
    let knob: String
    let levels: [Value]
    let guarantee: CheckerName
    var base = "linearizable"
    var seedsMax: UInt64 = 12
    var testDescription: String { "\(knob) \(levels) \(guarantee)" }
  }

  static let ladders: [Ladder] = [
    Ladder(
      knob: "acknowledgement", levels: ["none", "majority"], guarantee: .acknowledgedWriteLost),
    Ladder(knob: "leader-reads", levels: ["local", "read-index"], guarantee: .staleRead),
    Ladder(
      knob: "follower-reads", levels: ["local", "sync"], guarantee: .staleRead, seedsMax: 2),
    Ladder(knob: "log-check", levels: ["off", "on"], guarantee: .acknowledgedWriteLost),
    Ladder(
      knob: "session-token", levels: ["none", "writes", "all"], guarantee: .readYourWrites,
      base: "three-replicas", seedsMax: 2),
  ]

  static func verdict(_ ladder: Ladder, _ level: Value, seed: UInt64) throws -> Verdict {
    guard let preset = Preset.named(ladder.base) else { return .pending }
    var scenario = preset.scenario
    scenario.settings.append(.init(ladder.knob, level))
    let clients = scenario.clients.indices.map { ProcessID($0) }
    scenario.script = [
      .init(
        time: 0,
        intervention: .setWorkload(
          Workload(clients: clients, meanGap: 25, readPercent: 60, keys: ["a", "b"]))),
      .init(
        time: 0,
        intervention: .setNemesis(
          Nemesis(kinds: [.cut, .crash, .pause], meanGap: 150, meanDuration: 150))),
    ]
    let plan = try CampaignPlan(of: scenario, decisive: [])
    var run = try Run(plan.scenario(seed: seed))
    _ = try run.runToRest(atLeast: plan.end, limit: plan.end + plan.drain, budget: 1_000_000)
    return run.verdict(of: ladder.guarantee)
  }

  @Test(arguments: ladders) func neverAddsAViolation(_ ladder: Ladder) throws {
    var violated = ladder.levels.map { _ in 0 }
    for seed in 1...ladder.seedsMax {
      let verdicts = try ladder.levels.map { try Self.verdict(ladder, $0, seed: seed) }
      for (level, verdict) in verdicts.enumerated() where verdict.isViolated {
        violated[level] += 1
        if level > 0 {
          #expect(verdicts[level - 1].isViolated, "seed \(seed): \(ladder.levels[level]) added it")
        }
      }
    }
    #expect(violated.last == 0, "the strongest gives it")
    #expect(violated[0] > 0, "the weakest does not")
  }
}
