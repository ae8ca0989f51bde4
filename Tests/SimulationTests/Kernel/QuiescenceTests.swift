import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct QuiescenceTests {
  private func unrest(
    at time: VirtualTime, _ script: (inout World<Probe>) -> Void,
    of setup: ProbeSetup = ProbeSetup()
  ) -> Unrest? {
    setup.run(through: time, script).world.unrest
  }

  @Test func everyReasonIsNamedAndGoesAway() {
    let link = Link(from: p0, to: p1)
    #expect(unrest(at: 5) { _ in } == nil)
    let cut: (inout World<Probe>) -> Void = {
      $0.schedule(.cut([link]), at: 1)
      $0.schedule(.heal([link]), at: 10)
    }
    #expect(unrest(at: 5, cut) == .cut(link))
    #expect(unrest(at: 10, cut) == nil)
    for fault in [Intervention.crash(p2, losingDisk: false), .pause(p2)] {
      let script: (inout World<Probe>) -> Void = {
        $0.schedule(fault, at: 1)
        $0.schedule(.restart(p2), at: 10)
        $0.schedule(.resume(p2), at: 10)
      }
      let status: NodeStatus = fault == .pause(p2) ? .paused : .crashed
      #expect(unrest(at: 5, script) == .node(p2, status))
      #expect(unrest(at: 10, script) == nil)
    }
  }

  @Test func clientsMessagesAndTimers() {
    let call: (inout World<Probe>) -> Void = { $0.plan(.read("x"), at: 0, by: 1) }
    #expect(unrest(at: 1, call) == .client(ProcessID(1)))
    #expect(unrest(at: 2, call) == nil)
    let message: (inout World<Probe>) -> Void = {
      $0.plan(.write("datagram/1", 1), at: 0, by: 0, on: p0)
    }
    #expect(unrest(at: 2, message) == .pending(1))
    #expect(unrest(at: 11, message) == nil)
    let timer: (inout World<Probe>) -> Void = {
      $0.plan(.write("timer/a", 30), at: 0, by: 0, on: p0)
    }
    #expect(unrest(at: 20, timer) == .pending(1))
    #expect(unrest(at: 31, timer) == nil)
  }

  @Test func backgroundTimersDoNotCount() {
    let timer: (inout World<Probe>) -> Void = {
      $0.plan(.write("background/a", 30), at: 0, by: 0, on: p0)
    }
    #expect(unrest(at: 20, timer) == nil)
    let timeline = ProbeSetup().run(through: 100, timer)
    #expect(timeline.lines(0).last == "31: timer a")
    let fired = timeline.recording.events.filter { $0.kind == .timer }
    #expect(fired.map(\.isForeground) == [false])
  }

  @Test func aTimerThatChangesItsClassIsCountedOnce() {
    let script: (inout World<Probe>) -> Void = {
      $0.plan(.write("timer/a", 100), at: 0, by: 0, on: p0)
      $0.plan(.write("background/a", 100), at: 10, by: 0, on: p0)
      $0.plan(.write("timer/a", 50), at: 20, by: 0, on: p0)
    }
    #expect(unrest(at: 5, script) == .pending(3))
    #expect(unrest(at: 15, script) == .pending(1))
    #expect(unrest(at: 30, script) == .pending(1))
    #expect(unrest(at: 71, script) == nil)
    let crash: (inout World<Probe>) -> Void = {
      $0.plan(.write("timer/a", 100), at: 0, by: 0, on: p0)
      $0.schedule(.crash(p0, losingDisk: false), at: 10)
      $0.schedule(.restart(p0), at: 20)
    }
    #expect(unrest(at: 20, crash) == nil)
    let cancel: (inout World<Probe>) -> Void = {
      $0.plan(.write("timer/a", 100), at: 0, by: 0, on: p0)
      $0.plan(.delete("timer/a"), at: 10, by: 0, on: p0)
    }
    #expect(unrest(at: 12, cancel) == nil)
  }

  @Test func generatorsAndProtocolWork() {
    let workload = Workload(clients: [ProcessID(0)], meanGap: 500, readPercent: 50, keys: ["x"])
    let script: (inout World<Probe>) -> Void = {
      $0.schedule(.setWorkload(workload), at: 0)
      $0.schedule(.setWorkload(nil), at: 1)
    }
    #expect(unrest(at: 0, script) == .pending(1))
    #expect(unrest(at: 1, script) == nil)
    #expect(unrest(at: 0) { $0.schedule(.setWorkload(workload), at: 0) } == .generator)
    let working = ProbeSetup(configuration: Probe.Configuration(work: "the pile"))
    #expect(unrest(at: 0, { _ in }, of: working) == .work(p0, "the pile"))
    let turned = unrest(
      at: 5, { $0.schedule(.configure(path: "work", value: "none"), at: 5) }, of: working)
    #expect(turned == nil)
  }
}
