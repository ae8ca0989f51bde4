import Checkers
import Histories
import Testing

/// The data types, each by itself.
@Suite struct SpecificationTests {
  /// Whether the calls, one after the other by process 0, can have returned these results.
  private func accepts(_ name: SpecificationName, _ calls: [(Call, Value)]) -> Bool {
    let specification = ObjectMapSpecification(initial: [], as: name)
    var state = specification.initial
    for (call, result) in calls {
      let operation = SpecifiedOperation(call: call, process: ProcessID(0), result: result)
      guard let next = specification.step(state, operation) else { return false }
      state = next
    }
    return true
  }

  @Test func textIsConcatenated() {
    #expect(accepts(.kv, [(.append("k", "a"), nil), (.append("k", "b"), nil), (.read("k"), "ab")]))
    #expect(accepts(.kv, [(.write("k", "x"), nil), (.append("k", "y"), nil), (.read("k"), "xy")]))
    #expect(!accepts(.kv, [(.append("k", "a"), nil), (.read("k"), ["a"])]))
    #expect(accepts(.kv, [(.read("k"), ""), (.read("k"), nil)]))
    #expect(accepts(.kv, [(.write("k", ""), nil), (.read("k"), nil)]))
    #expect(!accepts(.kv, [(.write("k", 7), nil), (.append("k", "y"), nil)]))
    // Without a name, what the key holds decides.
    let plain = ObjectMapSpecification(initial: [.init("k", "a")])
    let appended = plain.step(
      plain.initial,
      SpecifiedOperation(call: .append("k", "b"), process: ProcessID(0), result: nil))
    #expect(appended?["k"] == "ab")
    #expect(
      accepts(
        .list, [(.append("k", "a"), nil), (.append("k", "b"), nil), (.read("k"), ["a", "b"])]))
  }

  @Test func countersStartAtZero() {
    #expect(accepts(.counter, [(.read("n"), 0), (.increment("n", by: 2), 2), (.read("n"), 2)]))
    #expect(accepts(.counter, [(.increment("n", by: 0), 0), (.read("n"), 0)]))
    #expect(!accepts(.counter, [(.increment("n", by: 2), nil), (.read("n"), 0)]))
    // By zones too, where nothing but reads is left.
    let reads = [TimedCall(process: 0, call: .read("n"), invoked: 0, returned: 1, result: 0)]
    let history = blackBox(reads)
    #expect(LinearizabilityChecker(specification: .counter).decide(history) == true)
    #expect(LinearizabilityChecker().decide(history) == false)
    let judge = HistoryJudge(.init(specification: .counter))
    #expect(judge.judge(.linearizability, history).verdict == .holds)
  }

  /// A call on an object of another type is refused, and every call has a type.
  @Test func whatFits() {
    let calls: [Call] = [
      .read("k"), .write("k", 1), .delete("k"), .compareAndSet("k", expected: 1, new: 2),
      .conditionalPut("k", 1, ifVersion: .origin), .readMany(["k", "l"]),
      .transaction([.read("k"), .write("l", 2)]), .append("k", "a"), .increment("k", by: 1),
      .add("k", 1), .remove("k", 1), .enqueue("k", 1), .dequeue("k"), .push("k", 1), .pop("k"),
      .acquire("k"), .release("k"),
    ]
    let fitting: [SpecificationName: Int] = [
      .register: 4, .casRegister: 5, .multiRegister: 7, .kv: 6, .counter: 2, .set: 3, .queue: 2,
      .stack: 2, .list: 2, .mutex: 2,
    ]
    for name in SpecificationName.allCases {
      #expect(calls.count { name.accepts($0) } == fitting[name], "\(name)")
      for call in calls where !name.accepts(call) && call.keys.count == 1 {
        #expect(!accepts(name, [(call, nil)]), "\(name) \(call)")
      }
    }
    #expect(calls.allSatisfy { call in SpecificationName.allCases.contains { $0.accepts(call) } })
    let queued = [
      TimedCall(process: 0, call: .enqueue("q", 1), invoked: 0, returned: 1),
      TimedCall(process: 0, call: .pop("q"), invoked: 2, returned: 3),
    ]
    #expect(SpecificationName.queue.firstUnfit(in: blackBox(queued))?.id == OperationID(1))
    #expect(SpecificationName.stack.firstUnfit(in: blackBox([queued[1]])) == nil)
  }

  /// Named types decide as the exact search does, with the same type.
  @Test(arguments: [
    Vocabulary.register, .compareAndSet, .counter, .set, .list, .queue, .stack, .lock,
  ])
  func namedTypesAgreeWithTheExactSearch(vocabulary: Vocabulary) {
    let name: SpecificationName =
      switch vocabulary {
      case .register: .register
      case .compareAndSet: .kv
      case .counter: .counter
      case .set: .set
      case .list: .kv
      case .queue: .queue
      case .stack: .stack
      default: .mutex
      }
    var generator = TestGenerator(seed: 61)
    var counts = [false: 0, true: 0]
    for round in 0..<150 {
      var random = RandomHistory(
        vocabulary, operations: 4 + round % 7, processes: 3, pendingPercent: 10,
        changed: round % 3 > 0, &generator)
      if vocabulary == .list { random.calls = random.calls.map(\.withText) }
      let history = random.history
      let exact = ExactChecker(specification: name).decide(.linearizability, history)
      guard let exact else { continue }
      counts[exact, default: 0] += 1
      let found = LinearizabilityChecker(specification: name).decide(history)
      #expect(found == exact, "\(random.calls)")
    }
    #expect(counts[true, default: 0] > 20 && counts[false, default: 0] > 2, "\(counts)")
  }
}

extension TimedCall {
  /// The same call on a string: elements become letters, lists what they spell.
  var withText: TimedCall {
    var copy = self
    if case .append(let key, .integer(let number)) = call {
      copy.call = .append(key, .text(["a", "b", "c"][Int(number) % 3]))
    }
    if case .list(let elements) = result {
      copy.result = .text(
        elements.map { $0 == 0 ? "a" : $0 == 1 ? "b" : "c" }.joined())
    }
    return copy
  }
}
