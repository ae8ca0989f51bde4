import Histories
import Testing

@testable import Checkers

/// A process that goes on at the very instant of an answer goes on after it.
@Suite struct ProgramOrderInTimeTests {
  private func linearizability(_ text: String) -> Judgement {
    HistoryJudge().judge(.linearizability, history(parse(text)))
  }

  /// One process alone writes and then reads what was there before.
  @Test func ownWritesAreNotPassedByAtAnInstant() {
    let judgement = linearizability("a w x=1 0-10; a r x=0 10-20")
    #expect(judgement.verdict.isViolated)
    #expect(judgement.verdict.witnesses.first?.operations.count == 2)
    #expect(linearizability("a w x=1 0-10; a r x=1 10-20").verdict == .holds)
    // Of another process the same is allowed: equal instants do not order.
    #expect(linearizability("a w x=1 0-10; b r x=0 10-20").verdict == .holds)
  }

  /// The order that is found keeps to the process and to the instants, with points on the given clock.
  @Test func theOrderKeepsToBoth() {
    let history = history(parse("a w x=1 0-10; a w x=2 10-20; b r x=1 10-10; b r x=2 20-30"))
    let judgement = HistoryJudge().judge(.linearizability, history)
    #expect(judgement.verdict == .holds)
    let steps = judgement.orders.first?.steps ?? []
    #expect(steps.count == 4)
    for step in steps {
      let operation = history[step.operation]
      let point = step.point ?? .never
      #expect(operation.invoked <= point)
      #expect(operation.completion.map { point <= $0.time } ?? true)
    }
    #expect(judgement.orders[0].respectsProgramOrder(of: history))
  }

  /// Where two processes go on at one instant the finer clock would order more than is known, so
  /// that what it refuses is not called violated.
  @Test func twoProcessesInTurnAreNotGuessedAbout() {
    // b's read of 1 must come after a's second write, and a's of 2 after b's: each at instant 10 alone
    // could, both cannot without one passing by an own operation.
    let both = linearizability("a w x=1 0-10; a r y=0 10-20; b w y=1 0-10; b r x=0 10-20")
    #expect(both.verdict == .unknown(.equalInstants) || both.verdict.isViolated)
    let fine = linearizability("a w x=1 0-10; a r y=1 10-20; b w y=1 0-10; b r x=1 10-20")
    #expect(fine.verdict == .holds)
  }
}
