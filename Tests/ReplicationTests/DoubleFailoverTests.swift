import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// The schedule of figure 8 of the Raft paper (Ongaro and Ousterhout 2014): an entry of an old epoch
/// reaches a majority under a later leader, and a third one, with an entry of an epoch between, asks
/// for votes.
///
/// The paper's servers S1 to S5 are here 0, 4, 2, 3, 1, so that lower ones stand first where needed.
@Suite struct DoubleFailoverTests {
  private func timeline(logCheckOffAt time: VirtualTime? = nil) -> Timeline<SingleLeader> {
    var setup = FailoverSetup.safe
    setup.servers = 5
    setup.delay = 5
    setup.settings += [("election-stagger", 20)]
    let (s1, s2, s3, s4, s5) = (NodeID(0), NodeID(4), NodeID(2), NodeID(3), NodeID(1))
    var world = setup.world
    // (a) S1 leads and appends an entry that reaches only S2.
    world.schedule(.cut(partition([s1, s2], [s3, s4, s5])), at: 95)
    world.plan(.write("x", 1), at: 100, by: 0, on: s1)
    world.schedule(.crash(s1, losingDisk: false), at: 130)
    world.schedule(.crash(s2, losingDisk: false), at: 130)
    // (b) S5 is elected by S3 and S4 at 195, who do not hear of it, and appends another entry there.
    world.schedule(.cut([Link(from: s5, to: s3), Link(from: s5, to: s4)]), at: 191)
    world.plan(.write("x", 2), at: 200, by: 1, on: s5)
    world.schedule(.crash(s5, losingDisk: false), at: 210)
    // (c) S1 is elected again at 360 and sends its entry to S3: a majority has it.
    world.schedule(.heal(nil), at: 250)
    world.schedule(.restart(s1), at: 250)
    world.schedule(.restart(s2), at: 250)
    world.schedule(.cut(between(s1, s4)), at: 340)
    world.plan(.read("x"), at: 385, by: 2, on: s1)
    world.schedule(.crash(s1, losingDisk: false), at: 400)
    world.schedule(.heal(nil), at: 401)
    // (d) S5 is back and stands, while the others are kept from standing by restarts of their own.
    world.schedule(.restart(s5), at: 401)
    for time: VirtualTime in [450, 540] {
      for node in [s2, s3, s4] {
        world.schedule(.crash(node, losingDisk: false), at: time)
        world.schedule(.restart(node), at: time + 5)
      }
    }
    if let time { world.schedule(.configure(path: "log-check", value: "off"), at: time) }
    world.plan(.read("x"), at: 1500, by: 3)
    world.schedule(.restart(s1), at: 2000)
    return Timeline(world, initial: setup.initial)
  }

  private func deliveries(_ timeline: Timeline<SingleLeader>, _ label: String) -> [NodeID] {
    timeline.recording.events.filter { $0.node == NodeID(1) && $0.label.description == label }
      .compactMap(\.peer)
  }

  private func elections(_ timeline: Timeline<SingleLeader>) -> [String] {
    timeline.recording.history.events.compactMap {
      guard case .note(.leads(let node, _, let epoch)) = $0.kind else { return nil }
      return "\($0.time): \(node.index) in \(epoch)"
    }
  }

  @Test func anEntryOfAnOldEpochThatIsCommittedStays() {
    var timeline = timeline()
    timeline.run(through: 3000)
    let isQuiet = timeline.drain()
    #expect(isQuiet)
    // S5 does ask, and S4, which knows of nothing, does vote for it; S2 and S3 do not.
    #expect(deliveries(timeline, "vote epoch 5") == [NodeID(3)])
    #expect(deliveries(timeline, "no-vote epoch 5") == [NodeID(2), NodeID(4)])
    #expect(
      elections(timeline) == ["0: 0 in 1", "195: 1 in 2", "360: 0 in 4", "695: 2 in 6"])
    let reads = timeline.recording.history.operations.filter(\.call.isReadOnly)
    #expect(reads.map(\.result) == [1, 1])
    #expect(Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 1)
    #expect(timeline.world.nodes[1].durable.entries.map(\.call) == [.write("x", 1)])
    #expect(RegisterCheck.problem(in: timeline.recording.history) == nil)
  }

  /// The same schedule without the check of logs, from before S5 stands in epoch 5 at 641, loses what was committed and read.
  @Test func withoutTheLogCheckItIsLost() {
    var timeline = timeline(logCheckOffAt: 600)
    timeline.run(through: 3000)
    let reads = timeline.recording.history.operations.filter(\.call.isReadOnly)
    #expect(reads.map(\.result) == [1, 2])
    #expect(elections(timeline).last == "651: 1 in 5")
  }
}
