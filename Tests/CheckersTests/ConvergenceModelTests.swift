import Checkers
import Histories
import Testing

@Suite struct ConvergenceModelTests {
  private func verdict(
    _ checker: CheckerName, _ history: History, _ final: FinalState? = nil
  ) -> Verdict {
    HistoryJudge(.init(finalState: final)).judge(checker, history).verdict
  }

  private func final(
    _ history: History, _ replicas: [(Visibility, UInt64?)], atRest: Bool = true
  ) -> FinalState {
    FinalState(
      eventIndex: history.events.last?.eventIndex ?? 0, time: 1_000,
      quiescence: atRest ? .quiescent : .notYet("a link is cut"),
      replicas: replicas.enumerated().map {
        .init(node: NodeID($0), surviving: $1.0, digest: $1.1)
      })
  }

  /// Two writes in a log and a read of the first.
  private func replicated() -> History {
    var run = WhiteBox(initial: [.init("x", 0)])
    let one = run.write(0, "x", 1, at: 0, at(1), after: .origin)
    run.write(0, "x", 2, at: 10, at(2), after: at(1))
    run.read(1, .read("x"), at: 20, seeing: through(1), 1, from: .write(one))
    return run.history
  }

  @Test func eventualConsistencyInALog() throws {
    let history = replicated()
    #expect(verdict(.eventualConsistency, history) == .unknown(.missingFinalState))
    let same = final(history, [(through(2), 7), (through(2), 7)])
    #expect(verdict(.eventualConsistency, history, same) == .holds)
    let notYet = final(history, [(through(2), 7), (through(1), 8)], atRest: false)
    #expect(verdict(.eventualConsistency, history, notYet) == .pending)
    let behind = final(history, [(through(2), 7), (through(1), 8)])
    let witness = try #require(verdict(.eventualConsistency, history, behind).witnesses.first)
    #expect(witness.relation == .invisibleAtRest && witness.missed == OperationID(1))
    let silent = final(history, [(through(2), 7), (.unknown, 7)])
    #expect(
      verdict(.eventualConsistency, history, silent)
        == .unknown(.missingSurvivors(at: NodeID(1))))
    // The state is older than the history.
    var early = same
    early.eventIndex = 2
    #expect(verdict(.eventualConsistency, history, early) == .pending)
  }

  @Test func eventualConsistencyOutsideLogs() {
    var run = WhiteBox(initial: [.init("x", 0)])
    let one = run.write(0, "x", 1, at: 0)
    let two = run.write(1, "x", 2, at: 0)
    func state(_ history: History) -> FinalState {
      final(history, [(.writes([two]), 1), (.writes([two]), 1)])
    }
    #expect(verdict(.eventualConsistency, run.history, state(run.history)).isViolated)
    // At both replicas the first lost the arbitration: it had been there.
    run.note(.discarded(one, at: NodeID(0)), at: 30)
    #expect(verdict(.eventualConsistency, run.history, state(run.history)).isViolated)
    run.note(.discarded(one, at: NodeID(1)), at: 30)
    #expect(verdict(.eventualConsistency, run.history, state(run.history)) == .holds)
  }

  /// What clients alone can tell: a value from nobody, or from a write of the future.
  @Test func readsFromNobody() {
    #expect(
      verdict(.eventualConsistency, recorded("a r x=5 0-2")).witnesses.first?.relation
        == .neverWritten)
    #expect(
      verdict(.eventualConsistency, recorded("a r x=5 0-2; b w x=5 4-6"))
        .witnesses.first?.operations.count == 2)
    #expect(
      verdict(.eventualConsistency, recorded("b w x=5 0-6; a r x=5 1-2"))
        == .unknown(.missingFinalState))
  }

  @Test func strongConvergence() throws {
    let history = replicated()
    let same = final(history, [(through(2), 7), (through(2), 7)])
    #expect(verdict(.strongEventualConsistency, history, same) == .holds)
    let split = final(history, [(through(2), 7), (through(2), 9)])
    #expect(
      verdict(.strongEventualConsistency, history, split).witnesses.first?.relation
        == .divergentReplicas)
    let undigested = final(history, [(through(2), 7), (through(2), nil)])
    #expect(
      verdict(.strongEventualConsistency, history, undigested)
        == .unknown(.missingDigest(at: NodeID(1))))
    // Two reads from the same writes; a write to another key in between changes nothing of x.
    var run = WhiteBox(initial: [.init("x", 0)])
    run.write(0, "x", 1, at: 0, at(1), after: .origin)
    run.write(0, "y", 2, at: 10, at(2), after: at(1))
    let first = run.read(1, .read("x"), at: 20, seeing: through(1), 1)
    run.read(2, .readMany(["x", "y"]), at: 30, seeing: through(2), [0, 2])
    let witness = try #require(
      verdict(.strongEventualConsistency, run.history).witnesses.first)
    #expect(witness.relation == .sameWritesOtherState && witness.related == [first])
    // Without visibility nothing is compared.
    let blind = recorded("a w x=1 0-2; b r x=1 4-6")
    #expect(
      verdict(.strongEventualConsistency, blind) == .unknown(.missingVisibility(of: OperationID(1)))
    )
  }

  @Test func causalPlusIsBoth() {
    let history = replicated()
    let same = final(history, [(through(2), 7), (through(2), 7)])
    #expect(verdict(.causalPlus, history, same) == .holds)
    let split = final(history, [(through(2), 7), (through(2), 9)])
    #expect(verdict(.causalPlus, history, split).witnesses.first?.checker == .causalPlus)
    let stale = recorded("c1 w x=1 0-2; c1 r x=0 10-12")
    #expect(verdict(.causalPlus, stale).witnesses.first?.checker == .causalPlus)
  }

  @Test func rolledBackReads() throws {
    var run = WhiteBox(initial: [.init("x", 0)])
    let lost = run.write(0, "x", 1, at: 0, at(1), after: .origin)
    let read = run.read(1, .read("x"), at: 10, seeing: through(1), 1, from: .write(lost))
    #expect(verdict(.rolledBackRead, run.history) == .holds)
    run.write(2, "x", 2, at: 20, at(1, epoch: 2), after: .origin)
    run.note(.discarded(lost, at: NodeID(0)), at: 40)
    let witness = try #require(verdict(.rolledBackRead, run.history).witnesses.first)
    #expect(witness.operation == read && witness.missed == lost)
    // By values alone: of a write that failed.
    var aborted = run
    let refused = aborted.invoke(3, .write("x", 9), at: 50)
    aborted.history.complete(
      refused, Completion(outcome: .fail(.notLeader), time: 52, eventIndex: 1_000))
    let dirty = aborted.history.operations.count
    aborted.history.invoke(
      Operation(
        id: OperationID(dirty), process: ProcessID(4), session: SessionID(4), intent: IntentID(9),
        call: .read("x"), intended: 60, invoked: 60, invokedEvent: 1_001))
    aborted.history.complete(
      OperationID(dirty), Completion(outcome: .ok(9), time: 62, eventIndex: 1_002))
    #expect(verdict(.rolledBackRead, aborted.history).witnesses.map(\.missed) == [lost, refused])
    #expect(
      verdict(.rolledBackRead, recorded("a w x=1 0-2; b r x=1 4-6"))
        == .unknown(.missingNotes))
  }

  @Test func watchedModelsOfAWholeHistory() {
    let history = replicated()
    #expect(verdict(.staleRead, history).isViolated)
    #expect(verdict(.consistentPrefix, history) == .holds)
    #expect(verdict(.twoLeaders, history) == .holds)
    #expect(verdict(.convergence, history) == .unknown(.missingFinalState))
    let split = final(history, [(through(2), 7), (through(2), 9)])
    #expect(verdict(.convergence, history, split).isViolated)
    #expect(verdict(.acknowledgedWriteLost, history, split) == .holds)
    let plain = recorded("a w x=1 0-2; b r x=1 4-6")
    for checker in [CheckerName.staleRead, .consistentPrefix, .twoLeaders, .convergence] {
      #expect(verdict(checker, plain) == .unknown(.missingNotes))
    }
  }
}

/// A history in the notation of the validation table.
private func recorded(_ text: String) -> History { history(parse(text)) }
