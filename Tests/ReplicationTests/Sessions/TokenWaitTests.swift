import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// A replica that is behind a token: what it does with the read, in every way in which that can end.
@Suite struct TokenWaitTests {
  /// A leader and a follower 300 ms away; clients read at the follower.
  private func setup(
    _ fallback: SessionPolicy.Fallback = .redirect, wait: VirtualDuration = 100,
    miss: SessionPolicy.Miss = .wait
  ) -> SingleLeaderSetup {
    var setup = SingleLeaderSetup()
    setup.lags = [300]
    setup.routing = .preferred
    setup.among = [NodeID(1)]
    setup.sessionPolicy.token = .writes
    setup.sessionPolicy.miss = miss
    setup.sessionPolicy.wait = wait
    setup.sessionPolicy.fallback = fallback
    return setup
  }

  private func run(
    _ setup: SingleLeaderSetup, through end: VirtualTime = 5000,
    _ more: (inout World<SingleLeader>) -> Void = { _ in }
  ) -> Timeline<SingleLeader> {
    var world = setup.world
    world.plan(.write("x", 1), at: 10, by: 0)
    world.plan(.read("x"), at: 20, by: 0)
    more(&world)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: end)
    return timeline
  }

  private func read(_ timeline: Timeline<SingleLeader>) -> Completion? {
    timeline.recording.operations(of: ProcessID(0))[1].completion
  }

  @Test func aReadWaitsUntilTheReplicaHasCaughtUp() {
    // Appended at 11, at the follower at 311.
    var timeline = run(setup(wait: 1000), through: 310)
    #expect(timeline.world.parked.map(\.since) == [21])
    #expect(timeline.world.unrest == .client(ProcessID(0)))
    #expect(timeline.world.hasForegroundPending)
    let stay = timeline.world.clients[0].trail.last?.wait
    #expect(stay?.since == 21 && stay?.end == nil)
    timeline.run(through: 320)
    #expect(read(timeline)?.outcome == .ok(1))
    #expect(read(timeline)?.time == 312)
    #expect(read(timeline)?.observation?.node == NodeID(1))
    #expect(timeline.world.clients[0].trail.last?.wait?.end == 311)
    #expect(timeline.world.parked.isEmpty)
    // The end of its patience, due at 1021, is void: nobody waits for it.
    timeline.run(through: 700)
    #expect(timeline.world.unrest == nil)
    #expect(!timeline.world.hasForegroundPending)
    timeline.run(through: 2000)
    #expect(!timeline.recording.events.contains { $0.label.name == "token wait over" })
  }

  @Test func fallbackRedirect() {
    let timeline = run(setup(.redirect))
    // Over at 121, back at 122, at the leader at 123, answered at 124.
    #expect(read(timeline)?.outcome == .ok(1))
    #expect(read(timeline)?.time == 124)
    #expect(read(timeline)?.observation?.node == NodeID(0))
    let trail = timeline.world.clients[0].trail
    #expect(trail.map(\.node) == [NodeID(1), NodeID(0)])
    let needed = LogPosition(epoch: 1, lsn: 1)
    #expect(trail.map(\.token) == [needed, nil])
    #expect(trail[1].reason == .redirected(by: NodeID(1), needs: needed))
    #expect(trail[0].wait.map { ($0.end ?? .never) - $0.since } == 100)
  }

  @Test func fallbackServe() {
    let timeline = run(setup(.serve))
    #expect(read(timeline)?.outcome == .ok(.absent))
    #expect(read(timeline)?.time == 122)
  }

  @Test func fallbackRefuse() {
    let timeline = run(setup(.refuse))
    #expect(read(timeline)?.outcome == .fail(.notFresh))
    #expect(read(timeline)?.time == 122)
  }

  @Test func missRedirectDoesNotWait() {
    let timeline = run(setup(miss: .redirect))
    #expect(read(timeline)?.outcome == .ok(1))
    #expect(read(timeline)?.time == 24)
  }

  @Test func theOrderOfArrivalIsTheOrderOfRelease() {
    var setup = setup(wait: 1000)
    setup.clients = 4
    var world = setup.world
    for client in 0..<4 { world.plan(.write("x", .integer(Int64(client))), at: 10, by: client) }
    for (time, client) in [(20, 2), (21, 0), (22, 3), (23, 1)] as [(VirtualTime, Int)] {
      world.plan(.read("x"), at: time, by: client)
    }
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 2000)
    let answered = timeline.recording.history.operations.filter(\.call.isReadOnly)
    #expect(answered.allSatisfy { $0.completion?.time == 312 })
    let order = timeline.recording.messages.filter {
      $0.record.from == NodeID(1) && $0.record.label.name == "ok"
    }
    // Each waits for its own write; all four arrive at 311 in the order of the log.
    #expect(order.count == 4)
    #expect(order.map { Int($0.record.to.index) - 2 } == [0, 1, 2, 3])
    // One append lets several go at once, first come first served.
    var shared = setup
    shared.sessionPolicy.token = .all
    var second = shared.world
    second.plan(.write("x", 1), at: 10, by: 0)
    for client in 1..<4 { second.plan(.read("x"), at: 15, by: client, on: NodeID(0)) }
    for (time, client) in [(20, 2), (21, 0), (22, 3), (23, 1)] as [(VirtualTime, Int)] {
      second.plan(.read("x"), at: time, by: client)
    }
    var together = Timeline(second, initial: [])
    together.run(through: 2000)
    let replies = together.recording.messages.filter {
      $0.record.from == NodeID(1) && $0.record.label.name == "ok"
    }
    #expect(replies.map { Int($0.record.to.index) - 2 } == [2, 0, 3, 1])
  }

  @Test func aCrashLosesTheReadsThatWait() {
    let timeline = run(setup(wait: 1000)) { world in
      world.schedule(.crash(NodeID(1), losingDisk: false), at: 200)
      world.schedule(.restart(NodeID(1)), at: 400)
    }
    #expect(read(timeline)?.outcome == nil)
    #expect(timeline.world.parked.isEmpty)
    #expect(timeline.world.unrest == .client(ProcessID(0)))
    var patient = setup(wait: 1000)
    patient.timeout = 900
    let second = run(patient, through: 20_000) { world in
      world.schedule(.crash(NodeID(1), losingDisk: false), at: 200)
      world.schedule(.restart(NodeID(1)), at: 400)
    }
    #expect(read(second)?.outcome == .info(.timeout))
    #expect(read(second)?.time == 920)
    #expect(second.world.unrest == nil)
  }

  @Test func aPausedReplicaEndsTheWaitWhenItResumes() {
    let timeline = run(setup(.refuse)) { world in
      world.schedule(.pause(NodeID(1)), at: 50)
      world.schedule(.resume(NodeID(1)), at: 250)
    }
    // Its patience ended at 121, while it did not run.
    #expect(read(timeline)?.outcome == .fail(.notFresh))
    #expect(read(timeline)?.time == 251)
    // At the instant at which it resumes, the append that came at 311 is served after the timers.
    let pause = { (wait: VirtualDuration) in
      run(setup(.refuse, wait: wait)) { world in
        world.schedule(.pause(NodeID(1)), at: 50)
        world.schedule(.resume(NodeID(1)), at: 600)
      }
    }
    #expect(read(pause(400))?.outcome == .fail(.notFresh))
    #expect(read(pause(700))?.outcome == .ok(1))
    #expect(read(pause(700))?.time == 601)
  }

  @Test func aClientMayGiveUpBefore() {
    var setup = setup(.redirect, wait: 200)
    setup.timeout = 50
    let timeline = run(setup)
    #expect(read(timeline)?.outcome == .info(.timeout))
    #expect(timeline.world.unrest == nil && timeline.world.parked.isEmpty)
    // The redirect comes for nothing.
    #expect(timeline.world.clients[0].trail.count == 1)
  }

  /// A slow clock measures a longer wait.
  @Test func theWaitIsMeasuredByTheReplicasClock() {
    let timeline = run(setup(.serve)) { world in
      world.schedule(.setDrift(NodeID(1), partsPerMillion: -500_000), at: 0)
    }
    #expect(read(timeline)?.time == 222)
  }

  @Test func anEndOfPatienceCanBeChosenByHand() throws {
    var timeline = run(setup(.serve, wait: 1000), through: 50)
    let choice = try #require(
      timeline.world.enabled.first { $0.label.name == "token wait over" })
    #expect(choice.due == 1021 && choice.node == NodeID(1))
    timeline.intervene(.choose(sequence: choice.sequence), at: 60)
    timeline.run(through: 100)
    #expect(read(timeline)?.outcome == .ok(.absent))
    #expect(read(timeline)?.time == 61)
    #expect(timeline.world.parked.isEmpty)
  }

  /// Reads that wait for commitment see less than what is applied: the check knows.
  @Test func aReplicaThatHidesUncommittedEntriesIsCheckedByWhatItShows() {
    var setup = setup(wait: 2000)
    setup.acknowledgement = .all
    setup.visibility = .onCommit
    let timeline = run(setup)
    // Applied there at 311; acknowledged at 612; the leader's word of it is there at 911.
    #expect(read(timeline)?.outcome == .ok(1))
    #expect(read(timeline)?.time == 912)
  }

  /// Nothing that is set here may change how it goes, only where the run stands.
  @Test func everyMomentCanBeGoneBackTo() {
    var timeline = run(setup(.redirect, wait: 150)) { world in
      for time in stride(from: Int64(30), to: 900, by: 37) {
        world.plan(.write("x", .integer(time)), at: VirtualTime(time), by: 1)
        world.plan(.read("x"), at: VirtualTime(time + 5), by: 1)
      }
      world.schedule(
        .setRouting([ProcessID(1)], .stickyModulo, among: [NodeID(1), NodeID(0)]), at: 0)
      world.schedule(.configure(path: "pin-window", value: 40), at: 300)
      world.schedule(.configure(path: "token-fallback", value: "refuse"), at: 500)
      world.schedule(.crash(NodeID(1), losingDisk: false), at: 600)
      world.schedule(.restart(NodeID(1)), at: 700)
    }
    let digests = (0...timeline.newest).map { position in
      timeline.seek(to: position)
      return timeline.world.digest
    }
    for position in (0...timeline.newest).reversed() {
      timeline.seek(to: position)
      #expect(timeline.world.digest == digests[position])
    }
  }
}
