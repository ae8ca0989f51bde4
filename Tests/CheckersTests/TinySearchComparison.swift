import Checkers
import Histories

/// A checker of linearizability beside the exact search, on every history of up to three operations.
struct TinySearchComparison: CustomStringConvertible {
  /// How many histories the exact search rejects and accepts.
  private(set) var counts = [false: 0, true: 0]
  /// Those on which the checker says something else, or gives an order that is none.
  private(set) var disagreements: [String] = []

  var description: String {
    "\(counts), \(disagreements.count) disagreements: \(disagreements.prefix(3))"
  }

  /// - Parameter choices: what each operation may be.
  init(
    _ checker: LinearizabilityChecker, _ choices: [(call: Call, result: Value)],
    withPending: Bool, initial: [History.InitialValue] = []
  ) {
    for size in 1...3 {
      for shape in TinyShapes.all(size, withPending: withPending) {
        for calls in Self.assignments(shape, choices) { compare(checker, calls, initial) }
      }
    }
  }

  private mutating func compare(
    _ checker: LinearizabilityChecker, _ calls: [TimedCall], _ initial: [History.InitialValue]
  ) {
    let history = blackBox(calls, initial: initial)
    let expected = ExactChecker().decide(.linearizability, history)
    counts[expected == true, default: 0] += 1
    let found = checker.check(history)
    var isFaithful = found.verdict.isViolated == (expected == false)
    if case .holds(let orders) = found {
      isFaithful = isFaithful && isLinearization(orders[0], of: history)
    }
    if expected == nil || !isFaithful { disagreements.append("\(calls)") }
  }

  private static func assignments(
    _ shape: [TimedCall], _ choices: [(call: Call, result: Value)]
  ) -> [[TimedCall]] {
    shape.reduce(into: [[]]) { histories, call in
      histories = histories.flatMap { calls in
        choices.map { choice in
          var chosen = call
          (chosen.call, chosen.result) = (choice.call, choice.result)
          return calls + [chosen]
        }
      }
    }
  }
}
