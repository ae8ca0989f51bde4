import Checkers
import Histories
import Testing

/// PRAM and causal consistency of types whose operations both look and change (Perrin, Mostefaoui and Jard, PPoPP 2016).
@Suite struct HiddenResultTests {
  private static let models: [CheckerName] = [
    .sequentialConsistency, .causalConvergence, .causalConsistency, .weakCausalConsistency, .pram,
  ]

  /// The models of the list that a history satisfies; none may be left open.
  private func satisfied(_ history: History) -> [CheckerName] {
    Self.models.filter { model in
      let verdict = HistoryJudge().judge(model, history).verdict
      #expect(verdict == .holds || verdict.isViolated, "\(model): \(verdict)")
      return verdict == .holds
    }
  }

  /// Calls one after another of several processes; all overlap in time.
  private func history(_ calls: [(Int, Call, Value)]) -> History {
    blackBox(
      calls.enumerated().map { place, call in
        TimedCall(
          process: call.0, call: call.1, invoked: place * 2, returned: place * 2 + 1,
          result: call.2)
      })
  }

  /// The paper's queue: an element can be taken twice, as each process sees its own dequeue first.
  @Test func anElementCanBeTakenTwice() {
    let twice = history([
      (0, .enqueue("q", 1), nil), (1, .dequeue("q"), 1), (2, .dequeue("q"), 1),
    ])
    #expect(satisfied(twice) == Array(Self.models.dropFirst()))
    // By one process it cannot.
    #expect(
      satisfied(
        history([(0, .enqueue("q", 1), nil), (1, .dequeue("q"), 1), (1, .dequeue("q"), 1)])) == [])
  }

  /// An element can be lost: the dequeue that found nothing takes away, in the view of another process, the first one.
  @Test func anElementCanBeLost() {
    let lost = history([
      (0, .enqueue("q", 1), nil), (0, .enqueue("q", 2), nil), (1, .dequeue("q"), nil),
      (2, .dequeue("q"), 2),
    ])
    #expect(satisfied(lost) == Array(Self.models.dropFirst()))
  }

  /// Each of two dequeues needs the other to have come before: PRAM lets it, causality is no circle.
  @Test func causalityIsNoCircle() {
    let circular = history([
      (0, .enqueue("q", 1), nil), (0, .enqueue("q", 2), nil), (1, .dequeue("q"), 2),
      (2, .dequeue("q"), 2),
    ])
    #expect(satisfied(circular) == [.pram])
  }

  /// A removal that came causally after an add has removed it for everybody who saw it.
  @Test func removalsFollowWhatTheySaw() {
    let reads: [(Int, Call, Value)] = [
      (0, .add("s", 1), nil), (1, .read("s"), [1]), (1, .remove("s", 1), nil),
      (1, .add("s", 2), nil),
    ]
    #expect(satisfied(history(reads + [(2, .read("s"), [2])])) == Self.models)
    // 2 shows that the removal was seen; PRAM does not order it after the other process's add.
    let back = satisfied(history(reads + [(2, .read("s"), [1, 2])]))
    #expect(back == [.pram])
  }

  /// A lock has no values: a process is promised nothing about the others.
  @Test func locksPromiseOnlyTheirOwn() {
    let both = history([(0, .acquire("m"), nil), (1, .acquire("m"), nil)])
    #expect(satisfied(both) == Self.models.filter { $0 != .sequentialConsistency })
    #expect(satisfied(history([(0, .acquire("m"), nil), (0, .acquire("m"), nil)])) == [])
  }

  /// A compare-and-set without an answer cannot have written what others read, if nothing it expects was there.
  @Test func comparisonsWithoutAnAnswerMustHaveSucceeded() {
    let calls = [
      TimedCall(
        process: 0, call: .compareAndSet("x", expected: 7, new: 2), invoked: 0, returned: nil),
      TimedCall(process: 1, call: .read("x"), invoked: 2, returned: 3, result: 2),
    ]
    #expect(satisfied(blackBox(calls)) == [])
    #expect(satisfied(blackBox(calls, initial: [.init("x", 7)])) == Self.models)
  }

  /// What has too many operations for the search is open, and says so.
  @Test func beyondTheSearchItIsUnknown() {
    let long = history(
      (0..<60).map { ($0 % 2, $0 < 29 ? .enqueue("q", 1) : .dequeue("q"), $0 < 29 ? nil : 1) })
    for model in Self.models.dropFirst() {
      guard case .unknown(.tooManyOperations) = HistoryJudge().judge(model, long).verdict else {
        Issue.record("\(model)")
        continue
      }
    }
  }

  /// Of a witness nothing can be left out with those whose results depend on it.
  @Test func witnessesAreMinimal() {
    let history = history([
      (3, .read("s"), nil), (0, .add("s", 1), nil), (1, .read("s"), [1]), (2, .read("s"), [1]),
      (2, .read("s"), nil), (1, .add("s", 3), nil),
    ])
    for model in [CheckerName.pram, .causalConsistency] {
      let verdict = HistoryJudge().judge(model, history).verdict
      let named = verdict.witnesses.map { $0.operations.map { Int($0.index) } }
      #expect(named == [[1, 3, 4, 5]])
    }
  }
}
