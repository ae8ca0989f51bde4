import Checkers
import Histories
import Testing

/// How far a history that is violated can be explained.
@Suite struct LinearizablePrefixTests {
  @Test func ofAStaleRead() throws {
    let history = history(
      parse("c1 w x=1 0-2; c2 r x=1 3-4; c1 w x=2 5-9; c2 r x=0 6-8; c2 r x=2 10-12"))
    let judgement = HistoryJudge().judge(.linearizability, history)
    let prefix = try #require(judgement.prefix)
    #expect(prefix.blocking == OperationID(3))
    // Four invocations and two responses; the write at 5 is open and need not have taken effect.
    #expect(prefix.events == 6)
    #expect(prefix.order.steps.map(\.operation.index).prefix(2) == [0, 1])
    #expect(prefix.order.steps.allSatisfy { $0.point != nil })
    let brief = HistoryJudge(.init(explains: false)).judge(.linearizability, history)
    #expect(brief.prefix == nil && brief.verdict.isViolated)
  }

  /// What comes before the blocking response is linearizable, and with it is not; for every kind of
  /// object, with all reductions and with some of them.
  @Test(arguments: Vocabulary.allCases) func isTheLongest(vocabulary: Vocabulary) throws {
    var generator = TestGenerator(seed: 41)
    var found = 0
    for round in 0..<120 {
      let random = RandomHistory(
        vocabulary, operations: 6 + round % 6, processes: 3, keys: 2, changed: true, &generator)
      let history = random.history
      let checker = LinearizabilityChecker(
        reductions: round % 2 == 0 ? .all : .all.subtracting(.zones))
      let prefix = checker.prefix(of: history)
      #expect((prefix != nil) == (checker.decide(history) == false))
      guard let prefix else { continue }
      found += 1
      let blocking = try #require(prefix.blocking.flatMap { history[$0] })
      let end = try #require(blocking.completion?.time)
      let before = upTo(end, random) { (time, id) in (time, id) < (end, blocking.id) }
      #expect(ExactChecker().decide(.linearizability, before) == true, "\(random.calls)")
      let through = upTo(end, random) { (time, id) in (time, id) <= (end, blocking.id) }
      #expect(ExactChecker().decide(.linearizability, through) == false, "\(random.calls)")
      let invoked = history.operations.count { $0.invoked <= end }
      let returned = history.operations.count {
        $0.completion.map { $0.time } ?? .never < end
          || $0.completion?.time == end && $0.id < blocking.id
      }
      #expect(prefix.events == invoked + returned)
    }
    #expect(found > 2, "\(found)")
  }

  /// The calls invoked by an instant, of which those return that `hasReturned` says.
  private func upTo(
    _ end: VirtualTime, _ random: RandomHistory,
    hasReturned: (VirtualTime, OperationID) -> Bool
  ) -> History {
    let history = random.history
    var result = History(initial: history.initial)
    for operation in history.operations where operation.invoked <= end {
      result.invoke(
        Operation(
          id: operation.id, process: operation.process, session: operation.session,
          intent: operation.intent, call: operation.call, intended: operation.intended,
          invoked: operation.invoked, invokedEvent: operation.invokedEvent))
    }
    for operation in result.operations {
      if let completion = history[operation.id].completion,
        hasReturned(completion.time, operation.id)
      {
        result.complete(operation.id, completion)
      }
    }
    return result
  }

  @Test func timeThatIsUpLeavesItOpen() {
    var calls = (0..<20).map {
      TimedCall(process: $0, call: .increment("c", by: 1 << Int64($0)), invoked: 0, returned: 50)
    }
    calls.append(
      TimedCall(process: 30, call: .read("c"), invoked: 10, returned: 70, result: -1))
    let checker = LinearizabilityChecker(isOver: { true })
    #expect(checker.check(blackBox(calls)) == .unknown(.timeIsUp))
    var budget = Budget.standard
    budget.isOver = { true }
    let judge = HistoryJudge(.init(budget: budget))
    #expect(judge.judge(.linearizability, blackBox(calls)).verdict == .unknown(.timeIsUp))
  }
}
