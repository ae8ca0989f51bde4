import Checkers
import Histories
import Testing

/// Two leaders: belief is a warning, commits on two lines are a violation.
@Suite struct TwoLeadersTests {
  /// Lesson WC4, round 1: P (node 0) committed x=1 at 111 and still leads when R1 (node 1), elected
  /// at 250, commits x=2 at 261. Repaired: P has ceased before, or R1 continues P's line.
  @Test(arguments: [Twin.broken, .oldLeaderCeases, .newLeaderContinues])
  func theOldLeaderStillLeads(_ twin: Twin) {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    let first = run.write(1, "x", 1, at: 110, at(2), after: at(1))
    if twin == .oldLeaderCeases { run.ceases(0, epoch: 1, at: 200) }
    run.leads(1, epoch: 2, at: 250)
    let second =
      twin == .newLeaderContinues
      ? run.write(2, "x", 2, at: 260, at(3, epoch: 2), after: at(2))
      : run.write(2, "x", 2, at: 260, at(2, epoch: 2), after: at(1))
    if twin != .oldLeaderCeases { run.ceases(0, epoch: 1, at: 430) }
    let monitor = watched(run)
    guard twin == .broken else {
      #expect(verdict(monitor, .twoLeaders) == .holds)
      #expect((monitor.leaderOverlap(asOf: .max) != nil) == (twin == .newLeaderContinues))
      return
    }
    let found = witnesses(monitor, .twoLeaders)
    #expect(found.map(\.operation) == [second])
    #expect(found.map(\.missed) == [first])
    #expect(found[0].leaders.map(\.node) == [NodeID(1), NodeID(0)])
    #expect(found[0].leaders.map(\.epoch) == [2, 1])
    #expect(
      found[0].sentence(in: run.history, names: .init(process: { "c\($0.index)" }))
        == "c2 at 260 (write x 2): committed by node 1 (epoch 2) while node 0 (epoch 1) led too, on "
        + "another line of the log than what node 0 committed: c1 at 110 (write x 1)")
    // At once: as of the very event of the commit, and not before.
    let event = found[0].eventIndex
    #expect(run.history.events[event].kind == .note(.committed(second)))
    #expect(monitor.verdict(for: .twoLeaders, asOf: event - 1) == .holds)
    #expect(monitor.verdict(for: .twoLeaders, asOf: event).isViolated)
  }

  enum Twin: CaseIterable { case broken, oldLeaderCeases, newLeaderContinues }

  @Test func beliefAloneIsAWarning() {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    run.leads(1, epoch: 2, at: 250)
    run.write(2, "x", 2, at: 260, at(2, epoch: 2), after: at(1))
    let lasting = run.history.events.count - 1
    run.ceases(0, epoch: 1, at: 430)
    let monitor = watched(run)
    #expect(verdict(monitor, .twoLeaders) == .holds)
    #expect(monitor.leaderOverlap(asOf: 0) == nil)
    #expect(monitor.leaderOverlap(asOf: 1)?.since == VirtualTime(250), "a belief is seen at once")
    let during = monitor.leaderOverlap(asOf: lasting)
    #expect(during?.since == VirtualTime(250) && during?.until == nil)
    #expect(during?.earlier == Leadership(node: NodeID(0), log: LogID(0), epoch: 1))
    #expect(monitor.leaderOverlap(asOf: .max)?.until == VirtualTime(430))
    #expect(monitor.leaders(asOf: lasting).map(\.node) == [NodeID(0), NodeID(1)])
    #expect(monitor.leaders(asOf: .max).map(\.node) == [NodeID(1)])
  }

  /// The deposed leader commits while the new one leads; the new one commits only after the old one
  /// is gone. Repaired: the old one had committed before the new one was elected.
  @Test(arguments: [true, false]) func oneCommitInTheOverlapIsEnough(isBroken: Bool) {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    if !isBroken { run.write(1, "x", 1, at: 110, at(2), after: at(1)) }
    run.leads(1, epoch: 2, at: 250)
    if isBroken { run.write(1, "x", 1, at: 300, at(2), after: at(1)) }
    run.ceases(0, epoch: 1, at: 430)
    run.write(2, "x", 2, at: 440, at(2, epoch: 2), after: at(1))
    #expect(verdict(watched(run), .twoLeaders).isViolated == isBroken)
  }

  /// An end and a begin at one instant are no overlap, whichever comes first.
  @Test(arguments: [true, false]) func aHandoverIsNoOverlap(endsFirst: Bool) {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    run.write(1, "x", 1, at: 110, at(2), after: at(1))
    if endsFirst { run.ceases(0, epoch: 1, at: 250) }
    run.leads(1, epoch: 2, at: 250)
    if !endsFirst { run.ceases(0, epoch: 1, at: 250) }
    run.write(2, "x", 2, at: 250, at(2, epoch: 2), after: at(1))
    #expect(verdict(watched(run), .twoLeaders) == .holds)
    #expect(watched(run).leaderOverlap(asOf: .max) == nil)
  }

  /// x=1 was placed by node 0 in epoch 1 and committed by node 1 in epoch 2. That node 2, in epoch
  /// 3, commits on another line is not held against node 0, which still leads and committed nothing.
  /// It is where node 0 itself had committed.
  @Test(arguments: [true, false]) func whoCommitsIsWhoNotesIt(oldLeaderCommits: Bool) {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    let first = run.invoke(1, .write("x", 1), at: 10)
    run.placed(first, at(2), after: at(1), at: 11)
    run.leads(1, epoch: 2, at: 100)
    run.note(.committed(first), at: 110, by: oldLeaderCommits ? 0 : 1)
    run.ceases(1, epoch: 2, at: 120)
    run.leads(2, epoch: 3, at: 130)
    let second = run.invoke(2, .write("x", 2), at: 139)
    run.placed(second, at(2, epoch: 3), after: at(1), at: 140)
    run.note(.committed(second), at: 140, by: 2)
    #expect(verdict(watched(run), .twoLeaders).isViolated == oldLeaderCommits)
  }

  /// A commit of a write in no log cannot be judged where somebody leads one.
  @Test func withoutAPlaceItIsUnknown() {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    let write = run.invoke(1, .write("x", 1), at: 10)
    run.note(.committed(write), at: 11, by: 0)
    #expect(verdict(watched(run), .twoLeaders) == .unknown(.missingPlacement(of: write)))
  }
}
