import Checkers
import Histories
import Testing

/// Counters whose increments return nothing: the search that leaves each step until something depends on it.
@Suite struct CounterSearchTests {
  /// Every history of up to three operations: increments by one and by two, and reads of what they can come to.
  @Test func agreesOnAllTinyHistories() {
    let choices: [(call: Call, result: Value)] =
      [(.increment("c", by: 1), nil), (.increment("c", by: 2), nil)]
      + (0...3).map { (.read("c"), .integer($0)) }
    let comparison = TinySearchComparison(
      LinearizabilityChecker(), choices, withPending: true, initial: [.init("c", 0)])
    #expect(comparison.disagreements.isEmpty, "\(comparison)")
    #expect(comparison.counts.values.allSatisfy { $0 > 200 }, "\(comparison)")
  }

  /// Longer ones, pending increments among them, some with a result exchanged.
  @Test func agreesOnRandomHistories() {
    var generator = TestGenerator(seed: 71)
    var counts = [false: 0, true: 0]
    for round in 0..<1_000 {
      var random = RandomHistory(
        .counter, operations: 5 + round % 9, processes: 2 + round % 4, keys: 1,
        pendingPercent: [0, 10, 30][round % 3], changed: round % 4 > 0, &generator)
      for index in random.calls.indices where !random.calls[index].call.isReadOnly {
        random.calls[index].result = nil
      }
      guard let expected = ExactChecker().decide(.linearizability, random.history) else { continue }
      counts[expected, default: 0] += 1
      #expect(LinearizabilityChecker().decide(random.history) == expected, "\(random.calls)")
    }
    #expect(counts.values.allSatisfy { $0 > 5 }, "\(counts)")
  }
}
