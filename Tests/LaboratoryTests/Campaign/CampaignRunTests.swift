import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct CampaignRunTests {
  /// The run of a campaign is the one that the lab shows: the same state at the same instant, and
  /// the same verdicts, though it was neither recorded nor judged on the way.
  @Test(arguments: Preset.all) func aRunIsTheOneOfTheLab(preset: Preset) throws {
    let plan = try CampaignPlan(of: preset.scenario, decisive: [])
    var hasRested = false
    for seed in UInt64(1)...4 {
      let result = plan.run(seed: seed)
      var run = try Run(plan.scenario(seed: seed))
      run.seek(time: result.end)
      #expect(run.simulation.digest.state == result.digest && run.newest == result.events)
      #expect((run.simulation.unrest == nil) == result.isAtRest)
      let operations = run.simulation.recording.history.operations
      #expect(operations.count == result.operations.total && operations.count > 10)
      #expect(operations.filter(\.isOK).count == result.operations.ok)
      for checker in CheckerName.inRuns where checker.method != .exactSearch {
        let expected: SeedVerdict =
          switch run.verdict(of: checker) {
          case .holds: .holds
          case .violated(let witnesses): .violated(run.describe(witnesses[0]))
          case .pending: .pending
          case .unknown(let reason): .unknown(reason.cause)
          }
        #expect(result[checker] == expected)
      }
      hasRested = hasRested || result.isAtRest
      // It ends where a headless run of the same scenario ends by itself.
      var headless = try Run(plan.scenario(seed: seed))
      _ = try headless.runToRest(atLeast: plan.end, limit: plan.end + plan.drain, budget: 1_000_000)
      #expect(headless.clock == result.end)
    }
    #expect(hasRested)
  }

  @Test func theSameSeedIsTheSameAndAnotherIsNot() throws {
    let plan = try CampaignFixture.plan()
    #expect(plan.run(seed: 3) == plan.run(seed: 3))
    #expect(plan.run(seed: 3).digest != plan.run(seed: 4).digest)
    #expect(plan.run(seed: .max).events > 100)
  }

  @Test func whatLinearizabilityImpliesIsNotSearched() throws {
    let plan = try CampaignFixture.plan()
    let runs = (UInt64(1)...60).map { plan.run(seed: $0) }
    let orders: [CheckerName] = [.sequentialConsistency, .causalConsistency, .pram]
    // Unknown where a client went on at the very instant of an answer: real time does not order that.
    for run in runs where run[.linearizability] == .holds {
      #expect(orders.allSatisfy { run[$0] == .holds || run[$0].isUnknown })
    }
    #expect(
      runs.contains { run in
        run[.linearizability] == .holds && run.operations.total > 24
          && orders.allSatisfy { run[$0] == .holds }
      })
    #expect(runs.contains { if case .violated = $0[.linearizability] { true } else { false } })
  }

  /// A run that was cut short shows no more than what it has shown.
  @Test func nothingHoldsOnARunThatWasGivenUp() throws {
    let whole = try CampaignFixture.plan()
    let short = try CampaignPlan(
      complete: whole.scenario, drain: 1000, eventsMax: 60, decisive: [])
    let runs = (UInt64(1)...20).map { short.run(seed: $0) }
    #expect(runs.allSatisfy { $0.isExhausted && $0.events == 60 && !$0.isAtRest })
    #expect(runs.allSatisfy { !$0.verdicts.contains(.holds) && !$0.verdicts.contains(.pending) })
  }

  @Test func whyItIsUnknownIsCounted() throws {
    let plan = try CampaignFixture.plan()
    let runs = (UInt64(1)...60).map { plan.run(seed: $0) }
    let result = CampaignFixture.result(1...60, of: plan)
    let tally = result[.sequentialConsistency]
    let open = runs.filter { $0[.sequentialConsistency] == .unknown("more than 24 operations") }
    let reason = try #require(tally.reasonsByCount.first)
    #expect(reason.reason == "more than 24 operations" && reason.runs.count == open.count)
    #expect(reason.runs.seed == open.first?.seed && reason.runs.end == open.first?.end)
    #expect(tally.reasons.values.map(\.count).reduce(0, +) == tally.unknown)
    let parts = [41...60, 1...20, 21...40].map { CampaignFixture.result($0, of: plan) }
    #expect(try CampaignResult.merged(parts) == result)
    #expect(try CampaignResult(parsing: result.text) == result)
    let short = try CampaignPlan(
      complete: plan.scenario, drain: 1000, eventsMax: 60, decisive: [])
    #expect(short.run(seed: 1)[.convergence] == .unknown(SeedVerdict.givenUp))
  }

  @Test func aRunThatCannotRestIsPending() throws {
    var scenario = try CampaignFixture.scenario()
    scenario.clients[0].timeout = nil
    // Never answered: the node that it is sent to is down, and the client waits for ever.
    scenario.script = [
      .init(time: 1, intervention: .setNemesis(Nemesis(kinds: [], meanGap: 50, meanDuration: 1))),
      .init(time: 10, intervention: .crash(NodeID(0), losingDisk: false)),
      .init(
        time: 12, intervention: .invoke(ProcessID(0), .write("name", "lost"), target: NodeID(0))),
    ]
    let plan = try CampaignPlan(of: scenario, decisive: [.convergence])
    let run = plan.run(seed: 1)
    #expect(run[.convergence] == .pending && run[.acknowledgedWriteLost] == .pending)
    #expect(!run.isAtRest && !run.isExhausted && run.operations.unanswered > 0)
    let result = CampaignFixture.result(1...3, of: plan)
    #expect(result.decision == .undecided && result[.convergence].pending == 3)
  }
}

extension SeedVerdict {
  fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
