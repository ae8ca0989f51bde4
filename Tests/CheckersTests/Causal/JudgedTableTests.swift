import Histories
import Testing

@testable import Checkers

@Suite struct JudgedTableTests {
  /// The validation table, all four columns, through the one door.
  @Test(arguments: validationTable) func verdictsAgree(row: ValidationRow) {
    let history = history(parse(row.text))
    for (model, expected) in zip(models, row.expected) {
      let verdict = HistoryJudge().judge(model, history).verdict
      #expect(expected ? verdict == .holds : verdict.isViolated, "\(model.words)")
    }
  }

  /// CC and CCv of the same histories: CC fails where a read misses what it must know of, and CCv also where
  /// two readers see two writes in two orders.
  @Test(arguments: validationTable) func notionsOfCausalityAgree(row: ValidationRow) {
    let history = history(parse(row.text))
    let twoOrders = row.text.hasSuffix("d r x=2 10-12; d r x=1 20-22")
    let weak = HistoryJudge().judge(.weakCausalConsistency, history).verdict
    let convergent = HistoryJudge().judge(.causalConvergence, history).verdict
    #expect((weak == .holds) == row.expected[2])
    #expect((convergent == .holds) == (row.expected[2] && !twoOrders))
    #expect(weak.isViolated || weak == .holds)
    #expect(convergent.isViolated || convergent == .holds)
  }

  /// Orders that are given explain the history: each view is legal and respects program order.
  @Test func ordersExplainTheHistory() {
    var generator = TestGenerator(seed: 41)
    var orders = 0
    for _ in 0..<300 {
      let history = history(
        randomOperations(&generator, count: 9).sorted { $0.invoked < $1.invoked })
      for model in [CheckerName.pram, .causalConsistency] {
        for order in HistoryJudge().judge(model, history).orders {
          orders += 1
          #expect(isLegal(order, history))
          #expect(order.respectsProgramOrder(of: history))
          let own = history.operations.filter { $0.process == order.process && $0.isOK }
          let members = Set(order.steps.map(\.operation))
          #expect(own.allSatisfy { members.contains($0.id) })
        }
      }
    }
    #expect(orders > 300)
  }

  private func isLegal(_ order: Serialization, _ history: History) -> Bool {
    var values: [Key: Value] = [:]
    return order.steps.allSatisfy { step in
      let operation = history[step.operation]
      switch operation.call {
      case .read(let key): return values[key] ?? history.initialValue(of: key) == operation.result
      case .write(let key, let value): values[key] = value
      default: return false
      }
      return true
    }
  }

  /// A value written twice and read: small histories are decided by the exact search, others are unknown,
  /// with the operation; what is violated all the same is violated.
  @Test func ambiguousReadsAreHandedOver() {
    let text = "a w x=1 0-2; b w x=1 0-2; b r x=1 4-6"
    let small = history(parse(text))
    #expect(HistoryJudge().judge(.causalConsistency, small).verdict == .holds)
    #expect(
      CausalChecker().check(.causalConvergence, small)
        == .unknown(.missingReadsFrom(of: OperationID(2))))
    // But it is linearizable.
    #expect(HistoryJudge().judge(.causalConvergence, small).verdict == .holds)
    let reads = (0..<60).map { "c r x=1 \(10 + 2 * $0)-\(11 + 2 * $0)" }.joined(separator: "; ")
    let stale = "; e w y=1 0-2; f r y=0 5-6"
    let large = history(parse(text + "; " + reads + stale))
    #expect(
      HistoryJudge().judge(.pram, large).verdict
        == .unknown(.missingReadsFrom(of: OperationID(3))))
    let broken = history(parse(text + "; " + reads + "; d w y=1 0-2; d r y=0 3-4"))
    #expect(HistoryJudge().judge(.pram, broken).verdict.isViolated)
  }

  /// A history of the lab says which of two writes of one value was read.
  @Test func observedSourcesAreTaken() {
    var box = WhiteBox()
    let first = box.write(0, "x", 1, at: 0)
    let second = box.write(0, "x", 1, at: 10)
    let other = box.write(0, "x", 2, at: 20)
    for (source, value) in [(other, Value.integer(2)), (first, 1)] {
      box.read(
        1, .read("x"), at: 30, seeing: .writes([first, second, other]), value,
        from: .write(source))
    }
    let checker = CausalChecker(usesObservations: true)
    for model in causalModels {
      #expect(CausalChecker().check(model, box.history).verdict.isUnknown)
      guard case .violated(let witness) = checker.check(model, box.history) else {
        Issue.record("violated")
        continue
      }
      #expect(witness.relation == .overwrittenValueRead && witness.operations.count == 4)
    }
    #expect(HistoryJudge().judge(.causalConvergence, box.history).verdict.isViolated)
  }

  @Test func deadlineIsObserved() {
    var options = HistoryJudge.Options()
    options.budget.isOver = { true }
    let history = history(parse("a w x=1 0-2; a r x=1 4-6"))
    for model in causalModels + SessionChecker.guarantees {
      #expect(HistoryJudge(options).judge(model, history).verdict == .unknown(.timeIsUp))
    }
  }

  /// Deletes, conditional puts, compare-and-sets and reads of several keys are read-write registers too.
  @Test func agreesWithExactSearchOnOtherCalls() {
    var generator = TestGenerator(seed: 77)
    var counts = [0, 0, 0]
    for round in 0..<1_500 {
      let kind: Vocabulary = round % 2 == 0 ? .compareAndSet : .several
      let random = RandomHistory(
        kind, operations: 7, processes: 3, keys: 2, values: 40, changed: round % 3 > 0, &generator)
      for model in [CheckerName.pram, .causalConsistency] {
        guard let found = CausalChecker().decide(model, random.history) else {
          counts[2] += 1
          continue
        }
        counts[found ? 0 : 1] += 1
        let exact = ExactChecker().decide(model, random.history)
        #expect(exact == nil || exact == found, "\(model): \(random.calls)")
      }
    }
    #expect(counts.allSatisfy { $0 > 20 }, "\(counts)")
  }
}

extension Verdict {
  fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
