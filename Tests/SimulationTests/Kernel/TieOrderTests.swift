import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct TieOrderTests {
  /// A fault, a timer, a delivery and an invocation, all at 20.
  private func tie(_ order: TieOrder) -> [EventKind] {
    let timeline = ProbeSetup(tieOrder: order).run { world in
      world.plan(.read("x"), at: 20, by: 1)
      world.plan(.write("datagram/1", 7), at: 9, by: 1, on: p0)
      world.plan(.write("timer/a", 16), at: 3, by: 0, on: p0)
      world.schedule(.setClockOffset(p2, 5), at: 20)
    }
    return timeline.recording.events(at: 20).map(\.kind)
  }

  @Test func faultsThenTimersThenDeliveriesThenInvocations() {
    #expect(tie(.standard) == [.intervention, .timer, .delivery, .invocation])
  }

  @Test func theAuditReversesTheClasses() {
    #expect(tie(.reversed) == [.invocation, .delivery, .timer, .intervention])
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func aLinkKeepsItsOrderAtOneInstant(_ order: TieOrder) {
    let timeline = ProbeSetup(tieOrder: order).run { world in
      world.plan(.write("stream/1", 1), at: 0, by: 0, on: p0)
      // The second message is faster and may not overtake: both arrive at 11.
      world.schedule(.setDelay([Link(from: p0, to: p1)], 3), at: 2)
      world.plan(.write("stream/1", 2), at: 4, by: 0, on: p0)
    }
    #expect(timeline.lines(1) == ["11: 1 from 0", "11: 2 from 0"])
  }

  @Test func linksAreReversedAmongEachOther() {
    let script: (inout World<Probe>) -> Void = { world in
      world.plan(.write("datagram/2", 1), at: 0, by: 0, on: p0)
      world.plan(.write("datagram/2", 2), at: 0, by: 1, on: p1)
    }
    #expect(
      ProbeSetup(tieOrder: .standard).run(script).lines(2) == ["11: 1 from 0", "11: 2 from 1"])
    #expect(
      ProbeSetup(tieOrder: .reversed).run(script).lines(2) == ["11: 2 from 1", "11: 1 from 0"])
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func aClientsProgramKeepsItsOrder(_ order: TieOrder) {
    let timeline = ProbeSetup(tieOrder: order).run { world in
      for number in 1...4 { world.plan(.write("x", .integer(Int64(number))), at: 5, by: 0) }
      for number in 11...14 { world.plan(.write("x", .integer(Int64(number))), at: 5, by: 1) }
    }
    let program = { (process: Int) in
      timeline.recording.operations(of: ProcessID(process)).compactMap(\.call.argument)
    }
    #expect(program(0) == [1, 2, 3, 4])
    #expect(program(1) == [11, 12, 13, 14])
    // The two clients themselves change places.
    let first = timeline.recording.history.operations.first?.process
    #expect(first == ProcessID(order == .standard ? 0 : 1))
  }

  @Test(arguments: [TieOrder.standard, .reversed])
  func theScriptKeepsItsOrder(_ order: TieOrder) {
    let timeline = ProbeSetup(tieOrder: order).run { world in
      world.schedule(.setDelay([Link(from: p0, to: p1)], 30), at: 5)
      world.schedule(.setDelay([Link(from: p0, to: p1)], 40), at: 5)
    }
    #expect(timeline.world.network[Link(from: p0, to: p1)].delay == 40)
  }

  /// Looking at the next instant is not an event: it may not change the run.
  @Test func lookingChangesNothingUnderReversedTies() {
    // The entry of the cancelled timer comes up at 25, with two requests that set timers for 41.
    var world = ProbeSetup(tieOrder: .reversed).world
    world.plan(.write("timer/a", 24), at: 0, by: 0, on: p0)
    world.plan(.delete("timer/a"), at: 10, by: 0, on: p0)
    world.plan(.write("timer/a", 16), at: 24, by: 0, on: p0)
    world.plan(.write("timer/b", 16), at: 24, by: 1, on: p0)
    var blind = world
    var none = NoObserver()
    blind.start(&none)
    while blind.step(&none) != nil {}
    var looking = Timeline(world, initial: [])
    while looking.nextTime() != nil { _ = looking.forward() }
    #expect(looking.lines(0) == blind[node: p0].durable.lines.map { "\($0.local): \($0.text)" })
    #expect(looking.world.digest == blind.digest)
  }
}
