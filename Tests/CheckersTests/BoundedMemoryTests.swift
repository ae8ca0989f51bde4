import Checkers
import Histories
import Testing

/// A search that holds little decides what one that holds much does, with an order all the same.
@Suite struct BoundedMemoryTests {
  @Test(arguments: Vocabulary.allCases) func whatIsLetGoIsNotNeeded(vocabulary: Vocabulary) {
    var generator = TestGenerator(seed: 91)
    var decided = 0
    for round in 0..<8 {
      let random = RandomHistory(
        vocabulary, operations: 40, processes: 3, pendingPercent: 2,
        changed: round % 2 == 0, &generator)
      let history = random.history
      let reductions = LinearizabilityChecker.Reductions.all.subtracting([.zones, .monitors])
      let large = LinearizabilityChecker.Limits(
        configurationsMax: 10_000, stepsMax: 20_000, minimizationMax: 1_000)
      let expected = LinearizabilityChecker(limits: large, reductions: reductions).decide(history)
      let small = LinearizabilityChecker(
        limits: .init(configurationsMax: 24, stepsMax: 20_000, minimizationMax: 1_000),
        reductions: reductions)
      switch small.check(history) {
      case .unknown: continue
      case .violated: #expect(expected == false)
      case .holds(let orders):
        #expect(expected == true)
        #expect(isLinearization(orders[0], of: history), "\(random.calls)")
      }
      decided += 1
    }
    #expect(decided > 0, "\(decided)")
  }
}
