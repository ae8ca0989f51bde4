import Histories
import Synchronization
import Testing

@testable import Checkers

/// Every search ends when its steps or its time are spent, and so does the minimising of its witness.
@Suite struct SearchBudgetTests {
  private static let models: [CheckerName] = [
    .sequentialConsistency, .pram, .causalConsistency, .weakCausalConsistency, .causalConvergence,
  ]

  /// Two writes of one value, and thirty reads of it.
  private static let many =
    "b w y=1 0-1; c w y=1 0-1; "
    + (1...30).map { "b r y=1 \(2 * $0)-\(2 * $0 + 1)" }.joined(separator: "; ")

  /// A read of what its process writes later: whatever the other reads read from is circular.
  @Test func circularChoicesAreRuledOutAtOnce() {
    let circular = history(parse("a r x=1 0-1; a w x=1 2-3; a w x=1 4-5; " + Self.many))
    let result = ExactChecker().check(.causalConsistency, circular)
    // The read, and one of the writes that it can have read from.
    #expect(result.verdict.witnesses.map { $0.operations.map(\.index) } == [[0, 3]])
    #expect(HistoryJudge().judge(.causalConsistency, circular).verdict.isViolated)
  }

  /// Two reads that cannot both have come first; each has two writes to choose from, tried after all others.
  @Test func choicesOfSourcesAreSteps() {
    let late = "; d r a=1 90-91; d w z=1 92-93; d w z=1 94-95; e r z=1 90-91; e w a=1 92-93; "
    let circular = history(parse(Self.many + late + "e w a=1 94-95"))
    let checker = ExactChecker(limits: .init(operationsMax: 48, statesMax: 1_000))
    #expect(
      checker.check(.causalConsistency, circular) == .unknown(.tooManyStates(maximum: 1_000)))
    let over = ExactChecker(isOver: { true })
    for model in Self.models + [.linearizability] {
      #expect(over.check(model, circular) == .unknown(.timeIsUp), "\(model)")
    }
  }

  /// A violation that was found in time stays one; its witness is then what was found.
  @Test func minimizingEndsWithTheTime() {
    let violated = history(parse(Self.many + "; d r x=7 90-91; d w x=7 92-93"))
    for model in Self.models {
      let calls = Mutex(0)
      let count: @Sendable () -> Int = {
        calls.withLock {
          $0 += 1
          return $0
        }
      }
      #expect(ExactChecker(isOver: { count() < 0 }).decide(model, violated) == false)
      let needed = count() - 1
      calls.withLock { $0 = 0 }
      let result = ExactChecker(isOver: { count() > needed }).check(model, violated)
      #expect(result.verdict.witnesses.map(\.operations.count) == [34], "\(model)")
      #expect(result.verdict.witnesses.map(\.isMinimal) == [false], "\(model)")
      #expect(count() == needed + 2)
      let whole = ExactChecker().check(model, violated)
      #expect(whole.verdict.witnesses.map { $0.operations.map(\.index) } == [[32, 33]], "\(model)")
    }
  }

  @Test func minimizingEndsWithItsSteps() {
    let violated = history(parse(Self.many + "; d r x=7 90-91; d w x=7 92-93"))
    let limits = ExactChecker.Limits(
      operationsMax: 48, statesMax: 100_000, minimizationMax: 0)
    let result = ExactChecker(limits: limits).check(.sequentialConsistency, violated)
    #expect(result.verdict.witnesses.map(\.operations.count) == [34])
    #expect(result.verdict.witnesses.map(\.isMinimal) == [false])
  }

  /// Everyone reads what another writes afterwards, which is seen at once. That less would do takes more states to rule
  /// out; where they are not granted the witness does not claim it.
  @Test func whatTheSearchLeavesOpenIsNotCalledMinimal() {
    let circular = history(
      parse("a r x=2 0-1; a w s=1 2-3; b r y=1 0-1; b w x=2 2-3; c r s=1 0-1; c w y=1 2-3"))
    var counts = [false: 0, true: 0]
    for states in 1...20 {
      let limits = ExactChecker.Limits(operationsMax: 48, statesMax: states)
      let found = ExactChecker(limits: limits).check(.sequentialConsistency, circular)
      for witness in found.verdict.witnesses {
        counts[witness.isMinimal, default: 0] += 1
        #expect(witness.operations.count == 6, "\(states)")
      }
    }
    #expect(counts[false, default: 0] > 0 && counts[true, default: 0] > 10, "\(counts)")
  }
}
