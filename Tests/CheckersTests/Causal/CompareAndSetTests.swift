import Checkers
import Histories
import Testing

/// Compare-and-sets under the models along session order and reads-from: one without an answer took effect only if it
/// met what it expects, and one that failed has read something else than that.
@Suite struct CompareAndSetTests {
  private static let models: [CheckerName] = [
    .causalConvergence, .causalConsistency, .weakCausalConsistency, .pram,
  ]

  private func satisfied(_ calls: [(Int, Call, Value?)], initial: Value? = nil) -> [CheckerName] {
    let keys: [Key] = ["x", "y"]
    let history = blackBox(
      calls.enumerated().map { place, call in
        TimedCall(
          process: call.0, call: call.1, invoked: place * 2,
          returned: call.2 == nil ? nil : place * 2 + 1, result: call.2 ?? nil)
      }, initial: initial.map { value in keys.map { .init($0, value) } } ?? [])
    return Self.models.filter { model in
      let verdict = HistoryJudge().judge(model, history).verdict
      #expect(verdict == .holds || verdict.isViolated, "\(model): \(verdict)")
      return verdict == .holds
    }
  }

  /// It expects 5, which nobody ever wrote.
  @Test func pendingOneNeedsWhatItExpects() {
    let pending: (Int, Call, Value?) = (0, .compareAndSet("x", expected: 5, new: 1), nil)
    #expect(satisfied([pending, (1, .read("x"), 1)]) == [])
    #expect(satisfied([pending, (1, .write("x", 5), .absent), (1, .read("x"), 1)]) == Self.models)
    // 5 was written by one who had read 1: under PRAM alone that is no circle.
    let circular: [(Int, Call, Value?)] = [
      pending, (1, .read("x"), 1), (1, .write("x", 5), .absent),
    ]
    #expect(satisfied(circular) == [.pram])
  }

  /// The comparison failed, so its process had seen 1; it then wrote 2, and who saw that must not see 0 again
  /// (WriteCOInitRead). The same with a read in its place.
  @Test func failedOneHasReadSomethingElse() {
    let comparison: (Int, Call, Value?) = (1, .compareAndSet("x", expected: 0, new: 9), 0)
    for second in [comparison, (1, .read("x"), 1)] {
      let rest: [(Int, Call, Value?)] = [
        second, (1, .write("y", 2), .absent), (2, .read("y"), 2), (2, .read("x"), 0),
      ]
      #expect(satisfied([(0, .write("x", 1), .absent)] + rest, initial: 0) == [.pram])
      #expect(satisfied(rest, initial: 0) == [])
    }
  }

  /// Of two writes either can have made it fail.
  @Test func failedOneMayHaveReadAnyOther() {
    let calls: [(Int, Call, Value?)] = [
      (0, .write("x", 1), .absent), (3, .write("x", 2), .absent),
      (1, .compareAndSet("x", expected: 0, new: 9), 0), (1, .write("y", 2), .absent),
      (2, .read("y"), 2), (2, .read("x"), 2),
    ]
    #expect(satisfied(calls, initial: 0) == Self.models)
    #expect(satisfied(calls.dropLast() + [(2, .read("x"), 0)], initial: 0) == [.pram])
  }

  /// What is too long for the exact search is open where it is violated, and never said to hold.
  @Test func longHistoriesAreOpen() {
    let reads = (0..<60).map { (4, Call.read("z"), $0) }
    let pending: [(Int, Call, Value?)] = [
      (0, .compareAndSet("x", expected: 5, new: 1), nil), (1, .read("x"), 1),
    ]
    let failed: [(Int, Call, Value?)] = [
      (0, .write("x", 1), .absent), (1, .compareAndSet("x", expected: .absent, new: 9), 0),
      (1, .write("y", 2), .absent), (2, .read("y"), 2), (2, .read("x"), .absent),
    ]
    for calls in [pending, failed] {
      let history = blackBox(
        reads.map {
          TimedCall(process: $0.0, call: $0.1, invoked: $0.2 * 2, returned: $0.2 * 2 + 1)
        }
          + calls.enumerated().map { place, call in
            TimedCall(
              process: call.0, call: call.1, invoked: 200 + place * 2,
              returned: call.2 == nil ? nil : 201 + place * 2, result: call.2 ?? nil)
          })
      for model in Self.models {
        let verdict = HistoryJudge().judge(model, history).verdict
        guard case .unknown(.missingReadsFrom(let id)) = verdict else {
          Issue.record("\(model): \(verdict)")
          continue
        }
        #expect(history[id].call.keys == ["x"])
      }
    }
  }
}
