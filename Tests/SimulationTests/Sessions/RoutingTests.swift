import Histories
import Simulation
import TestWorlds
import Testing

/// Where clients send what names no node.
@Suite struct RoutingTests {
  /// The nodes that a client sent its requests to.
  private func targets(_ timeline: Timeline<Probe>, of client: Int = 0) -> [NodeID] {
    timeline.recording.messages.filter { $0.record.from == NodeID(3 + client) }.map(\.record.to)
  }

  @Test func modularStickinessFailsOverToTheNextThatIsUp() {
    // Session 1 of the pool (2, 1, 0): node 1, then node 0, then node 2.
    let timeline = ProbeSetup().run { world in
      world.schedule(.setRouting([ProcessID(1)], .stickyModulo, among: [p1, p0]), at: 0)
      world.plan(.read("x"), at: 10, by: 1)
      world.schedule(.crash(p0, losingDisk: false), at: 20)
      world.plan(.read("x"), at: 30, by: 1)
      world.schedule(.restart(p0), at: 40)
      world.plan(.read("x"), at: 50, by: 1)
      world.schedule(.crash(p0, losingDisk: false), at: 60)
      world.schedule(.crash(p1, losingDisk: false), at: 60)
      world.plan(.read("x"), at: 70, by: 1)
    }
    #expect(targets(timeline, of: 1) == [p0, p1, p0])
    let last = timeline.recording.history.operations.last
    #expect(last?.completion?.outcome == .fail(.noCandidate))
    #expect(last?.completion?.time == 70)
  }

  /// With 1 and 2 of three down, going to the neighbour without looking asks a dead node.
  @Test func failoverPassesOverEveryNodeThatIsDown() {
    var setup = SingleLeaderSetup()
    setup.lags = [10, 10, 10]
    setup.routing = .stickyModulo
    setup.among = [NodeID(1), NodeID(2), NodeID(3)]
    var world = setup.world
    world.schedule(.crash(NodeID(1), losingDisk: false), at: 0)
    world.schedule(.crash(NodeID(2), losingDisk: false), at: 0)
    world.plan(.read("x"), at: 10, by: 0)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 100)
    let read = timeline.recording.history.operations[0]
    #expect(read.completion?.observation?.node == NodeID(3))
    #expect(timeline.world.clients[0].trail.map(\.reason) == [.failedOver(from: NodeID(1))])
  }

  @Test func aPausedNodeIsNotNoticed() {
    let timeline = ProbeSetup(timeout: 100).run { world in
      world.schedule(.setRouting([ProcessID(0)], .stickyModulo, among: [p0, p1]), at: 0)
      world.schedule(.pause(p0), at: 0)
      world.plan(.read("x"), at: 10, by: 0)
    }
    #expect(targets(timeline) == [p0])
    #expect(timeline.recording.history.operations[0].completion?.outcome == .info(.timeout))
  }

  @Test func rendezvousMovesOnlyTheSessionsOfTheNodeThatIsDown() {
    var setup = SingleLeaderSetup()
    setup.lags = [1, 1, 1, 1]
    setup.clients = 40
    setup.routing = .stickyRendezvous
    setup.among = (1...4).map { NodeID($0) }
    var world = setup.world
    for time in [10, 30, 50] as [VirtualTime] {
      for client in 0..<40 { world.plan(.read("x"), at: time, by: client) }
    }
    world.schedule(.crash(NodeID(2), losingDisk: false), at: 20)
    world.schedule(.restart(NodeID(2)), at: 40)
    var timeline = Timeline(world, initial: [])
    timeline.run(through: 100)
    let served = { (time: VirtualTime) in
      timeline.recording.history.operations.filter { $0.invoked == time }
        .sorted { $0.process < $1.process }.compactMap { $0.completion?.observation?.node }
    }
    let (before, during, after) = (served(10), served(30), served(50))
    #expect(before.count == 40 && before == after)
    #expect(Set(before).count == 4)
    for (one, other) in zip(before, during) {
      #expect(one == NodeID(2) ? other != one : other == one)
    }
    // The sessions of the node that is down are spread over the others, not given to one neighbour.
    #expect(Set(zip(before, during).filter { $0 != $1 }.map(\.1)).count > 1)
  }

  @Test func amongRestrictsReadsAndKeepsItsOrder() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.setRouting([ProcessID(0)], .roundRobin, among: [p1, p0]), at: 0)
      for time in [10, 20, 30] as [VirtualTime] { world.plan(.read("x"), at: time, by: 0) }
      world.plan(.write("x", 1), at: 40, by: 0)
      world.schedule(.setRouting([ProcessID(0)], .preferred, among: [p1]), at: 50)
      world.plan(.read("x"), at: 60, by: 0)
      world.plan(.write("x", 2), at: 70, by: 0)
      // Node 2 takes no read, whoever asks for it.
      world.schedule(.setRouting([ProcessID(0)], .preferred, among: [p2]), at: 80)
      world.plan(.read("x"), at: 90, by: 0)
    }
    #expect(targets(timeline) == [p1, p0, p1, p0, p1, p0])
    let last = timeline.recording.history.operations.last
    #expect(last?.completion?.outcome == .fail(.noCandidate))
  }

  @Test func aLeaderThatDoesNotAnswerIsDoubtedAndOneThatDoesIsBelieved() {
    let timeline = ProbeSetup(timeout: 50).run { world in
      world.schedule(.pause(p0), at: 0)
      // It never answers a read of another node, so a time-out there says nothing of the leader.
      world.plan(.acquire("x"), at: 10, by: 1, on: p2)
      world.plan(.write("x", 1), at: 100, by: 1)
      world.plan(.write("x", 2), at: 200, by: 1)
      world.plan(.write("x", 3), at: 210, by: 1)
      // Redirected to node 0: believed from then on.
      world.schedule(.resume(p0), at: 300)
      world.plan(.pop("x"), at: 310, by: 1)
      world.plan(.write("x", 4), at: 400, by: 1, on: p1)
      world.plan(.write("x", 5), at: 410, by: 1)
    }
    #expect(targets(timeline, of: 1).prefix(5) == [p2, p0, p1, p1, p1])
    #expect(targets(timeline, of: 1).suffix(2) == [p1, p1])
    #expect(timeline.world.clients[1].beliefs.map(\.leader) == [p1])
    let pops = timeline.recording.messages.filter { $0.record.label.name == "pop" }
    #expect(pops.map(\.record.to).prefix(3) == [p1, p0, p0])
  }
}
