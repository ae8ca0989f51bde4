import Histories
import Replication
import Simulation
import TestWorlds
import Testing

@Suite struct FaultCampaignTests {
  @Test(arguments: Campaign.all)
  func replicasConvergeAndLogsArePrefixes(_ campaign: Campaign) {
    let problems = (UInt64(1)...80).flatMap { campaign.problems(seed: $0) }
    #expect(problems == [])
  }

  @Test(arguments: Campaign.all)
  func theSameWithReversedTies(_ campaign: Campaign) {
    let problems = (UInt64(1)...40).flatMap { campaign.problems(seed: $0, .reversed) }
    #expect(problems == [])
  }

  @Test(arguments: Campaign.all)
  func aSeedIsARun(_ campaign: Campaign) {
    let digest = { (seed: UInt64) in
      var world = campaign.world(seed: seed)
      var none = NoObserver()
      world.start(&none)
      for _ in 0..<600 where world.step(&none) == nil { break }
      return world.digest
    }
    let digests = (UInt64(1)...30).map(digest)
    #expect(digests == (UInt64(1)...30).map(digest))
    #expect(Set(digests).count == 30)
  }

  /// Without the faults' repair the same checks must speak.
  @Test func theChecksFailWhereTheyMust() {
    var setup = SingleLeaderSetup()
    setup.lags = [5, 20]
    var world = setup.world
    for number in Int64(1)...5 {
      world.plan(.write("a", .integer(number)), at: VirtualTime(number * 10), by: 0)
    }
    world.schedule(.crash(NodeID(0), losingDisk: true), at: 200)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 199)
    #expect(logsArePrefixes(timeline.world.nodes))
    #expect(Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 1)
    timeline.run(through: 200)
    #expect(!logsArePrefixes(timeline.world.nodes))
    #expect(Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 2)
    #expect(timeline.world.unrest == .node(NodeID(0), .crashed))
  }

  /// A leader that comes back without its disk tells where its log ends; tails beyond are discarded.
  @Test func aLeaderWithoutItsDiskRollsItsFollowersBack() {
    var world = SingleLeaderSetup().world
    world.plan(.write("a", 1), at: 10, by: 0)
    world.plan(.write("a", 2), at: 20, by: 0)
    world.schedule(.crash(NodeID(0), losingDisk: true), at: 1000)
    world.schedule(.restart(NodeID(0)), at: 1100)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 3000)
    #expect(logsArePrefixes(timeline.world.nodes))
    let discarded = timeline.recording.history.events.filter {
      if case .note(.discarded) = $0.kind { true } else { false }
    }
    #expect(discarded.count == 6)
    #expect(timeline.world.unrest == nil)
  }

  /// A follower that lost its disk and could not say so at once is brought up to date all the same.
  @Test func aFollowerWithoutItsDiskIsBroughtUpToDateAfterACut() {
    var world = SingleLeaderSetup().world
    world.plan(.write("a", 1), at: 10, by: 0)
    world.schedule(.crash(NodeID(1), losingDisk: true), at: 1000)
    world.schedule(.cut(between(NodeID(0), NodeID(1))), at: 1050)
    world.schedule(.restart(NodeID(1)), at: 1100)
    world.schedule(.heal(nil), at: 1500)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 3000)
    #expect(timeline.world.nodes[1].durable.entries.count == 1)
    #expect(Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 1)
  }
}
