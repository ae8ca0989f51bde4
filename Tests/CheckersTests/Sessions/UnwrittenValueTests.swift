import Checkers
import Histories
import Testing

/// Reads of values that nobody else had written violate every session guarantee by values.
@Suite struct UnwrittenValueTests {
  private func check(
    _ calls: [(Int, Call, Value)], _ relation: Witness.Relation, _ operations: [Int32],
    initial: [History.InitialValue] = []
  ) {
    let history = blackBox(
      calls.enumerated().map { place, call in
        TimedCall(
          process: call.0, call: call.1, invoked: place * 2, returned: place * 2 + 1,
          result: call.2)
      }, initial: initial)
    for guarantee in SessionChecker.guarantees {
      let witnesses = HistoryJudge().judge(guarantee, history).verdict.witnesses
      #expect(witnesses.map(\.relation) == [relation], "\(guarantee)")
      #expect(witnesses.map { $0.operations.map(\.index) } == [operations], "\(guarantee)")
    }
    for model in causalModels {
      #expect(HistoryJudge().judge(model, history).verdict.isViolated, "\(model)")
    }
  }

  /// The operation read what only it wrote, and afterwards.
  @Test func byItself() {
    check([(0, .transaction([.read("x"), .write("x", 1)]), [1, nil])], .valueNobodyWrote, [0])
    check(
      [(0, .transaction([.read("x"), .write("x", 1)]), [1, nil])], .valueNobodyWrote, [0],
      initial: [.init("x", 0)])
  }

  /// The session read what only it wrote, in a later operation.
  @Test func byItsSessionLater() {
    check([(0, .read("x"), 1), (0, .write("x", 1), nil)], .cyclicCausality, [0, 1])
    check(
      [
        (1, .write("x", 5), nil), (0, .read("x"), 1), (0, .read("x"), 5), (0, .write("x", 1), nil),
      ], .cyclicCausality, [1, 3])
  }

  /// Another may have written it in time, though it was invoked later.
  @Test func byAnotherLater() {
    let history = blackBox([
      TimedCall(process: 0, call: .read("x"), invoked: 0, returned: 1, result: 1),
      TimedCall(process: 1, call: .write("x", 1), invoked: 2, returned: 3),
    ])
    for guarantee in SessionChecker.guarantees {
      #expect(HistoryJudge().judge(guarantee, history).verdict == .holds)
    }
  }

  /// It wrote it again; who wrote it first is who was read from.
  @Test func byItselfAgain() {
    let history = blackBox([
      TimedCall(process: 1, call: .write("x", 1), invoked: 0, returned: 1),
      TimedCall(
        process: 0, call: .transaction([.read("x"), .write("x", 1)]), invoked: 2, returned: 3,
        result: [1, nil]),
    ])
    for guarantee in SessionChecker.guarantees {
      #expect(HistoryJudge().judge(guarantee, history).verdict == .holds)
    }
  }
}
