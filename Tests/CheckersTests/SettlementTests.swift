import Checkers
import Histories
import Testing

@Suite struct SettlementTests {
  private func settled(
    _ run: WhiteBox, survivors: [Visibility], digests: [UInt64?] = [1, 1],
    quiescence: FinalState.Quiescence = .quiescent
  ) -> GuaranteeMonitor {
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    let replicas = zip(survivors, digests).enumerated().map {
      FinalState.ReplicaState(
        node: NodeID($0.offset), surviving: $0.element.0, digest: $0.element.1)
    }
    let state = FinalState(
      eventIndex: 1_000, time: 5_000, quiescence: quiescence, replicas: replicas)
    monitor.settle(state, over: run.history)
    return monitor
  }

  /// Lesson WC1: of two blind writes one is lost; an overwrite by a reader is none.
  @Test(arguments: [true, false]) func lastWriterWins(isBlind: Bool) {
    var run = WhiteBox()
    let alice = run.write(1, "x", "Alice", at: 1100)
    if !isBlind {
      run.read(2, .read("x"), at: 1130, seeing: .writes([alice]), "Alice", from: .write(alice))
    }
    let bob = run.write(2, "x", "Bob", at: 1150)
    let monitor = settled(run, survivors: [.writes([bob]), .writes([bob])])
    let lost = witnesses(monitor, .acknowledgedWriteLost)
    #expect(lost.map(\.operation) == (isBlind ? [alice] : []))
    #expect(monitor.verdict(for: .acknowledgedWriteLost, asOf: 999) == .pending)
  }

  @Test(arguments: [true, false]) func truncatedTails(isTruncated: Bool) {
    var run = WhiteBox()
    let first = run.write(1, "x", 1, at: 110, at(2), after: at(1))
    run.write(2, "x", 2, at: 260, at(3, epoch: 2), after: isTruncated ? at(1) : at(2))
    let end = through(3, epoch: 2)
    let lost = witnesses(settled(run, survivors: [end, end]), .acknowledgedWriteLost)
    #expect(lost.map(\.operation) == (isTruncated ? [first] : []))
  }

  @Test func anUnacknowledgedWriteIsNotLost() {
    var run = WhiteBox()
    let id = run.invoke(1, .write("x", 1), at: 0)
    run.note(.discarded(id, at: NodeID(0)), at: 10)
    let monitor = settled(run, survivors: [.writes([])], digests: [1])
    #expect(verdict(monitor, .acknowledgedWriteLost) == .holds)
  }

  @Test func divergenceCountsDigests() {
    let run = WhiteBox()
    let none = Visibility.writes([])
    let agreed = settled(run, survivors: [none, none, none], digests: [7, 7, 7])
    #expect(verdict(agreed, .convergence) == .holds)
    let split = settled(run, survivors: [none, none, none], digests: [7, 8, 9])
    #expect(witnesses(split, .convergence).map(\.versions) == [2])
    let early = settled(run, survivors: [none], digests: [7], quiescence: .notYet("in flight"))
    #expect(verdict(early, .convergence) == .pending)
    let blind = settled(run, survivors: [.unknown], digests: [nil])
    #expect(verdict(blind, .convergence) == .unknown(.missingDigest(at: NodeID(0))))
    #expect(
      verdict(blind, .acknowledgedWriteLost) == .unknown(.missingSurvivors(at: NodeID(0))))
  }

  /// A settlement holds until the history grows past it.
  @Test func verdictsArePendingAgainWhenTheHistoryGrows() {
    var run = WhiteBox()
    run.write(0, "x", 1, at: 0, at(1), after: .origin)
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    let replica = FinalState.ReplicaState(node: NodeID(0), surviving: through(1), digest: 1)
    monitor.settle(
      FinalState(eventIndex: 3, time: 2, quiescence: .quiescent, replicas: [replica]),
      over: run.history)
    run.write(0, "x", 2, at: 10, at(2), after: at(1))
    monitor.advance(over: run.history)
    #expect(monitor.verdict(for: .convergence, asOf: 3) == .holds)
    #expect(monitor.verdict(for: .convergence, asOf: 4) == .pending)
  }
}
