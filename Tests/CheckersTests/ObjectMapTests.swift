import Checkers
import Histories
import Testing

/// The sequential specification of the call vocabulary.
@Suite struct ObjectMapTests {
  /// Whether the calls, one after the other by process 0, can have returned these results.
  private func accepts(_ calls: [(Call, Value)], initial: [History.InitialValue] = []) -> Bool {
    let specification = ObjectMapSpecification(initial: initial)
    var state = specification.initial
    for (call, result) in calls {
      let operation = SpecifiedOperation(call: call, process: ProcessID(0), result: result)
      guard let next = specification.step(state, operation) else { return false }
      state = next
    }
    return true
  }

  @Test func registers() {
    #expect(accepts([(.write("x", 1), nil), (.read("x"), 1), (.delete("x"), nil)]))
    #expect(!accepts([(.write("x", 1), nil), (.read("x"), 2)]))
    #expect(accepts([(.compareAndSet("x", expected: 0, new: 1), 1)], initial: [.init("x", 0)]))
    #expect(!accepts([(.compareAndSet("x", expected: 2, new: 1), 1)], initial: [.init("x", 0)]))
    #expect(accepts([(.compareAndSet("x", expected: 2, new: 1), 0), (.read("x"), nil)]))
    #expect(accepts([(.conditionalPut("x", 4, ifVersion: .origin), nil), (.read("x"), 4)]))
  }

  @Test func collections() {
    #expect(accepts([(.add("s", 2), nil), (.add("s", 1), nil), (.read("s"), [1, 2])]))
    #expect(accepts([(.add("s", 2), nil), (.remove("s", 2), nil), (.read("s"), [])]))
    #expect(accepts([(.append("l", 2), nil), (.append("l", 1), nil), (.read("l"), [2, 1])]))
    #expect(accepts([(.enqueue("q", 1), nil), (.enqueue("q", 2), nil), (.dequeue("q"), 1)]))
    #expect(!accepts([(.enqueue("q", 1), nil), (.enqueue("q", 2), nil), (.dequeue("q"), 2)]))
    #expect(accepts([(.push("p", 1), nil), (.push("p", 2), nil), (.pop("p"), 2)]))
    #expect(!accepts([(.push("p", 1), nil), (.push("p", 2), nil), (.pop("p"), 1)]))
    #expect(!accepts([(.add("x", 1), nil)], initial: [.init("x", 7)]))
  }

  @Test func countersLocksAndTransactions() {
    #expect(accepts([(.increment("n", by: 2), 2), (.increment("n", by: 3), nil), (.read("n"), 5)]))
    #expect(!accepts([(.increment("n", by: 2), 3)]))
    #expect(accepts([(.acquire("k"), 1), (.release("k"), nil), (.acquire("k"), 2)]))
    #expect(!accepts([(.acquire("k"), 1), (.acquire("k"), 2)]))
    #expect(!accepts([(.release("k"), nil)]))
    #expect(accepts([(.write("x", 1), nil), (.readMany(["x", "y"]), [1, nil])]))
    let transfer = Call.transaction([.read("a"), .write("a", 1), .write("b", 2), .read("b")])
    #expect(
      accepts([
        (transfer, Value.list([.absent, .absent, .absent, 2])), (.readMany(["a", "b"]), [1, 2]),
      ]))
    #expect(!accepts([(transfer, .list([5, .absent, .absent, 2]))]))
  }

  /// Two clients must not both win one compare-and-set; lesson CM1, round 4.
  @Test func onlyOneCompareAndSetWins() {
    for second in [0, 1] {
      var run = WhiteBox(initial: [.init("s", 0)])
      let a = run.invoke(0, .compareAndSet("s", expected: 0, new: 1), at: 4)
      let b = run.invoke(1, .compareAndSet("s", expected: 0, new: 2), at: 5)
      run.ok(a, 1, at: 6)
      run.ok(b, .integer(Int64(second)), at: 7)
      #expect(ExactChecker().decide(.linearizability, run.history) == (second == 0))
      #expect(ExactChecker().decide(.sequentialConsistency, run.history) == (second == 0))
    }
  }

  @Test func onlyItsOwnModelsAreSearched() {
    var run = WhiteBox()
    let push = run.invoke(0, .enqueue("q", 1), at: 0)
    run.ok(push, at: 1)
    let take = run.invoke(1, .dequeue("q"), at: 2)
    run.ok(take, 1, at: 3)
    #expect(ExactChecker().decide(.linearizability, run.history) == true)
    #expect(ExactChecker().decide(.pram, run.history) == true)
    #expect(ExactChecker().check(.notASearch, run.history) == .unknown(.notThisMethod))
  }
}

extension CheckerName {
  fileprivate static var notASearch: Self { .staleRead }
}
