import Checkers
import Histories
import Testing

/// Every live checker fires on an input that must fail it, and is silent on the repaired twin.
@Suite struct GuaranteeMonitorTests {
  /// Lesson SR1: one stale read measured, read-your-writes broken once, monotonic reads never.
  @Test func theValueThatWasThereAMomentAgo() throws {
    var run = WhiteBox(initial: [.init("name", "Bob")])
    let alice = run.write(1, "name", "Alice", at: 100, at(2), after: at(1))
    let second = run.invoke(2, .read("name"), at: 150)
    let third = run.invoke(3, .read("name"), at: 150)
    run.ok(second, "Alice", at: 152, seeing: through(2))
    run.ok(third, "Bob", at: 152, seeing: through(1))
    let own = run.read(1, .read("name"), at: 200, seeing: through(1), "Bob")
    run.read(1, .read("name"), at: 600, seeing: through(2), "Alice")
    let monitor = watched(run)

    let stale = witnesses(monitor, .staleRead)
    #expect(stale.map(\.operation) == [third, own])
    #expect(stale[0].versions == 1 && stale[0].age == VirtualDuration(50))
    #expect(stale[0].missed == alice)
    let broken = witnesses(monitor, .readYourWrites)
    #expect(broken.map(\.operation) == [own])
    #expect(broken[0].process == ProcessID(1) && broken[0].at == VirtualTime(200))
    #expect(verdict(monitor, .monotonicReads) == .holds)
    #expect(monitor.maximumStaleness(asOf: .max) == (1, VirtualDuration(100)))
    #expect(monitor.staleness(of: second)?.versions == 0)

    #expect(ExactChecker().check(.linearizability, run.history).verdict.isViolated)
    #expect(ExactChecker().check(.sequentialConsistency, run.history).verdict.isViolated)
    let sentence = broken[0].sentence(
      in: run.history, names: WitnessNames(process: { "c\($0.index)" }))
    #expect(
      sentence == "c1 at 200 (read name): before it in the session, not visible: "
        + "c1 at 100 (write name Alice)")
  }

  @Test(arguments: [true, false]) func monotonicReads(isBroken: Bool) {
    var run = WhiteBox()
    let write = run.write(0, "n", 100, at: 0, at(1), after: .origin)
    let first = run.read(1, .read("n"), at: 50, seeing: through(1))
    let second = run.read(1, .read("n"), at: 60, seeing: through(isBroken ? 0 : 1))
    let found = witnesses(watched(run), .monotonicReads)
    #expect(found.map(\.operation) == (isBroken ? [second] : []))
    #expect(found.allSatisfy { $0.missed == write && $0.related == [first] })
  }

  /// A lower position of the log is no violation if the key read did not change in between.
  @Test func monotonicReadsAreJudgedOnTheKeysRead() {
    var run = WhiteBox()
    run.write(0, "n", 100, at: 0, at(1), after: .origin)
    run.write(0, "other", 1, at: 10, at(2), after: at(1))
    run.read(1, .read("n"), at: 50, seeing: through(2))
    run.read(1, .read("n"), at: 60, seeing: through(1))
    #expect(verdict(watched(run), .monotonicReads) == .holds)
  }

  @Test(arguments: [true, false]) func monotonicWritesInAServerSet(isBroken: Bool) {
    var run = WhiteBox()
    let x = run.write(0, "x", 1, at: 0)
    let y = run.write(0, "y", 2, at: 4)
    run.read(1, .read("y"), at: 12, seeing: .writes(isBroken ? [y] : [x, y]), 2, from: .write(y))
    let monitor = watched(run)
    let found = witnesses(monitor, .monotonicWrites)
    #expect(found.map(\.operation) == (isBroken ? [y] : []))
    #expect(found.allSatisfy { $0.missed == x && $0.relation == .serverLacksEarlierWrite })
    // A sharded store need not hold x where it holds y.
    #expect(verdict(watched(run, scope: .keysRead), .monotonicWrites) == .holds)
    #expect(verdict(monitor, .writesFollowReads) == .holds)
  }

  @Test(arguments: [true, false]) func monotonicWritesInALog(isBroken: Bool) {
    var run = WhiteBox()
    let first = run.write(0, "x", 1, at: 0, at(2), after: at(1))
    let second = run.write(
      0, "x", 2, at: 10, at(3, epoch: 2), after: isBroken ? at(1) : at(2))
    let found = witnesses(watched(run), .monotonicWrites)
    #expect(found.map(\.operation) == (isBroken ? [second] : []))
    #expect(found.allSatisfy { $0.missed == first })
  }

  @Test(arguments: [true, false]) func writesFollowReadsInAServerSet(isBroken: Bool) {
    var run = WhiteBox()
    let x = run.write(0, "x", 1, at: 0)
    run.read(1, .read("x"), at: 4, seeing: .writes([x]), 1, from: .write(x))
    let y = run.write(1, "y", 2, at: 8)
    run.read(2, .read("y"), at: 20, seeing: .writes(isBroken ? [y] : [x, y]), 2, from: .write(y))
    let found = witnesses(watched(run), .writesFollowReads)
    #expect(found.map(\.operation) == (isBroken ? [y] : []))
    #expect(found.allSatisfy { $0.missed == x && $0.relation == .serverLacksWriteRead })
  }

  /// Lesson WC1, round 2: with a skewed clock the later write loses to the one its author had read.
  @Test(arguments: [true, false], [true, false])
  func writesFollowReadsByArbitration(isBroken: Bool, setNamesLoser: Bool) {
    var run = WhiteBox()
    let alice = run.write(1, "x", "Alice", at: 1100)
    run.read(2, .read("x"), at: 1130, seeing: .writes([alice]), "Alice", from: .write(alice))
    let bob = run.invoke(2, .write("x", "Bob"), at: 1150)
    run.note(.committed(bob), at: 1151)
    if isBroken { run.note(.discarded(bob, at: NodeID(0)), at: 1151) }
    run.ok(bob, at: 1152)
    let visible = setNamesLoser || !isBroken ? [alice, bob] : [alice]
    run.read(
      2, .read("x"), at: 1160, seeing: .writes(visible),
      isBroken ? "Alice" : "Bob", from: .write(isBroken ? alice : bob))
    let monitor = watched(run)
    let found = witnesses(monitor, .writesFollowReads)
    #expect(found.map(\.operation) == (isBroken ? [bob] : []))
    #expect(found.allSatisfy { $0.relation == .arbitrationAgainstRead })
    #expect(verdict(monitor, .readYourWrites) == .holds)
  }

  /// Lesson SR4, round 4: a multi-key read of two shards, one of them behind.
  @Test(arguments: [true, false]) func consistentPrefixAcrossShards(isBroken: Bool) {
    var run = WhiteBox()
    let q = run.write(0, "q", 1, at: 0, log: 0, at(1), after: .origin)
    let a = run.write(1, "a", 2, at: 20, log: 1, at(1), after: .origin)
    let read = run.read(
      2, .readMany(["q", "a"]), at: 100, seeing: .writes(isBroken ? [a] : [q, a]))
    let found = witnesses(watched(run, scope: .keysRead), .consistentPrefix)
    #expect(found.map(\.operation) == (isBroken ? [read] : []))
    #expect(found.allSatisfy { $0.missed == q && $0.related == [a] })
  }

  /// Two leaders after the same entry: the read of one branch does not show the other.
  @Test func forkedLogsAreTrees() {
    var run = WhiteBox()
    let lost = run.write(1, "x", 1, at: 110, at(2), after: at(1))
    let kept = run.write(2, "x", 2, at: 260, at(2, epoch: 2), after: at(1))
    let before = run.read(3, .read("x"), at: 300, seeing: through(2, epoch: 2), 2)
    let old = run.read(4, .read("x"), at: 310, seeing: through(2), 1)
    run.note(.discarded(lost, at: NodeID(0)), at: 400)
    run.read(3, .read("x"), at: 500, seeing: through(2, epoch: 2), 2)
    let own = run.read(1, .read("x"), at: 510, seeing: through(2, epoch: 2), 2)
    let monitor = watched(run)
    let stale = witnesses(monitor, .staleRead)
    #expect(stale.map(\.operation) == [before, old])
    #expect(stale.map(\.missed) == [lost, kept])
    #expect(witnesses(monitor, .readYourWrites).map(\.operation) == [own])
    #expect(verdict(monitor, .consistentPrefix) == .holds)
  }

  @Test func missingEvidenceIsUnknown() {
    var run = WhiteBox()
    let write = run.invoke(0, .write("x", 1), at: 0)
    run.ok(write, at: 2)
    let read = run.invoke(0, .read("x"), at: 3)
    run.ok(read, 1, at: 5)
    let monitor = watched(run)
    #expect(verdict(monitor, .staleRead) == .unknown(.missingCommit(of: write)))
    #expect(verdict(monitor, .readYourWrites) == .unknown(.missingVisibility(of: read)))
    #expect(verdict(monitor, .monotonicReads) == .unknown(.missingVisibility(of: read)))
    #expect(verdict(monitor, .monotonicWrites) == .unknown(.missingArbitration))
    #expect(verdict(monitor, .convergence) == .pending)
    #expect(verdict(monitor, .linearizability) == .unknown(.notThisMethod))
    // Before the write was acknowledged nothing was missing.
    #expect(monitor.verdict(for: .staleRead, asOf: 0) == .holds)
  }

  @Test func aPositionSaysNothingOfAnUnplacedWrite() {
    var run = WhiteBox()
    let write = run.write(0, "x", 1, at: 0)
    run.read(0, .read("x"), at: 5, seeing: through(1))
    #expect(verdict(watched(run), .readYourWrites) == .unknown(.missingPlacement(of: write)))
  }

  @Test func twoEntriesAtOnePositionAreUnknown() {
    var run = WhiteBox()
    run.write(0, "x", 1, at: 0, at(1), after: .origin)
    run.write(1, "x", 2, at: 5, at(1), after: .origin)
    #expect(
      verdict(watched(run), .readYourWrites) == .unknown(.ambiguousPosition(at(1), in: LogID(0))))
  }
}

func watched(_ run: WhiteBox, scope: GuaranteeMonitor.ServerScope = .wholeReplica)
  -> GuaranteeMonitor
{
  var monitor = GuaranteeMonitor(scope: scope)
  monitor.advance(over: run.history)
  return monitor
}

func verdict(_ monitor: GuaranteeMonitor, _ checker: CheckerName) -> Verdict {
  monitor.verdict(for: checker, asOf: .max)
}

func witnesses(_ monitor: GuaranteeMonitor, _ checker: CheckerName) -> [Witness] {
  monitor.witnesses(of: checker, asOf: .max)
}
