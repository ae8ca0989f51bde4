import Checkers
import Histories
import Testing

/// Properties of the monitor on random runs of a replicated log with lag, failovers and truncation.
@Suite struct IncrementalTests {
  @Test func eventByEventIsTheSameAsAtOnce() {
    for seed in 0..<40 {
      let run = RandomRun(seed: UInt64(seed), steps: 60).history
      var atOnce = GuaranteeMonitor(scope: .wholeReplica)
      atOnce.advance(over: run)
      let events = run.events.count
      var stepwise = GuaranteeMonitor(scope: .wholeReplica)
      for event in 0..<events {
        let prefix = run.prefix(events: event + 1)
        stepwise.advance(over: prefix)
        var fresh = GuaranteeMonitor(scope: .wholeReplica)
        fresh.advance(over: prefix)
        for name in CheckerName.inRuns {
          let expected = fresh.verdict(for: name, asOf: event)
          #expect(atOnce.verdict(for: name, asOf: event) == expected)
          #expect(stepwise.verdict(for: name, asOf: event) == expected)
        }
        #expect(
          atOnce.maximumStaleness(asOf: event) == fresh.maximumStaleness(asOf: event))
      }
      #expect(stepwise.violations == atOnce.violations)
      #expect(stepwise.staleness == atOnce.staleness)
    }
  }

  /// What values alone show to be broken, the white box shows as well, at the same read.
  @Test func blackBoxViolationsAreWhiteBoxViolations() {
    var (own, monotonic) = (0, 0)
    for seed in 0..<200 {
      let run = RandomRun(seed: UInt64(seed), steps: 80)
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: run.history)
      let broken = Set(witnesses(monitor, .readYourWrites).compactMap(\.operation))
      let backwards = Set(witnesses(monitor, .monotonicReads).compactMap(\.operation))
      own += run.valueOwnViolations.count
      monotonic += run.valueMonotonicViolations.count
      #expect(broken.isSuperset(of: run.valueOwnViolations))
      #expect(backwards.isSuperset(of: run.valueMonotonicViolations))
      #expect(verdict(monitor, .consistentPrefix) == .holds)
    }
    #expect(own > 100 && monotonic > 100)
  }

  /// k and t against their definition, computed by a scan.
  @Test func measuresAgreeWithAScan() {
    for seed in 0..<100 {
      let run = RandomRun(seed: UInt64(seed), steps: 80)
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: run.history)
      #expect(monitor.staleness.map(\.versions) == run.scannedVersions)
      #expect(monitor.staleness.map(\.age.milliseconds) == run.scannedAges)
    }
  }

  /// Two leaders, and what replicas lack of a forked log, against their definitions, with ties.
  @Test func forksAgreeWithAScan() {
    var (found, probed) = (0, 0)
    for seed in 0..<300 {
      let run = ForkedRun(seed: UInt64(seed), steps: 70)
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: run.history)
      let pairs = witnesses(monitor, .twoLeaders).map {
        ForkedRun.Pair(epochs: Set($0.leaders.map(\.epoch)))
      }
      #expect(Set(pairs) == run.conflicts)
      #expect(Set(pairs).count == pairs.count)
      #expect(verdict(monitor, .consistentPrefix) == .holds)
      for probe in run.probes {
        let backlog = monitor.backlog(
          of: LogID(0), applied: probe.position, asOf: probe.event,
          at: VirtualTime(Int64(probe.time)))
        let ofKey = monitor.backlog(
          of: "x", in: LogID(0), applied: probe.position, asOf: probe.event,
          at: VirtualTime(Int64(probe.time)))
        #expect((backlog?.entries ?? 0) == probe.missing)
        #expect(backlog == ofKey)
        probed += probe.missing
      }
      found += pairs.count
    }
    #expect(found > 100 && probed > 1000)
  }

  @Test func forksEventByEvent() {
    for seed in 0..<20 {
      let run = ForkedRun(seed: UInt64(seed), steps: 60).history
      var atOnce = GuaranteeMonitor(scope: .wholeReplica)
      atOnce.advance(over: run)
      var stepwise = GuaranteeMonitor(scope: .wholeReplica)
      for event in 0..<run.events.count {
        stepwise.advance(over: run.prefix(events: event + 1))
        for name in CheckerName.inRuns {
          #expect(
            stepwise.verdict(for: name, asOf: event) == atOnce.verdict(for: name, asOf: event))
        }
        #expect(stepwise.leaders(asOf: event) == atOnce.leaders(asOf: event))
        #expect(stepwise.leaderOverlap(asOf: event) == atOnce.leaderOverlap(asOf: event))
      }
    }
  }
}
