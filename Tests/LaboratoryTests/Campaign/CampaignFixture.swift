import Checkers
import Histories
import Simulation

@testable import Laboratory

/// Plans and results that the tests of campaigns share.
enum CampaignFixture {
  /// Small enough to be run often: 3 nodes, 10 ms apart, reads of replicas that lag.
  static func scenario() throws -> Scenario {
    try Preset.make(servers: 3, title: "fixture", seed: 9)
  }

  static func plan(
    _ decisive: [CheckerName] = [.convergence], settings: [Scenario.Setting] = []
  ) throws -> CampaignPlan {
    var scenario = try scenario()
    scenario.settings += settings
    return try CampaignPlan(of: scenario, decisive: decisive)
  }

  static func result(
    _ seeds: ClosedRange<UInt64>, of plan: CampaignPlan, backwards: Bool = false
  ) -> CampaignResult {
    var result = CampaignResult(of: plan, source: "--preset fixture", asked: SeedSet(seeds))
    for seed in backwards ? Array(seeds.reversed()) : Array(seeds) {
      result.add(plan.run(seed: seed))
    }
    return result
  }

  static func error(of body: () throws -> Void) -> CampaignError? {
    do { try body() } catch { return error as? CampaignError }
    return nil
  }
}
