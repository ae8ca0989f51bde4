import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// Named schedules of failover: links of 30 ms, heartbeats every 20, suspicion after 100. When P crashes
/// at 75 or is cut off at 100, its last heartbeat comes at 90, and R1 leads at 250.
@Suite struct FailoverScheduleTests {
  private let p = NodeID(0)
  private let r1 = NodeID(1)
  private let r2 = NodeID(2)

  private func result(_ timeline: Timeline<SingleLeader>, _ client: Int, _ place: Int = 0) -> Value?
  {
    timeline.recording.operations(of: ProcessID(client))[place].result
  }

  private func completed(
    _ timeline: Timeline<SingleLeader>, _ client: Int, _ place: Int = 0
  ) -> Completion? {
    timeline.recording.operations(of: ProcessID(client))[place].completion
  }

  private func leaders(_ timeline: Timeline<SingleLeader>) -> [NodeID] {
    timeline.world.nodes.filter { $0.status != .crashed && $0.volatile.leads }.map(\.id)
  }

  private func notes(_ timeline: Timeline<SingleLeader>) -> [(VirtualTime, Note)] {
    timeline.recording.history.events.compactMap {
      if case .note(let note) = $0.kind { ($0.time, note) } else { nil }
    }
  }

  /// When each node began to lead.
  private func elections(_ timeline: Timeline<SingleLeader>) -> [(VirtualTime, NodeID, Int)] {
    notes(timeline).compactMap {
      if case .leads(let node, _, let epoch) = $0.1 { ($0.0, node, epoch) } else { nil }
    }
  }

  private func agree(_ timeline: Timeline<SingleLeader>) -> Bool {
    Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 1
      && Set(timeline.world.nodes.map { $0.durable.entries.map(\.operation) }).count == 1
  }

  // MARK: Paused and crashed leaders

