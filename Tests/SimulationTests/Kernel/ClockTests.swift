import Histories
import Simulation
import TestWorlds
import Testing

@Suite struct ClockTests {
  private static let drifts: [Int64] = [
    -500_000, -333_333, -1000, -1, 0, 1, 999, 250_000, 1_000_000,
  ]

  @Test func offsetAndStepDisplaceTheReading() {
    var clock = Clock()
    #expect(clock.reading(at: 700) == LocalTime(700))
    clock.set(offset: 500, at: 700)
    #expect(clock.reading(at: 700) == LocalTime(1200))
    #expect(clock.offset(at: 900) == 500)
    clock.step(by: -1700, at: 1000)
    #expect(clock.reading(at: 1000) == LocalTime(-200))
    clock.set(offset: .zero, at: 1100)
    #expect(clock.reading(at: 1234) == LocalTime(1234))
  }

  @Test(arguments: drifts)
  func driftIsRoundedDown(_ drift: Int64) {
    var clock = Clock()
    clock.set(driftPartsPerMillion: drift, at: 100)
    let wrong = (Int64(0)..<3000).filter { elapsed in
      // The oracle: the greatest integer not above the exact reading.
      let advance = clock.reading(at: VirtualTime(100 + elapsed)).milliseconds - 100
      let exact = elapsed * (1_000_000 + drift)
      return advance * 1_000_000 > exact || (advance + 1) * 1_000_000 <= exact
    }
    #expect(wrong == [])
  }

  @Test func aDriftStartsFromThePresentReading() {
    var clock = Clock()
    clock.set(offset: 50, at: 0)
    clock.set(driftPartsPerMillion: 100_000, at: 1000)
    #expect(clock.reading(at: 1000) == LocalTime(1050))
    #expect(clock.reading(at: 1010) == LocalTime(1061))
    clock.set(driftPartsPerMillion: 0, at: 1010)
    #expect(clock.reading(at: 2010) == LocalTime(2061))
  }

  /// A timer takes the least true time after which the clock has advanced by its duration.
  @Test(arguments: drifts)
  func trueDurationIsTheLeastThatSuffices(_ drift: Int64) {
    var clock = Clock()
    clock.set(driftPartsPerMillion: drift, at: 0)
    let start = clock.reading(at: 0)
    let wrong = (Int64(0)..<1000).filter { milliseconds in
      let duration = VirtualDuration(milliseconds)
      let needed = clock.trueDuration(of: duration)
      let before = clock.reading(at: VirtualTime(needed.milliseconds - 1)) - start
      return clock.reading(at: .zero + needed) - start < duration
        || (needed > .zero && before >= duration)
    }
    #expect(wrong == [])
  }

  @Test func timersFollowTheNodesClock() {
    let timeline = ProbeSetup().run { world in
      world.schedule(.setDrift(p0, partsPerMillion: 1_000_000), at: 0)
      world.schedule(.setClockOffset(p1, 300), at: 0)
      world.plan(.write("timer/fast", 100), at: 99, by: 0, on: p0)
      world.plan(.write("timer/displaced", 100), at: 99, by: 1, on: p1)
    }
    // The fast clock shows 200 at 100 and 300 at 150; an offset does not change a duration.
    #expect(timeline.lines(0).last == "300: timer fast")
    #expect(timeline.lines(1).last == "500: timer displaced")
    let fired = timeline.recording.events.filter { $0.kind == .timer }.map(\.time)
    #expect(fired == [150, 200])
  }

  @Test func movedAndCancelledTimers() {
    let timeline = ProbeSetup().run { world in
      world.plan(.write("timer/later", 100), at: 0, by: 0, on: p0)
      world.plan(.write("timer/later", 300), at: 50, by: 0, on: p0)
      world.plan(.write("timer/sooner", 300), at: 60, by: 0, on: p0)
      world.plan(.write("timer/sooner", 20), at: 100, by: 0, on: p0)
      world.plan(.write("timer/never", 100), at: 200, by: 0, on: p0)
      world.plan(.delete("timer/never"), at: 210, by: 0, on: p0)
    }
    let fired = timeline.lines(0).filter { $0.contains("timer ") }
    #expect(fired == ["121: timer sooner", "351: timer later"])
  }
}
