import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct CrashTests {
  @Test func aCrashDestroysMemoryAndKeepsTheDisk() {
    let timeline = ProbeSetup().run { world in
      world.plan(.write("x", 1), at: 0, by: 0, on: p0)
      world.schedule(.crash(p0, losingDisk: false), at: 10)
      world.schedule(.restart(p0), at: 20)
    }
    #expect(timeline.lines(0) == ["1: write 1", "20: restarted"])
    #expect(timeline.world[node: p0].volatile.inputs == 1)
    #expect(timeline.world[node: p0].incarnation == 2)
  }

  @Test func losingTheDiskFormatsIt() {
    let timeline = ProbeSetup().run { world in
      world.plan(.write("x", 1), at: 0, by: 0, on: p0)
      world.schedule(.crash(p0, losingDisk: true), at: 10)
      world.schedule(.restart(p0), at: 20)
    }
    #expect(timeline.lines(0) == ["20: restarted"])
  }

  @Test func whatWasSentStillTravelsAndWhatArrivesIsLost() {
    let timeline = ProbeSetup(timeout: 40).run { world in
      world.plan(.write("datagram/1", 1), at: 0, by: 0, on: p0)
      world.plan(.write("datagram/0", 2), at: 0, by: 1, on: p1)
      world.schedule(.crash(p0, losingDisk: false), at: 5)
      world.plan(.read("x"), at: 50, by: 0, on: p0)
      world.schedule(.restart(p0), at: 100)
    }
    #expect(timeline.lines(1).contains("11: 1 from 0"))
    #expect(!timeline.lines(0).contains { $0.contains("2 from 1") })
    let fates = timeline.recording.messages.filter { $0.record.to == p0 }.map(\.fate)
    #expect(fates.filter { $0 == .lostAtCrashedNode }.count == 2)
    #expect(timeline.recording.history.operations.last?.completion?.outcome == .info(.timeout))
  }

  @Test func timersOfAnEarlierLifeAreVoid() {
    let timeline = ProbeSetup().run { world in
      world.plan(.write("timer/a", 100), at: 0, by: 0, on: p0)
      world.schedule(.crash(p0, losingDisk: false), at: 10)
      world.schedule(.restart(p0), at: 20)
    }
    #expect(timeline.lines(0) == ["1: write 100", "20: restarted"])
    #expect(timeline.world.unrest == nil)
  }

  @Test func aNamedPointGoesOnOrCrashes() {
    let run = { (armed: StepName?) in
      ProbeSetup().run { world in
        if let armed { world.schedule(.armCrash(p0, at: armed), at: 0) }
        world.plan(.enqueue("step", "middle"), at: 5, by: 0, on: p0)
        world.schedule(.restart(p0), at: 50)
      }
    }
    #expect(run(nil).lines(0) == ["6: enqueue middle", "6: after middle 0"])
    #expect(run("middle").lines(0) == ["6: enqueue middle", "50: restarted"])
    #expect(run("middle").world.armedCrashes.isEmpty)
    #expect(run("elsewhere").lines(0).count == 2)
    #expect(run("elsewhere").world.armedCrashes.map(\.step) == ["elsewhere"])
  }

  @Test func aPausedNodeLearnsOfTheConfigurationWhenItResumes() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.pause(p1), at: 5)
      world.schedule(.configure(path: "work", value: "something"), at: 10)
      world.schedule(.resume(p1), at: 100)
    }
    #expect(timeline.lines(0) == ["10: reconfigured"])
    #expect(timeline.lines(1) == ["100: reconfigured"])
  }

  @Test func aPausedNodeLosesNothing() {
    let timeline = ProbeSetup().run { world in
      world.plan(.write("timer/a", 20), at: 0, by: 0, on: p1)
      world.schedule(.pause(p1), at: 5)
      world.plan(.write("datagram/1", 1), at: 10, by: 0, on: p0)
      world.plan(.write("datagram/1", 2), at: 14, by: 0, on: p0)
      world.schedule(.resume(p1), at: 100)
    }
    #expect(
      timeline.lines(1) == ["1: write 20", "100: timer a", "100: 1 from 0", "100: 2 from 0"])
    #expect(timeline.world[node: p1].volatile.inputs == 5)
    #expect(timeline.world.unrest == nil)
  }

  @Test func aCrashDuringAPauseDestroysWhatWaits() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.pause(p1), at: 5)
      world.plan(.write("datagram/1", 1), at: 10, by: 0, on: p0)
      world.schedule(.crash(p1, losingDisk: false), at: 50)
      world.schedule(.restart(p1), at: 60)
    }
    #expect(timeline.lines(1) == ["60: restarted"])
    #expect(
      timeline.recording.messages.first { $0.record.to == p1 }?.fate == .lostAtCrashedNode)
  }

  @Test func whatDoesNotApplyIsIgnored() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.restart(p0), at: 1)
      world.schedule(.resume(p0), at: 2)
      world.schedule(.crash(p1, losingDisk: false), at: 3)
      world.schedule(.pause(p1), at: 4)
      world.schedule(.resume(p1), at: 5)
      world.schedule(.crash(p1, losingDisk: true), at: 6)
    }
    #expect(timeline.lines(0) == [])
    #expect(timeline.world[node: p0].incarnation == 1)
    #expect(timeline.world[node: p1].status == .crashed)
  }
}
