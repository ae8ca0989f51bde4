import Checkers
import Histories
import Testing

/// Sets from which elements are removed: the search that leaves out steps on which nothing depends.
@Suite struct SetSearchTests {
  static let searched = LinearizabilityChecker(reductions: .all.subtracting(.monitors))

  /// Every history of up to three operations: of one element pending ones too, of two elements those that return.
  @Test(arguments: [1, 2]) func agreesOnAllTinyHistories(elements: Int) {
    let comparison = TinySearchComparison(
      Self.searched, Self.choices(elements), withPending: elements == 1)
    #expect(comparison.disagreements.isEmpty, "\(comparison)")
    #expect(comparison.counts.values.allSatisfy { $0 > 200 }, "\(comparison)")
  }

  /// What an operation may be: an addition or a removal of each element, a read of each subset.
  private static func choices(_ elements: Int) -> [(call: Call, result: Value)] {
    let values = (1...elements).map { Value.integer(Int64($0)) }
    var choices: [(call: Call, result: Value)] = []
    for value in values { choices += [(.add("s", value), nil), (.remove("s", value), nil)] }
    for bits in 0..<(1 << elements) {
      let held = values.indices.filter { bits & 1 << $0 != 0 }.map { values[$0] }
      choices.append((.read("s"), .list(held)))
    }
    return choices
  }

  /// Longer ones with repeated additions and removals, pending ones among them.
  @Test func agreesOnRandomHistories() {
    var generator = TestGenerator(seed: 61)
    var counts = [false: 0, true: 0]
    for round in 0..<600 {
      let random = RandomHistory(
        .set, operations: 5 + round % 8, processes: 2 + round % 4, values: 2 + round % 3,
        pendingPercent: [0, 10, 30][round % 3], changed: round % 4 > 0, &generator)
      guard let expected = ExactChecker().decide(.linearizability, random.history) else { continue }
      counts[expected, default: 0] += 1
      #expect(Self.searched.decide(random.history) == expected, "\(random.calls)")
    }
    #expect(counts.values.allSatisfy { $0 > 10 }, "\(counts)")
  }

  /// Thousands of additions and removals, many of them open at once: the configurations stay few.
  @Test func longHistoriesAreDecided() throws {
    let limits = LinearizabilityChecker.Limits(
      configurationsMax: 500, stepsMax: 500_000, minimizationMax: 2_000_000)
    let checker = LinearizabilityChecker(limits: limits)
    var generator = TestGenerator(seed: 62)
    var random = RandomHistory(
      .set, operations: 2_000, processes: 12, values: 100, pendingPercent: 0, changed: false,
      &generator)
    #expect(checker.decide(random.history) == true)
    let reads = random.calls.indices.filter { random.calls[$0].call == .read("s") }
    random.calls[reads[reads.count / 2]].result = random.calls[reads[reads.count / 4]].result
    #expect(checker.decide(random.history) == false)
  }
}
