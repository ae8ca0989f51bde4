import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// Routing by lag, its cap, and the queue that log shipping may share.
@Suite struct LagRoutingTests {
  private let leader = NodeID(0)
  private let follower = NodeID(1)

  private func world(lag: VirtualDuration, _ knobs: [(String, Value)]) -> World<SingleLeader> {
    var setup = SingleLeaderSetup()
    setup.lags = [lag]
    setup.clients = 64
    setup.among = [NodeID(1), NodeID(0)]
    var world = setup.world
    world.schedule(.configure(path: "heartbeat-interval", value: .integer(20)), at: 0)
    for (path, value) in knobs {
      world.schedule(.configure(path: path, value: value), at: 0)
    }
    return world
  }

  private func run(
    _ world: World<SingleLeader>, to end: VirtualTime
  ) -> Timeline<SingleLeader> {
    var timeline = Timeline(world, initial: [])
    timeline.run(through: end)
    return timeline
  }

  private func load(_ world: inout World<SingleLeader>) {
    world.schedule(.setServiceTime(leader, 5), at: 0)
    world.schedule(
      .setWorkload(
        Workload(
          clients: (0..<64).map { ProcessID($0) }, meanGap: 256, readPercent: 100, keys: ["x"],
          isSteady: true)), at: 1000)
  }

  @Test func aSteadyWorkloadAsksExactlySoOften() {
    var world = world(lag: 50, [])
    load(&world)
    let asked = run(world, to: 1999).recording.history.operations.map(\.invoked)
    #expect(asked == (0..<250).map { VirtualTime(1000 + 4 * $0) })
  }

  @Test func readsStayAtAReplicaWithinTheLimit() {
    var world = world(lag: 450, [("lag-limit", .integer(500))])
    load(&world)
    let timeline = run(world, to: 2000)
    #expect(
      timeline.recording.history.operations.allSatisfy {
        $0.completion?.observation?.node ?? follower == follower
      })
    #expect(timeline.recording.load.routed(after: 0, through: 2000, events: .max).diverted == 0)
  }

  /// 250 a second arrive, 200 are served: after one second 50 wait, 5 ms each.
  @Test func overTheLimitAllReadsGoToTheLeader() {
    var world = world(lag: 600, [("lag-limit", .integer(500))])
    load(&world)
    let timeline = run(world, to: 2000)
    #expect(timeline.world[node: leader].requestsWaiting == 50)
    let load = timeline.recording.load
    #expect(load.requestsWaiting(at: leader, events: .max, at: 2000) == 50)
    #expect(load.requestsWaiting(at: leader, events: .max, at: 1000) == 0)
    #expect(load.routed(after: 0, through: 2000, events: .max) == (251, 251))
    let reason = timeline.world.clients[0].trail.first?.reason
    guard case .diverted(let from, let lag)? = reason else {
      Issue.record("the read was not diverted: \(String(describing: reason))")
      return
    }
    #expect(from == follower && lag > 500)
  }

  @Test(arguments: [0, 25, 50])
  func theCapBoundsTheShare(_ cap: Int64) {
    var world = world(
      lag: 600, [("lag-limit", .integer(500)), ("divert-cap", .integer(cap))])
    load(&world)
    let timeline = run(world, to: 1999)
    let (reads, diverted) = timeline.recording.load.routed(
      after: 0, through: 1999, events: .max)
    #expect(reads == 250 && diverted == 250 * Int(cap) / 100)
    #expect(timeline.world[node: leader].requestsWaiting == 0)
  }

  /// The heartbeats wait behind the requests: the age at the follower rises with the queue.
  @Test func aSharedQueueDelaysHeartbeats() {
    func age(_ shipping: String) -> VirtualDuration? {
      var world = world(
        lag: 600, [("lag-limit", .integer(500)), ("log-shipping", .text(shipping))])
      load(&world)
      return run(world, to: 2600).recording.load.heartbeatAge(
        of: follower, events: .max, at: 2600)
    }
    let (apart, queued) = (age("apart"), age("queued"))
    #expect(apart.map { (600...620).contains($0.milliseconds) } == true)
    #expect(queued.map { $0.milliseconds > 750 } == true)
  }

  /// Entries of the log and heartbeats keep their order, and nothing is lost or doubled.
  @Test func whatWaitsInASharedQueueLeavesInOrder() {
    var world = world(lag: 10, [("log-shipping", .text("queued"))])
    world.schedule(.setServiceTime(leader, 5), at: 0)
    for client in 0..<20 { world.plan(.write("x", .integer(Int64(client))), at: 100, by: client) }
    let timeline = run(world, to: 2000)
    let heartbeats = timeline.recording.messages.filter { $0.record.label.name == "heartbeat" }
      .compactMap(\.record.label.number).filter { $0 > 0 }
    #expect(heartbeats == heartbeats.sorted() && Set(heartbeats).count == heartbeats.count)
    #expect(timeline.world.unrest == nil)
    #expect(
      SingleLeader.progress(timeline.world[node: follower]).applied
        == SingleLeader.progress(timeline.world[node: leader]).applied)
  }

  /// What had not left yet is lost with the node.
  @Test func aCrashLosesWhatWaitsToBeSent() {
    var world = world(lag: 10, [("log-shipping", .text("queued"))])
    world.schedule(.setServiceTime(leader, 50), at: 0)
    for client in 0..<4 {
      world.schedule(.invoke(ProcessID(client), .read("x"), target: leader), at: 95)
    }
    world.schedule(.crash(leader, losingDisk: false), at: 150)
    let timeline = run(world, to: 600)
    let last = timeline.recording.messages.last { $0.record.label.name == "heartbeat" }
    #expect(last?.record.label.number == 80)
  }
}
