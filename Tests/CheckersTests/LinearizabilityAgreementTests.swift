import Checkers
import Histories
import Testing

/// The fast checker against the exact search and against brute force.
@Suite struct LinearizabilityAgreementTests {
  static let each: [LinearizabilityChecker.Reductions] = [
    .zones, .greedyReads, .symmetry, .domination, .absorption, .forgetting, .monitors,
    .relevance,
  ]
  /// With all reductions, without any, with one alone, and without one.
  static let variants: [LinearizabilityChecker.Reductions] =
    [.all, []] + each + each.map { LinearizabilityChecker.Reductions.all.subtracting($0) }

  @Test(arguments: validationTable) func validationTableAgrees(row: ValidationRow) {
    for reductions in Self.variants {
      let checker = LinearizabilityChecker(reductions: reductions)
      let result = checker.check(history(parse(row.text)))
      #expect((result.verdict == .holds) == row.expected[0])
      #expect(result.verdict.isViolated == !row.expected[0])
    }
  }

  /// Every history of three operations on one register with the values 0 (the initial one) and 1:
  /// reads and writes that are invoked at 0, 1 or 2 and are pending or return at 2 at the latest.
  @Test func agreesWithBruteForceOnTinyHistories() {
    var counts = [false: 0, true: 0]
    var disagreements: [String] = []
    let operations = tinyOperations()
    for (first, a) in operations.enumerated() where a.invoked == 0 {
      for (second, b) in operations.enumerated() where second >= first {
        for c in operations[second...] {
          let tiny = [a, b, c]
          let expected = BruteForce.holds(.linearizability, tiny)
          counts[expected, default: 0] += 1
          if LinearizabilityChecker().decide(history(tiny)) != expected {
            disagreements.append("\(tiny)")
          }
        }
      }
    }
    #expect(disagreements.isEmpty, "\(disagreements.prefix(3))")
    #expect(counts.values.allSatisfy { $0 > 1_000 }, "\(counts)")
  }

  private func tinyOperations() -> [TestOperation] {
    var operations: [TestOperation] = []
    for kind in 0..<4 {
      for invoked in 0..<3 {
        for returned in invoked...3 {
          operations.append(
            TestOperation(
              process: 0, isWrite: kind < 2, key: "x", value: kind % 2, invoked: invoked,
              returned: returned == 3 ? nil : returned))
        }
      }
    }
    return operations
  }

  /// With all reductions, and in turn with some of them.
  @Test(arguments: Vocabulary.allCases) func agreesWithTheExactSearch(vocabulary: Vocabulary) {
    var generator = TestGenerator(seed: 11)
    var counts = [false: 0, true: 0]
    for round in 0..<200 {
      let random = RandomHistory(
        vocabulary, operations: 4 + round % 8, processes: 2 + round % 4, keys: 1 + round % 2,
        changed: round % 3 > 0, &generator)
      let history = random.history
      guard let expected = ExactChecker().decide(.linearizability, history) else { continue }
      counts[expected, default: 0] += 1
      for reductions in [.all, Self.variants[round % Self.variants.count]] {
        let found = LinearizabilityChecker(reductions: reductions).decide(history)
        #expect(found == expected, "\(reductions.rawValue): \(random.calls)")
      }
    }
    #expect(counts[true, default: 0] > 50 && counts[false, default: 0] > 2, "\(counts)")
  }

  /// An order that is given obeys the specification and real time, and has all that returned.
  @Test(arguments: Vocabulary.allCases) func ordersAreLinearizations(vocabulary: Vocabulary) {
    var generator = TestGenerator(seed: 12)
    for round in 0..<30 {
      let random = RandomHistory(
        vocabulary, operations: round % 2 == 0 ? 20 : 8, processes: 3, keys: 2,
        pendingPercent: round % 2 == 0 ? 3 : 25, changed: false, &generator)
      let history = random.history
      let others = round % 2 == 0 ? [] : [Self.variants[round / 2 % Self.variants.count]]
      for reductions in [.all] + others {
        let result = LinearizabilityChecker(reductions: reductions).check(history)
        guard case .holds(let orders) = result else {
          Issue.record("\(reductions), \(result.verdict): an atomic object gave \(random.calls)")
          continue
        }
        #expect(isLinearization(orders[0], of: history), "\(reductions) \(random.calls)")
      }
    }
  }

  /// More than 64 operations open at once need wide sets of slots.
  @Test func manyOpenOperations() {
    for value in [50, 999] {
      var calls = (0..<100).map {
        TimedCall(process: $0, call: .write("x", .integer(Int64($0))), invoked: 0, returned: 50)
      }
      calls.append(
        TimedCall(process: 200, call: .read("x"), invoked: 10, returned: 20, result: 50))
      calls.append(
        TimedCall(
          process: 201, call: .read("x"), invoked: 60, returned: 70,
          result: .integer(Int64(value))))
      for reductions in [LinearizabilityChecker.Reductions.all, .all.subtracting(.zones)] {
        let found = LinearizabilityChecker(reductions: reductions).decide(blackBox(calls))
        #expect(found == (value == 50))
      }
    }
  }

  @Test func limitsAreCountsOfConfigurationsAndSteps() {
    var calls = (0..<16).map {
      TimedCall(process: $0, call: .enqueue("q", .integer(Int64($0))), invoked: 0, returned: 50)
    }
    calls.append(TimedCall(process: 20, call: .dequeue("q"), invoked: 60, returned: 70, result: 3))
    let few = LinearizabilityChecker(
      limits: .init(configurationsMax: 100, stepsMax: 1_000_000, minimizationMax: 1),
      reductions: .all.subtracting(.monitors))
    #expect(few.check(blackBox(calls)) == .unknown(.tooManyConfigurations(maximum: 100)))
    let brief = LinearizabilityChecker(
      limits: .init(configurationsMax: 1_000_000, stepsMax: 1_000, minimizationMax: 1),
      reductions: .all.subtracting(.monitors))
    #expect(brief.check(blackBox(calls)) == .unknown(.tooManySteps(maximum: 1_000)))
    #expect(brief.decide(blackBox(calls)) == nil)
  }
}