  @Test(arguments: [TieOrder.standard, .reversed])
  func aPausedLeaderThatWakesUpStepsDown(_ order: TieOrder) {
    var setup = FailoverSetup.safe
    setup.tieOrder = order
    var world = setup.world
    world.plan(.write("x", 1), at: 98, by: 0, on: p)
    world.schedule(.pause(p), at: 100)
    world.plan(.write("x", 2), at: 400, by: 1, on: r1)
    world.schedule(.resume(p), at: 705)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 704)
    #expect(leaders(timeline) == [p, r1])
    timeline.run(through: 705)
    #expect(leaders(timeline) == [r1])
    let isQuiet = timeline.drain()
    #expect(isQuiet && agree(timeline))
    // The followers had the entry before the pause: their acknowledgements, which P reads first when
    // it wakes, were given in its epoch, and the new leader has the entry.
    #expect(completed(timeline, 0)?.time == 706)
    #expect(
      timeline.world.nodes[0].durable.entries.map(\.call) == [.write("x", 1), .write("x", 2)])
  }

  /// It wakes up behind a cut and knows nothing: only asking a majority keeps it from a stale answer.
  @Test(arguments: ["local", "read-index"])
  func aPausedLeaderBehindACut(_ reads: String) {
    let setup = FailoverSetup.safe.setting("leader-reads", .text(reads))
    var world = setup.world
    world.schedule(.pause(p), at: 100)
    world.schedule(.cut(partition([p], [r1, r2])), at: 100)
    world.plan(.write("x", 1), at: 400, by: 0, on: r1)
    world.schedule(.resume(p), at: 500)
    world.plan(.read("x"), at: 510, by: 1, on: p)
    world.schedule(.heal(nil), at: 700)
    var timeline = Timeline(world, initial: setup.initial)
    let isQuiet = timeline.drain()
    #expect(isQuiet)
    #expect(completed(timeline, 0)?.outcome == .ok(.absent))
    if reads == "local" {
      #expect(result(timeline, 1) == 0)
      #expect(RegisterCheck.problem(in: timeline.recording.history) != nil)
    } else {
      #expect(result(timeline, 1) == 1)
      #expect(completed(timeline, 1)?.observation?.node == r1)
      #expect(RegisterCheck.problem(in: timeline.recording.history) == nil)
    }
  }

  /// R1 asks for votes, R2 gives its vote, and R1 is gone: R2 stands next, in the epoch after.
  @Test func aCandidateThatCrashesInTheMiddle() {
    let setup = FailoverSetup.safe
    var world = setup.world
    world.schedule(.crash(p, losingDisk: false), at: 75)
    world.schedule(.crash(r1, losingDisk: false), at: 200)
    world.schedule(.restart(p), at: 330)
    world.schedule(.restart(r1), at: 600)
    var timeline = Timeline(world, initial: setup.initial)
    let isQuiet = timeline.drain()
    #expect(isQuiet && leaders(timeline) == [r2])
    #expect(elections(timeline).map(\.0) == [0, 430])
    #expect(elections(timeline).map(\.2) == [1, 3])
  }

  /// R1 has won and crashes before anybody hears of it.
  @Test func aLeaderThatCrashesAsItIsElected() {
    let setup = FailoverSetup.safe
    var world = setup.world
    world.plan(.write("x", 1), at: 10, by: 0, on: p)
    world.schedule(.crash(p, losingDisk: false), at: 75)
    world.schedule(.cut([Link(from: r1, to: r2)]), at: 251)
    world.schedule(.crash(r1, losingDisk: false), at: 252)
    world.schedule(.restart(p), at: 300)
    world.schedule(.heal(nil), at: 500)
    world.schedule(.restart(r1), at: 900)
    world.plan(.read("x"), at: 1500, by: 1)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 1600)
    let isQuiet = timeline.drain()
    #expect(isQuiet && agree(timeline))
    #expect(elections(timeline).map(\.1).prefix(2) == [p, r1])
    #expect(elections(timeline).count == 3)
    #expect(result(timeline, 1) == 1)
    let ceased = notes(timeline).compactMap {
      if case .ceases(let node, _, let epoch) = $0.1 {
        "\($0.0) \(node.index) \(epoch)"
      } else {
        nil
      }
    }
    #expect(ceased == ["75 0 1", "252 1 2"])
  }

  // MARK: Candidates

  /// With links slower than the stagger both stand, each votes for itself, and they try again.
  @Test(arguments: [TieOrder.standard, .reversed])
  func twoCandidatesSplitTheVotesAndOneWinsInTheEnd(_ order: TieOrder) {
    var setup = FailoverSetup.safe
    setup.delay = 60
    setup.tieOrder = order
    var world = setup.world
    world.schedule(.crash(p, losingDisk: false), at: 75)
    var timeline = Timeline(world, initial: setup.initial)
    var rivals = 0
    while let next = timeline.nextTime(), next <= 5000 {
      _ = timeline.forward()
      let candidates = timeline.world.nodes.filter {
        SingleLeader.inspect(
          $0, at: LocalTime(0), configuration: timeline.world.configuration
        ).role == "candidate"
      }
      if candidates.count == 2, candidates[0].durable.epoch == candidates[1].durable.epoch {
        rivals += 1
      }
    }
    #expect(rivals > 0)
    #expect(leaders(timeline).count == 1 && elections(timeline).count == 2)
  }

  /// Without a stagger they stand at the same instants for ever.
  @Test func withoutAStaggerTheVotesSplitForEver() {
    let setup = FailoverSetup.safe.setting("election-stagger", 0)
    var world = setup.world
    world.schedule(.crash(p, losingDisk: false), at: 75)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 20_000)
    #expect(leaders(timeline) == [])
    #expect(timeline.world.nodes[1].durable.epoch > 5)
  }

  /// Two of five retry for ever, in the background; when they come back, the others follow.
  @Test func aMinorityThatRetriesKeepsNobodyBusy() {
    var setup = FailoverSetup.safe
    setup.servers = 5
    var world = setup.world
    world.schedule(
      .cut(partition([p, r1, r2], [NodeID(3), NodeID(4)])), at: 100)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 20_000)
    #expect(leaders(timeline) == [p])
    #expect(timeline.world.nodes[3].durable.epoch > 5)
    #expect(!timeline.world.hasForegroundPending)
    let last = timeline.recording.foreground.last.map { timeline.recording.events[Int($0)].time }
    // Each of the two has stood once in the foreground.
    #expect(last.map { $0 < 1000 } ?? false)
    timeline.intervene(.heal(nil), at: 20_001)
    let isQuiet = timeline.drain()
    #expect(isQuiet && leaders(timeline).count == 1)
    let epochs = Set(timeline.world.nodes.map(\.durable.epoch))
    #expect(epochs.count == 1)
  }

  /// Nobody is asked: both sides of a cut have a leader at once, in epochs of their own.
  @Test func theDetectorAloneMakesTwoLeaders() {
    let setup = FailoverSetup.safe.setting("failover", "detector-alone")
    var world = setup.world
    world.schedule(.cut(partition([p], [r1], [r2])), at: 100)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 250)
    #expect(leaders(timeline) == [p, r1, r2])
    #expect(timeline.world.nodes.map(\.durable.epoch) == [1, 4, 2])
  }

  // MARK: Requests

  @Test func aFollowerRedirectsToTheLeaderItKnowsAndElseRefuses() {
    let setup = FailoverSetup.safe
    var world = setup.world
    world.schedule(.crash(p, losingDisk: false), at: 75)
    world.plan(.write("x", 1), at: 230, by: 0, on: r2)
    world.plan(.write("x", 2), at: 300, by: 1, on: r2)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 1000)
    #expect(completed(timeline, 0)?.outcome == .fail(.notLeader))
    #expect(completed(timeline, 0)?.time == 232)
    #expect(completed(timeline, 1)?.outcome == .ok(.absent))
    #expect(completed(timeline, 1)?.observation?.node == r1)
    let seen = timeline.world.nodes.map {
      SingleLeader.authority(asSeenBy: $0, configuration: timeline.world.configuration)
    }
    #expect(seen == [nil, r1, r1])
    let candidates = SingleLeader.candidates(
      for: .write("x", 1), configuration: timeline.world.configuration)
    #expect(candidates == [p, r1, r2])
  }

  /// A compare-and-set that fails takes no entry. It is a read, and confirmed like one.
  @Test(arguments: ["local", "read-index"])
  func aDecisionWithoutAnEntryIsConfirmed(_ reads: String) {
    let setup = FailoverSetup.safe.setting("leader-reads", .text(reads))
    var world = setup.world
    world.schedule(.cut(partition([p], [r1, r2])), at: 100)
    world.plan(.write("x", 5), at: 300, by: 0, on: r1)
    world.plan(.compareAndSet("x", expected: 5, new: 6), at: 500, by: 1, on: p)
    world.schedule(.heal(nil), at: 700)
    var timeline = Timeline(world, initial: setup.initial)
    let isQuiet = timeline.drain()
    #expect(isQuiet)
    #expect(result(timeline, 1) == (reads == "local" ? 0 : 1))
  }

  /// The question is lost with the old leader; the follower asks the new one.
  @Test(arguments: [TieOrder.standard, .reversed])
  func readsAtAFollowerWhileTheLeaderChanges(_ order: TieOrder) {
    var setup = FailoverSetup.safe
    setup.tieOrder = order
    var world = setup.world
    world.plan(.write("x", 1), at: 5, by: 0, on: p)
    world.plan(.read("x"), at: 95, by: 1, on: r2)
    world.schedule(.cut(partition([p], [r1, r2])), at: 100)
    world.plan(.write("x", 2), at: 260, by: 2, on: r1)
    world.plan(.read("x"), at: 330, by: 3, on: r2)
    world.schedule(.heal(nil), at: 800)
    var timeline = Timeline(world, initial: setup.initial)
    let isQuiet = timeline.drain()
    #expect(isQuiet && agree(timeline))
    #expect(completed(timeline, 2)?.time == 322)
    #expect(result(timeline, 1) != nil && result(timeline, 3) == 2)
    #expect(completed(timeline, 1).map { $0.time > 280 } ?? false)
    #expect(completed(timeline, 1)?.observation?.node == r2)
    #expect(RegisterCheck.problem(in: timeline.recording.history) == nil)
  }

  /// With a fixed leader too: lesson CM1, round 2.
  @Test func synchronousReadsUnderAFixedLeader() {
    var setup = SingleLeaderSetup()
    setup.lags = [100]
    setup.initial = [.init("x", 0)]
    var world = setup.world
    world.schedule(.configure(path: "follower-reads", value: "sync"), at: 0)
    world.plan(.write("x", 1), at: 0, by: 0, on: p)
    world.plan(.read("x"), at: 10, by: 1, on: r1)
    var timeline = Timeline(world, initial: setup.initial)
    let isQuiet = timeline.drain()
    #expect(isQuiet && result(timeline, 1) == 1)
    #expect(completed(timeline, 1)?.time == 412)
  }

  // MARK: Knobs turned while the run goes on

  @Test func failoverIsSwitchedOnAndOff() {
    let setup = FailoverSetup.safe.setting("failover", "off")
    var world = setup.world
    world.plan(.write("x", 1), at: 10, by: 0, on: p)
    world.schedule(.crash(p, losingDisk: false), at: 500)
    world.schedule(.configure(path: "failover", value: "majority-vote"), at: 1000)
    world.schedule(.restart(p), at: 1500)
    world.schedule(.configure(path: "failover", value: "off"), at: 2000)
    world.plan(.write("x", 2), at: 2100, by: 1, on: p)
    world.schedule(.crash(r1, losingDisk: false), at: 3000)
    world.schedule(.restart(r1), at: 3100)
    world.plan(.write("x", 3), at: 3500, by: 2)
    var timeline = Timeline(world, initial: setup.initial)
    timeline.run(through: 999)
    #expect(leaders(timeline) == [])
    timeline.run(through: 1999)
    #expect(leaders(timeline) == [r1])
    timeline.run(through: 5000)
    let isQuiet = timeline.drain()
    #expect(isQuiet && agree(timeline) && leaders(timeline) == [r1])
    #expect(completed(timeline, 1)?.outcome == .ok(.absent))
    #expect(completed(timeline, 2)?.outcome == .ok(.absent))
    #expect(timeline.world.nodes[0].durable.entries.count == 3)
  }
}
