import Histories
import Replication
import Simulation
import TestWorlds
import Testing

@Suite struct TimelineTests {
  /// A run of some hundred events with writes, reads, faults and message loss.
  static func faulty(_ seed: UInt64, _ order: TieOrder = .standard) -> World<SingleLeader> {
    var setup = SingleLeaderSetup.all[Int(seed) % SingleLeaderSetup.all.count]
    setup.seed = seed
    setup.tieOrder = order
    var world = setup.world
    for (intervention, time) in script(world.clients.map(\.id)) {
      world.schedule(intervention, at: time)
    }
    return world
  }

  static func script(_ clients: [ProcessID]) -> [(Intervention, VirtualTime)] {
    [
      (
        .setWorkload(Workload(clients: clients, meanGap: 20, readPercent: 40, keys: ["a", "b"])), 0
      ),
      (.setNemesis(Nemesis(kinds: Nemesis.Kind.allCases, meanGap: 60, meanDuration: 80)), 1),
      (.setLoss(between(NodeID(0), NodeID(1)), Probability(percent: 10)), 2),
    ]
  }

  /// The digest after each number of events, by stepping alone.
  private func digests(_ world: World<SingleLeader>, _ count: Int) -> [Digest] {
    var world = world
    var none = NoObserver()
    world.start(&none)
    var digests = [world.digest]
    for _ in 0..<count where world.step(&none) != nil { digests.append(world.digest) }
    return digests
  }

  @Test(arguments: UInt64(1)...4, [TieOrder.standard, .reversed])
  func everyPositionEqualsAFreshRun(_ seed: UInt64, _ order: TieOrder) {
    let world = Self.faulty(seed, order)
    let fresh = digests(world, 700)
    var timeline = Timeline(world, initial: [])
    timeline.forward(700)
    #expect(timeline.newest == 700 && timeline.world.digest == fresh[700])
    // A stride that is prime to the number of positions visits each of them, to and fro.
    for step in 0...700 {
      let target = step * 263 % 701
      timeline.seek(to: target)
      #expect(timeline.position == target)
      #expect(timeline.world.digest == fresh[target])
    }
    timeline.seek(to: 700)
    timeline.forward(50)
    #expect(timeline.newest == 750)
    #expect(digests(world, 750).last == timeline.world.digest)
  }

  @Test func farBackInALongRun() {
    let world = Self.faulty(9)
    let fresh = digests(world, 9000)
    var timeline = Timeline(world, initial: [])
    timeline.forward(9000)
    for target in [8999, 4097, 4096, 2049, 100, 8000, 0, 6000, 9000] {
      timeline.seek(to: target)
      #expect(timeline.world.digest == fresh[target])
    }
  }

  @Test func theFutureSurvivesGoingBack() {
    var timeline = Timeline(Self.faulty(3), initial: [])
    timeline.forward(500)
    let (recording, digest) = (timeline.recording, timeline.world.digest)
    timeline.seek(to: 120)
    #expect(timeline.newest == 500 && !timeline.isAtNewest)
    while !timeline.isAtNewest { _ = timeline.forward() }
    #expect(timeline.world.digest == digest)
    #expect(sameRecording(timeline.recording, recording))
  }

  @Test(arguments: [0, 1, 64, 130, 499])
  func aBranchTakesItsOwnWay(_ position: Int) {
    var original = Timeline(Self.faulty(5), initial: [])
    original.forward(500)
    let digest = original.world.digest
    var branch = original
    branch.seek(to: position)
    branch.dropFuture()
    #expect(branch.isAtNewest && branch.newest == position)
    var same = branch
    branch.intervene(.setLoss(between(NodeID(0), NodeID(2)), Probability(percent: 100)), at: .zero)
    branch.forward(499 - position)
    same.forward(500 - position)
    #expect(same.world.digest == digest)
    #expect(sameRecording(same.recording, original.recording))
    #expect(branch.world.digest != digest)
    #expect(original.world.digest == digest && original.newest == 500)
  }
}
