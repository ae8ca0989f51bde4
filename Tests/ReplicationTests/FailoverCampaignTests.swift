import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// Random runs of the configuration that promises linearizability. Tens of thousands of seeds were
/// run in release mode (`docs/PROTOCOLS.md`); a few run here.
@Suite struct FailoverCampaignTests {
  private func problems(_ campaign: FailoverCampaign, _ seeds: ClosedRange<UInt64>) -> [String] {
    seeds.compactMap { seed in
      let result = campaign.run(seed: seed)
      return result.isClean ? nil : "seed \(seed): \(result.order ?? "") \(result.problems)"
    }
  }

  @Test func threeNodes() { #expect(problems(.safe(servers: 3), 1...12) == []) }

  @Test func fiveNodes() { #expect(problems(.safe(servers: 5), 1...4) == []) }

  @Test func withReversedTies() {
    var campaign = FailoverCampaign.safe(servers: 3)
    campaign.order = .reversed
    #expect(problems(campaign, 1...5) == [])
  }

  /// A gap that arrived after the acknowledgement took the follower off the leader's list, and nothing
  /// was sent to it any more.
  @Test func aLateGapDoesNotSilenceTheLeader() {
    #expect(problems(.safe(servers: 3), 271...271) == [])
  }

  /// A follower with a longer tail of a newer entry refused the leader's log for ever.
  @Test func aLongerTailGivesWay() {
    #expect(problems(.safe(servers: 3), 1749...1749) == [])
  }

  @Test func somethingHappens() {
    let results = (UInt64(1)...5).map { FailoverCampaign.safe(servers: 3).run(seed: $0) }
    #expect(results.reduce(0) { $0 + $1.operations } > 50)
    #expect(results.reduce(0) { $0 + $1.elections } > 10)
  }

  /// Each switch alone shows a violation within so many seeds, on one on which nothing is wrong without
  /// it: the check must speak, and the switch is what made the difference.
  @Test(arguments: [
    ("acknowledgement", "none", 3, 20), ("leader-reads", "local", 3, 20),
    ("follower-reads", "local", 3, 20), ("failover", "detector-alone", 3, 20),
    ("fencing", "off", 5, 60), ("log-check", "off", 3, 20),
  ])
  func everySwitchIsNeeded(_ path: String, _ value: String, _ servers: Int, _ within: UInt64) {
    let safe = FailoverCampaign.safe(servers: servers)
    let weak = safe.setting(path, .text(value))
    let found = (1...within).first { weak.run(seed: $0).order != nil }
    #expect(found != nil)
    if let found { #expect(safe.run(seed: found).order == nil) }
  }

  /// Alone it costs agreement, not linearizability: the old leader never takes part again.
  @Test func aLeaderThatNeverStepsDownIsOnlyLost() {
    let campaign = FailoverCampaign.safe(servers: 3).setting("step-down", "off")
    let results = (UInt64(1)...4).map { campaign.run(seed: $0, limit: 6_000) }
    #expect(results.allSatisfy { $0.order == nil })
    #expect(results.contains { $0.problems.contains("the replicas differ") })
    #expect(!results.contains { $0.problems.contains { $0.hasSuffix("writes are lost") } })
  }
}
