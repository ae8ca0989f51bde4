import Histories
import Replication
import Simulation
import TestWorlds
import Testing

/// The schedule of lesson WC4, "One leader, two leaders", rounds 1 to 3, with every value it states.
@Suite struct TwoLeadersScheduleTests {
  private let p = NodeID(0)
  private let r1 = NodeID(1)
  private let r2 = NodeID(2)

  private func lesson(
    _ settings: [(String, Value)] = [], _ order: TieOrder = .standard
  ) -> Timeline<SingleLeader> {
    var setup = FailoverSetup()
    setup.tieOrder = order
    setup.settings += settings.map { (path: $0.0, value: $0.1) }
    var world = setup.world
    world.schedule(
      .cut(
        partition(
          [p, setup.address(0), setup.address(2)], [r1, r2, setup.address(1), setup.address(3)])),
      at: 100)
    world.plan(.write("x", 1), at: 110, by: 0, on: p)
    world.plan(.write("x", 2), at: 260, by: 1, on: r1)
    world.plan(.read("x"), at: 300, by: 2, on: p)
    world.plan(.read("x"), at: 300, by: 3, on: r1)
    world.schedule(.heal(nil), at: 400)
    return Timeline(world, initial: setup.initial)
  }

  private func operation(_ timeline: Timeline<SingleLeader>, _ client: Int) -> Operation {
    timeline.recording.operations(of: ProcessID(client))[0]
  }

  private func values(_ timeline: Timeline<SingleLeader>) -> [Value] {
    timeline.world.nodes.map { node in
      let view = SingleLeader.inspect(
        node, at: node.clock.reading(at: timeline.world.now),
        configuration: timeline.world.configuration)
      return view.cells.first { $0.key == "x" }?.value ?? .absent
    }
  }

  private func notes(_ timeline: Timeline<SingleLeader>) -> [(VirtualTime, Note)] {
    timeline.recording.history.events.compactMap {
      if case .note(let note) = $0.kind { ($0.time, note) } else { nil }
    }
  }

  /// When P first hears of epoch 2. A heartbeat of R1 is due at the instant of the healing: with
  /// reversed ties it is lost in the cut, and the next one comes 20 later.
  private func healed(_ order: TieOrder) -> VirtualTime { order == .standard ? 400 : 420 }

  @Test(arguments: [TieOrder.standard, .reversed])
  func theElection(_ order: TieOrder) {
    var timeline = lesson([], order)
    let roles = { (timeline: Timeline<SingleLeader>) in
      timeline.world.nodes.map { node in
        SingleLeader.inspect(
          node, at: LocalTime(0), configuration: timeline.world.configuration
        ).role
      }
    }
    timeline.run(through: 189)
    #expect(roles(timeline) == ["leader", "follower", "follower"])
    timeline.run(through: 190)
    #expect(roles(timeline) == ["leader", "candidate", "follower"])
    timeline.run(through: 249)
    #expect(roles(timeline) == ["leader", "candidate", "follower"])
    timeline.run(through: 250)
    #expect(roles(timeline) == ["leader", "leader", "follower"])
    timeline.run(through: 300)
    #expect(roles(timeline) == ["leader", "leader", "follower"])
    #expect(timeline.world.nodes.map(\.durable.epoch) == [1, 2, 2])
    timeline.run(through: 2000)
    #expect(roles(timeline) == ["follower", "leader", "follower"])
    let leading = notes(timeline).filter {
      switch $0.1 {
      case .leads, .ceases: true
      default: false
      }
    }
    #expect(leading.map(\.0) == [0, 250, healed(order)])
    #expect(
      leading.map(\.1) == [
        .leads(p, of: LogID(0), epoch: 1), .leads(r1, of: LogID(0), epoch: 2),
        .ceases(p, of: LogID(0), epoch: 1),
      ])
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func acknowledgedByTheLeaderAlone(_ order: TieOrder) {
    var timeline = lesson([], order)
    let isQuiet = timeline.drain()
    #expect(isQuiet)
    #expect(operation(timeline, 0).completion?.time == 112)
    #expect(operation(timeline, 0).isOK && operation(timeline, 1).isOK)
    #expect(operation(timeline, 2).result == 1)
    #expect(operation(timeline, 3).result == 2)
    #expect(values(timeline) == [2, 2, 2])
    #expect(Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 1)
    // "rolled back: x=1 (acknowledged to c1 at 112) at P".
    let discarded = notes(timeline).filter { if case .discarded = $0.1 { true } else { false } }
    #expect(discarded.map(\.0) == [healed(order)])
    #expect(discarded.map(\.1) == [.discarded(operation(timeline, 0).id, at: p)])
    let entries = timeline.world.nodes[0].durable.entries
    #expect(entries.map(\.position) == [LogPosition(epoch: 2, lsn: 2)])
    #expect(entries.map(\.operation) == [operation(timeline, 1).id])
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func acknowledgedByAMajority(_ order: TieOrder) {
    var timeline = lesson([("acknowledgement", "majority")], order)
    let isQuiet = timeline.drain()
    #expect(isQuiet)
    #expect(operation(timeline, 0).completion?.outcome == .info(.timeout))
    #expect(operation(timeline, 0).completion?.time == 1110)
    #expect(operation(timeline, 1).isOK)
    #expect(operation(timeline, 1).completion?.time == 322)
    #expect(values(timeline) == [2, 2, 2])
    let committed = notes(timeline).compactMap {
      if case .committed(let write) = $0.1 { write } else { nil }
    }
    #expect(committed == [operation(timeline, 1).id])
  }

  /// R2 takes the entry of the old leader, and the new one thinks that it has its own.
  @Test(arguments: [TieOrder.standard, .reversed])
  func withoutFencing(_ order: TieOrder) {
    var timeline = lesson([("fencing", "off")], order)
    timeline.run(through: 20_000)
    let atTwo = timeline.world.nodes.map { node in
      node.durable.entries.first { $0.position.lsn == 2 }?.position.epoch
    }
    #expect(atTwo == [2, 2, 1])
    #expect(values(timeline) == [2, 2, 1])
    #expect(Set(timeline.world.nodes.map(SingleLeader.stateDigest)).count == 2)
  }

  /// No epoch counts at all: two leaders for ever.
  @Test(arguments: [TieOrder.standard, .reversed])
  func withoutFencingAndWithoutSteppingDown(_ order: TieOrder) {
    var timeline = lesson([("fencing", "off"), ("step-down", "off")], order)
    timeline.run(through: 20_000)
    let atTwo = timeline.world.nodes.map { node in
      node.durable.entries.first { $0.position.lsn == 2 }?.position.epoch
    }
    #expect(atTwo == [1, 2, 1])
    #expect(values(timeline) == [1, 2, 1])
    #expect(timeline.world.unrest != nil)
    #expect(!timeline.world.hasForegroundPending)
  }
}
