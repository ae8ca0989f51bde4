import Checkers
import Histories
import Testing

/// The monitors of queues, stacks and growing sets against the exact search.
@Suite struct MonitorAgreementTests {
  /// With monitors, and by the frontier search alone.
  static let monitored = LinearizabilityChecker()
  static let searched = LinearizabilityChecker(reductions: .all.subtracting(.monitors))

  /// Every history of three operations, and every one of four that all return, up to renaming of elements: each
  /// order of invocations and responses; each insertion a new element; removals of any element or of none.
  @Test(arguments: ElementKind.allCases) func agreesOnAllTinyHistories(kind: ElementKind) {
    var counts = [false: 0, true: 0]
    var disagreements: [String] = []
    for size in 1...4 {
      for shape in TinyShapes.all(size, withPending: size < 4) {
        for calls in kind.assignments(shape) {
          let history = blackBox(calls)
          let expected = ExactChecker().decide(.linearizability, history)
          let found = Self.monitored.check(history)
          counts[expected == true, default: 0] += 1
          if expected == nil || found.verdict.isViolated == expected
            || !(isFaithful(found, history))
          {
            disagreements.append("\(calls)")
          }
        }
      }
    }
    #expect(disagreements.isEmpty, "\(disagreements.count): \(disagreements.prefix(3))")
    #expect(counts.values.allSatisfy { $0 > 500 }, "\(counts)")
  }

  /// Longer random ones with pending operations, ones that found nothing, and one result changed.
  @Test(arguments: ElementKind.allCases) func agreesOnRandomHistories(kind: ElementKind) {
    var generator = TestGenerator(seed: 51)
    var counts = [false: 0, true: 0]
    for round in 0..<1_500 {
      let random = RandomElements(
        kind, operations: 4 + round % 9, processes: 2 + round % 4,
        pendingPercent: [0, 0, 8, 25][round % 4], changed: round % 3 > 0, &generator)
      let history = blackBox(random.calls)
      guard let expected = ExactChecker().decide(.linearizability, history) else { continue }
      counts[expected, default: 0] += 1
      let found = Self.monitored.check(history)
      #expect((found.verdict == .holds) == expected, "\(random.calls)")
      #expect(found.verdict.isViolated == !expected, "\(random.calls)")
      #expect(isFaithful(found, history), "\(random.calls)")
    }
    #expect(counts.values.allSatisfy { $0 > 200 }, "\(counts)")
  }

  /// Whether an order is a linearization, and a witness a violation.
  private func isFaithful(_ result: ExactResult, _ history: History) -> Bool {
    switch result {
    case .unknown: return false
    case .holds(let orders): return isLinearization(orders[0], of: history)
    case .violated(let witness):
      let kept = witness.operations.map { history[$0] }
      return ExactChecker().decide(.linearizability, subhistory(kept, of: history)) == false
    }
  }

  /// No element can be left out, with all of its operations, and no removal that found nothing.
  @Test(arguments: ElementKind.allCases) func witnessesAreMinimal(kind: ElementKind) {
    var generator = TestGenerator(seed: 52)
    var violations = 0
    for round in 0..<400 {
      let random = RandomElements(
        kind, operations: 8 + round % 12, processes: 3, pendingPercent: 0, changed: true,
        &generator)
      let history = blackBox(random.calls)
      guard case .violated(let witness) = Self.monitored.check(history) else { continue }
      violations += 1
      let kept = witness.operations.map { history[$0] }
      for value in Set(kept.compactMap { $0.call.argument }).sorted() {
        let rest = kept.filter { $0.call.argument != value && $0.result != value }
        let isUsed = rest.contains {
          $0.result.map { $0.description.contains("\(value)") } ?? false
        }
        if kind == .growingSet && isUsed { continue }
        #expect(
          ExactChecker().decide(.linearizability, subhistory(rest, of: history)) == true,
          "\(kept.map { "\($0.call) \($0.result ?? nil)" }) without \(value)")
      }
    }
    #expect(violations > 50, "\(violations)")
  }

  /// One removal of tens of thousands that returned the wrong element.
  @Test(arguments: [ElementKind.queue, .stack]) func plantedErrorsAreFound(kind: ElementKind) throws
  {
    var generator = TestGenerator(seed: 53)
    var random = RandomElements(
      kind, operations: 20_000, processes: 6, pendingPercent: 0, changed: false, &generator)
    let removals = random.calls.indices.filter {
      random.calls[$0].call.argument == nil && random.calls[$0].result != nil
    }
    #expect(Self.monitored.check(blackBox(random.calls)).verdict == .holds)
    let (a, b) = (removals[removals.count / 2], removals[removals.count / 2 + 40])
    (random.calls[a].result, random.calls[b].result) = (
      random.calls[b].result, random.calls[a].result
    )
    let history = blackBox(random.calls)
    let result = Self.monitored.check(history)
    let witness = try #require(result.verdict.witnesses.first)
    #expect(witness.operations.count <= 12, "\(witness.operations.count)")
    let kept = witness.operations.map { history[$0] }
    #expect(ExactChecker().decide(.linearizability, subhistory(kept, of: history)) == false)
  }

  /// What a monitor cannot decide goes to the search: elements inserted twice, an object that is not empty at
  /// first, an element that is nothing.
  @Test func whatIsNotUniqueIsSearched() {
    let twice = [
      TimedCall(process: 0, call: .enqueue("q", 1), invoked: 0, returned: 1),
      TimedCall(process: 0, call: .enqueue("q", 1), invoked: 2, returned: 3),
      TimedCall(process: 0, call: .dequeue("q"), invoked: 4, returned: 5, result: 1),
      TimedCall(process: 0, call: .dequeue("q"), invoked: 6, returned: 7, result: 1),
      TimedCall(process: 0, call: .dequeue("q"), invoked: 8, returned: 9, result: nil),
    ]
    #expect(Self.monitored.decide(blackBox(twice)) == true)
    let full = [TimedCall(process: 0, call: .pop("p"), invoked: 0, returned: 1, result: 4)]
    let initial = [History.InitialValue("p", [3, 4])]
    #expect(Self.monitored.decide(blackBox(full, initial: initial)) == true)
    #expect(Self.monitored.decide(blackBox(full)) == false)
    let nothing = [
      TimedCall(process: 0, call: .enqueue("q", nil), invoked: 0, returned: 1),
      TimedCall(process: 0, call: .dequeue("q"), invoked: 2, returned: 3, result: nil),
      TimedCall(process: 0, call: .dequeue("q"), invoked: 4, returned: 5, result: nil),
    ]
    #expect(Self.monitored.decide(blackBox(nothing)) == true)
    let added = [
      TimedCall(process: 0, call: .add("s", 1), invoked: 0, returned: 1),
      TimedCall(process: 0, call: .remove("s", 1), invoked: 2, returned: 3),
      TimedCall(process: 0, call: .read("s"), invoked: 4, returned: 5, result: []),
    ]
    #expect(Self.monitored.decide(blackBox(added)) == true)
  }
}
