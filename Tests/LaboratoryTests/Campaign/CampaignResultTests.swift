import Checkers
import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct CampaignResultTests {
  @Test func countsAddUpAndTheSmallestFailingSeedIsNamed() throws {
    let plan = try CampaignFixture.plan([.staleRead])
    let runs = (UInt64(1)...40).map { plan.run(seed: $0) }
    let result = CampaignFixture.result(1...40, of: plan)
    for checker in CheckerName.inRuns {
      let tally = result[checker]
      #expect(tally.holds + tally.violated + tally.pending + tally.unknown == 40)
      let failing = runs.filter { if case .violated = $0[checker] { true } else { false } }
      #expect(tally.violated == failing.count && tally.first?.seed == failing.first?.seed)
      #expect(tally.first?.digest == failing.first?.digest)
    }
    let first = try #require(result[.staleRead].first)
    #expect(first.witness.contains("committed before the invocation"))
    #expect(result.events == runs.map(\.events).reduce(0, +))
    #expect(result.decision == .violated && result.firstFailure?.failure == first)
    #expect(CampaignFixture.result(1...40, of: plan, backwards: true) == result)
  }

  @Test func onlyWhatDecidesDecides() throws {
    let convergence = CampaignFixture.result(1...40, of: try CampaignFixture.plan([.convergence]))
    #expect(convergence[.staleRead].violated > 0 && convergence.decision == .holds)
    #expect(convergence.firstFailure == nil)
    let anything = CampaignFixture.result(1...40, of: try CampaignFixture.plan([]))
    #expect(anything.decision == .violated)
    var incomplete = CampaignResult(
      of: convergence.plan, source: "x", asked: SeedSet(1...41))
    #expect(incomplete.decision == .undecided)
    for seed in UInt64(1)...40 { incomplete.add(incomplete.plan.run(seed: seed)) }
    #expect(incomplete.decision == .undecided)
    incomplete.add(incomplete.plan.run(seed: 41))
    #expect(incomplete.decision == .holds)
    let unknown = CampaignFixture.result(
      1...40, of: try CampaignFixture.plan([.sequentialConsistency]))
    #expect(unknown[.sequentialConsistency].unknown > 0)
    #expect(unknown[.sequentialConsistency].violated > 0 || unknown.decision == .undecided)
  }

  // MARK: Merging

  @Test func shardsMergeToTheWholeInAnyOrder() throws {
    let plan = try CampaignFixture.plan([.staleRead])
    let whole = CampaignFixture.result(1...30, of: plan)
    let parts = [1...4, 5...17, 18...30].map { CampaignFixture.result($0, of: plan) }
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let merged = try CampaignResult.merged(order.map { parts[$0] })
      #expect(merged == whole && merged.text == whole.text)
    }
    let (a, b, c) = (parts[0], parts[1], parts[2])
    let left = try CampaignResult.merged([CampaignResult.merged([a, b]), c])
    let right = try CampaignResult.merged([a, CampaignResult.merged([b, c])])
    #expect(left == right && left == whole)
    #expect(try CampaignResult.merged([a]) == a)
  }

  /// A shard says of which campaign it is a part, so a merge knows what is missing; by itself it is
  /// judged by its own seeds.
  @Test func aShardThatIsNotThereIsMissed() throws {
    let plan = try CampaignFixture.plan()
    func shard(_ seeds: ClosedRange<UInt64>) -> CampaignResult {
      var result = CampaignResult(
        of: plan, source: "--preset fixture", asked: SeedSet(seeds), whole: SeedSet(1...9))
      for seed in seeds { result.add(plan.run(seed: seed)) }
      return result
    }
    let (a, b, c) = (shard(1...3), shard(4...6), shard(7...9))
    #expect(a.decision == .holds && a.missing.isEmpty)
    let read = try CampaignResult(parsing: a.text)
    #expect(read == a && read.whole == SeedSet(1...9) && read.text == a.text)
    let incomplete = try CampaignResult.merged([c, a])
    #expect(incomplete.decision == .undecided && incomplete.missing == SeedSet(4...6))
    #expect(try incomplete == CampaignResult.merged([a, c]))
    #expect(try CampaignResult(parsing: incomplete.text) == incomplete)
    #expect(try CampaignResult.merged([a]).missing == SeedSet(4...9))
    let whole = CampaignFixture.result(1...9, of: plan)
    for order in [[a, b, c], [c, b, a], [incomplete, b], [b, incomplete]] {
      let merged = try CampaignResult.merged(order)
      #expect(merged == whole && merged.text == whole.text)
    }
  }

  @Test func whatDoesNotBelongTogetherIsRefused() throws {
    let plan = try CampaignFixture.plan()
    let a = CampaignFixture.result(1...6, of: plan)
    func message(_ others: [CampaignResult]) -> String {
      CampaignFixture.error { _ = try CampaignResult.merged([a] + others) }?.message ?? "merged"
    }
    let overlapping = CampaignFixture.result(6...9, of: plan)
    #expect(message([overlapping]) == "result 1 and result 2 overlap: both have run seed 6")
    #expect(message([a]) == "result 1 and result 2 are the same result")
    let error = CampaignFixture.error { _ = try CampaignResult.merged([a, a]) { _ in "x" } }
    #expect(error?.message == "x is given twice")
    let all = try CampaignFixture.plan(settings: [.init("acknowledgement", "all")])
    #expect(
      message([CampaignFixture.result(7...8, of: all)]).contains(
        "the knob acknowledgement (its default and all) differs"))
    let other = try CampaignFixture.plan([.staleRead])
    #expect(message([CampaignFixture.result(7...8, of: other)]).contains("which checkers decide"))
    #expect(CampaignFixture.error { _ = try CampaignResult.merged([]) } != nil)
  }
}
