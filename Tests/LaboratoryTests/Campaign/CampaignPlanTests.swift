import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct CampaignPlanTests {
  @Test func whatTheScriptSetsIsKept() throws {
    var scenario = try CampaignFixture.scenario()
    let workload = Workload(clients: [ProcessID(1)], meanGap: 17, readPercent: 3, keys: ["own"])
    let nemesis = Nemesis(kinds: [.pause], meanGap: 33, meanDuration: 12)
    scenario.script = [
      .init(time: 5, intervention: .setWorkload(workload)),
      .init(time: 5000, intervention: .setNemesis(nemesis)),
    ]
    let plan = try CampaignPlan(of: scenario, decisive: [])
    #expect(plan.workload == workload && plan.nemesis == nemesis)
    #expect(plan.scenario.script.starts(with: scenario.script))
    // Faults that begin late are repaired later still.
    #expect(plan.faultsEnd > 5000 && plan.end > plan.faultsEnd)
    #expect(plan.scenario.seed == 0 && plan.scenario(seed: 7).seed == 7)
  }

  @Test func defaultsSuitTheDelays() throws {
    func plan(_ delay: VirtualDuration) throws -> CampaignPlan {
      try CampaignPlan(
        of: Preset.make(servers: 3, title: "x", seed: 1, serverDelay: delay), decisive: [])
    }
    let (near, far) = (try plan(5), try plan(500))
    #expect(near.workload!.meanGap < far.workload!.meanGap)
    #expect(near.nemesis!.meanDuration < far.nemesis!.meanDuration && near.end < far.end)
    #expect(near.nemesis!.kinds == Nemesis.Kind.allCases)
    #expect(near.workload!.clients.count == 3 && near.workload!.compareAndSetPercent > 0)
    #expect(near.workload!.keys == ["name", "a"])
    // A scenario at the edge of what can be said still makes a script within its bounds.
    let edge = try plan(VirtualDuration(ActionLimits.durationMax))
    #expect(
      try ScenarioText(parsing: ScenarioText(of: edge.scenario).text).scenario == edge.scenario)
  }

  @Test func aScenarioWithoutClientsIsRefused() throws {
    var scenario = try CampaignFixture.scenario()
    scenario.clients = []
    #expect(throws: ScenarioError.self) { try CampaignPlan(of: scenario, decisive: []) }
  }

  @Test func theOrderOfSettingsIsNoDifference() throws {
    let settings: [Scenario.Setting] = [.init("acknowledgement", "all"), .init("apply-time", 3)]
    #expect(
      try CampaignFixture.plan(settings: settings)
        == CampaignFixture.plan(settings: settings.reversed()))
  }

  @Test func whatAUserDidBecomesPartOfTheScript() throws {
    var run = try Run(try CampaignFixture.scenario())
    run.seek(time: 40)
    try run.perform(.crash(NodeID(1), losingDisk: false))
    try run.perform(.invoke(ProcessID(0), .write("name", "Zoe"), target: nil))
    let plan = try CampaignPlan(of: run.scenario, log: run.simulation.log, decisive: [])
    #expect(
      plan.scenario.script.prefix(2).map(\.time) == [40, 40]
        && plan.scenario.script[0].intervention == .crash(NodeID(1), losingDisk: false))
    run.stepEvent()
    let message = try #require(run.simulation.messagesInFlight.first)
    try run.perform(.treat(message.id, .drop))
    #expect(throws: ScenarioError.self) {
      try CampaignPlan(of: run.scenario, log: run.simulation.log, decisive: [])
    }
  }

  @Test(arguments: Preset.all) func everyPresetMakesAPlanThatReadsBack(preset: Preset) throws {
    let plan = try CampaignPlan(of: preset.scenario, decisive: preset.promises)
    let text = ScenarioText(of: plan.scenario).text
    #expect(try ScenarioText(parsing: text).scenario == plan.scenario)
    #expect(plan.decisive == preset.promises.sorted())
  }
}
