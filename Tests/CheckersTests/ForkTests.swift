import Checkers
import Histories
import Testing

/// Logs that fork: what was thrown away, what came back, what a replica on a dead branch lacks.
@Suite struct ForkTests {
  /// A write that was thrown away is not missed, until it is committed again: x=1 is lost with the
  /// tail of node 0 and comes back with node 2, which had kept it.
  @Test(arguments: [true, false]) func aResurrectedEntryCountsAgain(comesBack: Bool) {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    let first = run.write(1, "x", 1, at: 110, at(2), after: at(1))
    run.ceases(0, epoch: 1, at: 200)
    run.leads(1, epoch: 2, at: 250)
    run.note(.discarded(first, at: NodeID(0)), at: 300)
    run.read(3, .read("x"), at: 310, seeing: through(1))
    run.ceases(1, epoch: 2, at: 320)
    run.leads(2, epoch: 3, at: 400)
    if comesBack { run.note(.committed(first), at: 401, by: 2) }
    let late = run.read(3, .read("x"), at: 500, seeing: through(1))
    let stale = witnesses(watched(run), .staleRead)
    #expect(stale.map(\.operation) == (comesBack ? [late] : []))
    // It counts from the second commit on.
    #expect(stale.allSatisfy { $0.missed == first && $0.age == VirtualDuration(100) })
  }

  /// One replica throws away what the leader of the living line still holds: a read without it is
  /// stale as before. Repaired: nobody leads who holds it.
  @Test(arguments: [true, false]) func aDiscardElsewhereTakesNothingAway(survives: Bool) {
    var run = WhiteBox()
    run.leads(1, epoch: 2, at: 0)
    let kept = run.write(1, "x", 1, at: 10, at(2, epoch: 2), after: at(1))
    if !survives { run.ceases(1, epoch: 2, at: 20) }
    run.note(.discarded(kept, at: NodeID(2)), at: 30)
    let read = run.read(2, .read("x"), at: 40, seeing: through(1))
    let found = witnesses(watched(run), .staleRead)
    #expect(found.map(\.operation) == (survives ? [read] : []))
    #expect(verdict(watched(run), .consistentPrefix) == .holds)
  }

  /// A leader's note of what is committed already changes nothing: the age counts from the first.
  @Test func notingACommitAgainIsHarmless() {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    let first = run.write(1, "x", 1, at: 110, at(2), after: at(1))
    run.ceases(0, epoch: 1, at: 120)
    run.leads(1, epoch: 2, at: 250)
    run.note(.committed(first), at: 251, by: 1)
    run.read(2, .read("x"), at: 300, seeing: through(1))
    let stale = witnesses(watched(run), .staleRead)
    #expect(stale.map(\.age) == [VirtualDuration(190)])
    #expect(stale.map(\.versions) == [1])
  }

  /// Consistent prefix on a fork: a replica that has y=2 of the new line without x=1 of the old one
  /// shows a prefix of its line; one that has y=2 without the x=2 below it does not.
  @Test(arguments: [true, false]) func prefixesOfALine(hasGap: Bool) {
    var run = WhiteBox()
    if !hasGap { run.write(1, "x", 1, at: 110, at(2), after: at(1)) }
    let x = run.write(2, "x", 2, at: 260, at(2, epoch: 2), after: at(1))
    let y = run.write(2, "y", 2, at: 270, at(3, epoch: 2), after: at(2, epoch: 2))
    let seen: Visibility = hasGap ? .writes([y]) : through(3, epoch: 2)
    run.read(3, .readMany(["x", "y"]), at: 300, seeing: seen)
    let found = witnesses(watched(run), .consistentPrefix)
    #expect(found.map(\.missed) == (hasGap ? [x] : []))
    #expect(found.allSatisfy { $0.related == [y] })
  }

  /// Lesson WC4: from 261 on the living line is R1's. P lacks x=2, though it has as many entries;
  /// R1 does not lack x=1, which is superseded.
  @Test func theBacklogFollowsTheLivingLine() {
    var run = WhiteBox()
    run.leads(0, epoch: 1, at: 0)
    let old = run.write(1, "x", 1, at: 110, at(2), after: at(1))
    let before = run.history.events.count - 1
    run.leads(1, epoch: 2, at: 250)
    let new = run.write(2, "x", 2, at: 260, at(2, epoch: 2), after: at(1))
    run.write(1, "x", 3, at: 280, at(3), after: at(2))
    let monitor = watched(run)
    func backlog(_ position: LogPosition, asOf event: Int, at instant: Int64) -> Backlog? {
      let now = VirtualTime(instant)
      let whole = monitor.backlog(of: LogID(0), applied: position, asOf: event, at: now)
      let ofKey = monitor.backlog(
        of: "x", in: LogID(0), applied: position, asOf: event, at: now)
      #expect(whole == ofKey)
      return whole
    }
    #expect(backlog(at(2), asOf: before, at: 200) == nil)
    let lacksOld = Backlog(entries: 1, oldestCommit: 111, oldest: old)
    let lacksNew = Backlog(entries: 1, oldestCommit: 261, oldest: new)
    #expect(backlog(at(1), asOf: before, at: 200) == lacksOld)
    #expect(backlog(at(1), asOf: .max, at: 300) == lacksNew)
    #expect(backlog(at(2), asOf: .max, at: 300) == lacksNew)
    #expect(backlog(at(3), asOf: .max, at: 300) == lacksNew)
    #expect(backlog(at(2, epoch: 2), asOf: .max, at: 300) == nil)
  }
}
