import Checkers
import Histories
import Simulation

/// What a campaign runs once for each seed: a scenario whose script holds everything, the workload,
/// the nemesis, the repair of every fault and the end; so that each run of the campaign opens in the
/// lab as an ordinary scenario.
public struct CampaignPlan: Hashable, Sendable {
  /// With the seed 0, which every run replaces by its own.
  public let scenario: Scenario
  /// How long after the end of the script a run may take to come to rest.
  public let drain: VirtualDuration
  /// A run of more events is given up.
  public let eventsMax: Int
  /// The checkers whose verdicts decide; empty: any violation is a finding.
  public let decisive: [CheckerName]

  /// The largest budget of events that a plan may have.
  public static let eventsLimit = 10_000_000
  static let drainStandard: VirtualDuration = 60_000
  static let eventsStandard = 1_000_000

  /// - Throws: `ScenarioError` when the scenario cannot be run.
  init(
    complete scenario: Scenario, drain: VirtualDuration, eventsMax: Int, decisive: [CheckerName]
  ) throws(ScenarioError) {
    var scenario = scenario
    scenario.seed = 0
    // Which knob is set first says nothing, so equal clusters are equal plans.
    var settings: [Scenario.Setting] = []
    for setting in scenario.settings.reversed()
    where !settings.contains(where: { $0.path == setting.path }) {
      settings.append(setting)
    }
    scenario.settings = settings.sorted { $0.path < $1.path }
    _ = try scenario.validate()
    self.scenario = scenario
    self.drain = drain
    self.eventsMax = eventsMax
    self.decisive = CheckerName.inRuns.filter { decisive.contains($0) }
  }

  /// The run of one seed, for the lab.
  public func scenario(seed: UInt64) -> Scenario {
    var scenario = scenario
    scenario.seed = seed
    return scenario
  }

  /// When the script is over and every fault repaired: a run lasts at least so long.
  public var end: VirtualTime { scenario.end ?? .zero }

  /// The last workload that the script switches on.
  public var workload: Workload? {
    scenario.script.lazy.compactMap { line -> Workload? in
      if case .setWorkload(let workload?) = line.intervention { workload } else { nil }
    }.last
  }

  /// The last nemesis that the script switches on.
  public var nemesis: Nemesis? {
    scenario.script.lazy.compactMap { line -> Nemesis? in
      if case .setNemesis(let nemesis?) = line.intervention { nemesis } else { nil }
    }.last
  }

  /// When the faults are over.
  public var faultsEnd: VirtualTime {
    scenario.script.last { $0.intervention == .setNemesis(nil) }?.time ?? end
  }
}
