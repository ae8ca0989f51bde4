import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct CutTests {
  /// A cut with its repair, and whether a message due at 11 arrives.
  struct Case: Sendable, CustomTestStringConvertible {
    let cut: VirtualTime
    let heal: VirtualTime?
    let arrives: Bool
    var testDescription: String { "cut \(cut), heal \(heal?.description ?? "never")" }
  }

  @Test(arguments: [
    Case(cut: 0, heal: nil, arrives: false), Case(cut: 11, heal: nil, arrives: false),
    Case(cut: 12, heal: nil, arrives: true), Case(cut: 2, heal: 10, arrives: true),
    Case(cut: 2, heal: 11, arrives: true), Case(cut: 2, heal: 12, arrives: false),
  ])
  func onlyTheDeliveryInstantCounts(_ example: Case) {
    let link = Link(from: p0, to: p1)
    let timeline = ProbeSetup().run { world in
      world.plan(.write("datagram/1", 7), at: 0, by: 0, on: p0)
      world.schedule(.cut([link]), at: example.cut)
      if let heal = example.heal { world.schedule(.heal([link]), at: heal) }
    }
    #expect(timeline.lines(1).contains("11: 7 from 0") == example.arrives)
    let fate = timeline.recording.messages.first { $0.record.label.name == "probe" }?.fate
    #expect(fate == (example.arrives ? .delivered : .lostInCut))
  }

  @Test func aCutIsDirected() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.cut([Link(from: p0, to: p1)]), at: 0)
      world.plan(.write("datagram/1", 1), at: 1, by: 0, on: p0)
      world.plan(.write("datagram/0", 2), at: 1, by: 1, on: p1)
    }
    #expect(timeline.lines(1) == ["2: write 2"])
    #expect(timeline.lines(0).contains("12: 2 from 1"))
    #expect(timeline.world.network.cuts == [Link(from: p0, to: p1)])
  }

  @Test func nothingIsKeptForTheHealing() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.cut([Link(from: p0, to: p1)]), at: 0)
      world.plan(.write("stream/1", 1), at: 1, by: 0, on: p0)
      world.schedule(.heal(nil), at: 100)
      world.plan(.write("stream/1", 2), at: 101, by: 0, on: p0)
    }
    #expect(timeline.lines(1) == ["112: 2 from 0"])
    #expect(timeline.lines(0).contains("100: link to 1"))
  }

  @Test func aLostRequestAndALostReplyLookAlike() {
    let client = NodeID(3)
    for (lost, effects) in [(Link(from: client, to: p0), 0), (Link(from: p0, to: client), 1)] {
      let timeline = ProbeSetup(timeout: 50).run { world in
        world.schedule(.cut([lost]), at: 0)
        world.plan(.write("x", 5), at: 10, by: 0, on: p0)
      }
      #expect(timeline.lines(0).count == effects)
      let operation = timeline.recording.history.operations[0]
      #expect(operation.completion?.outcome == .info(.timeout))
      #expect(operation.completion?.time == 60)
      #expect(operation.isPending)
    }
  }

  /// A message that has reached a paused node is past the network: a later cut cannot take it.
  @Test func aCutDoesNotReachWhatHasArrived() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.pause(p1), at: 5)
      world.plan(.write("datagram/1", 7), at: 0, by: 0, on: p0)
      world.schedule(.cut([Link(from: p0, to: p1)]), at: 20)
      world.schedule(.resume(p1), at: 30)
    }
    #expect(timeline.lines(1) == ["30: 7 from 0"])
  }

  @Test func aMessageThatReachesAPausedNodeInsideACutIsLost() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.pause(p1), at: 5)
      world.plan(.write("datagram/1", 7), at: 0, by: 0, on: p0)
      world.schedule(.cut([Link(from: p0, to: p1)]), at: 6)
      world.schedule(.heal(nil), at: 20)
      world.schedule(.resume(p1), at: 30)
    }
    #expect(!timeline.lines(1).contains { $0.contains("from 0") })
  }
}
