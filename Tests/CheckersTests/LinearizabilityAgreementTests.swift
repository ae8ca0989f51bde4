import Checkers
import Histories
import Testing

/// The fast checker against the exact search and against brute force.
@Suite struct LinearizabilityAgreementTests {
  static let each: [LinearizabilityChecker.Reductions] = [
    .zones, .greedyReads, .symmetry, .domination, .absorption, .forgetting,
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

  /// Every history of three operations on one register with the values 0 (the initial one), 1 and 2:
  /// reads and writes that are invoked at 0, 1 or 2 and are pending or return at 3 at the latest.
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
    #expect(counts.values.allSatisfy { $0 > 10_000 }, "\(counts)")
  }

  private func tinyOperations() -> [TestOperation] {
    var operations: [TestOperation] = []
    for kind in 0..<6 {
      for invoked in 0..<3 {
        for returned in invoked...4 {
          operations.append(
            TestOperation(
              process: 0, isWrite: kind < 3, key: "x", value: kind % 3, invoked: invoked,
              returned: returned == 4 ? nil : returned))
        }
      }
    }
    return operations
  }

  /// With every combination of reductions that is worth distinguishing.
  @Test(arguments: Vocabulary.allCases) func agreesWithTheExactSearch(vocabulary: Vocabulary) {
    var generator = TestGenerator(seed: 11)
    var counts = [false: 0, true: 0]
    for round in 0..<400 {
      let random = RandomHistory(
        vocabulary, operations: 4 + round % 9, processes: 2 + round % 4, keys: 1 + round % 2,
        changed: round % 3 > 0, &generator)
      let history = random.history
      guard let expected = ExactChecker().decide(.linearizability, history) else { continue }
      counts[expected, default: 0] += 1
      for reductions in Self.variants {
        let found = LinearizabilityChecker(reductions: reductions).decide(history)
        #expect(found == expected, "\(reductions.rawValue): \(random.calls)")
      }
    }
    #expect(counts[true, default: 0] > 50, "\(counts)")
    #expect(counts[false, default: 0] > 20 || vocabulary == .lock, "\(counts)")
  }

  /// An order that is given obeys the specification and real time, and has all that returned.
  @Test(arguments: Vocabulary.allCases) func ordersAreLinearizations(vocabulary: Vocabulary) {
    var generator = TestGenerator(seed: 12)
    for round in 0..<150 {
      let random = RandomHistory(
        vocabulary, operations: 40, processes: 3, keys: 2, pendingPercent: round % 10,
        changed: false, &generator)
      let history = random.history
      for reductions in Self.variants.prefix(round < 20 ? 14 : 1) {
        let result = LinearizabilityChecker(reductions: reductions).check(history)
        guard case .holds(let orders) = result else {
          Issue.record("\(reductions), \(result.verdict): an atomic object gave \(random.calls)")
          continue
        }
        #expect(isLinearization(orders[0], of: history), "\(reductions) \(random.calls)")
      }
    }
  }

  private func isLinearization(_ order: Serialization, of history: History) -> Bool {
    let specification = ObjectMapSpecification(initial: history.initial)
    var state = specification.initial
    var latestInvocation = VirtualTime.zero
    var previous = VirtualTime.zero
    var seen: Set<OperationID> = []
    for step in order.steps {
      let operation = history[step.operation]
      guard let point = step.point, point >= previous, point >= operation.invoked,
        seen.insert(step.operation).inserted,
        operation.completion.map({ point <= $0.time && latestInvocation <= $0.time }) ?? true,
        let next = specification.step(
          state,
          SpecifiedOperation(
            call: operation.call, process: operation.process, result: operation.result))
      else { return false }
      (state, previous) = (next, point)
      latestInvocation = max(latestInvocation, operation.invoked)
    }
    return history.operations.allSatisfy { !$0.isOK || seen.contains($0.id) }
  }
}
