import Histories
import Testing

@testable import Checkers

@Suite struct SessionValuesTests {
  /// The definition, read by read: a version is older for a session if it comes before in the closure of every
  /// session's order of writes, the session's own order and what the session itself read from.
  @Test func agreesWithTheDefinition() {
    var generator = TestGenerator(seed: 21)
    var violations = [0, 0]
    for round in 0..<1_200 {
      let operations = randomOperations(&generator, count: 5 + round % 12)
        .sorted { $0.invoked < $1.invoked }
      let history = history(operations)
      for (place, guarantee) in [CheckerName.readYourWrites, .monotonicReads].enumerated() {
        let found = SessionChecker().check(guarantee, history).witnesses
          .compactMap(\.operation).map { Int($0.index) }
        let expected = operations.indices.filter { breaks(guarantee, $0, operations) }
        #expect(found.sorted() == expected, "\(guarantee): \(operations)")
        violations[place] += expected.count
      }
    }
    #expect(violations.allSatisfy { $0 > 100 }, "\(violations)")
  }

  /// Each witness is violated by itself, and nothing can be left out of it.
  @Test func witnessesAreMinimal() {
    var generator = TestGenerator(seed: 23)
    var counts = [0, 0]
    for _ in 0..<600 {
      let operations = randomOperations(&generator, count: 12).sorted { $0.invoked < $1.invoked }
      let history = history(operations)
      for (place, guarantee) in [CheckerName.readYourWrites, .monotonicReads].enumerated() {
        for witness in SessionChecker().check(guarantee, history).witnesses {
          let kept = witness.operations.map { operations[Int($0.index)] }
          guard kept.allSatisfy({ $0.isWrite || $0.value == 0 || writes($0.value, kept) }) else {
            #expect(witness.relation == .valueNobodyWrote)
            continue
          }
          counts[place] += 1
          #expect(isViolated(guarantee, kept), "\(guarantee): \(kept)")
          for dropped in kept.indices {
            let rest = kept.indices.filter { $0 != dropped }.map { kept[$0] }
            let closed = rest.filter { $0.isWrite || $0.value == 0 || writes($0.value, rest) }
            #expect(!isViolated(guarantee, closed), "\(guarantee): \(kept)")
          }
        }
      }
    }
    #expect(counts.allSatisfy { $0 > 50 }, "\(counts)")
  }

  /// The session's last write read the one before, which is enough.
  @Test func anUpdateOfItsOwnWriteIsLeftOut() {
    let calls: [(Call, Value)] = [
      (.write("x", 1), nil), (.compareAndSet("x", expected: 1, new: 2), 1), (.read("x"), 0),
    ]
    let history = blackBox(
      calls.enumerated().map { place, call in
        TimedCall(
          process: 0, call: call.0, invoked: place * 4, returned: place * 4 + 2, result: call.1)
      }, initial: [.init("x", 0)])
    let witnesses = SessionChecker().check(.readYourWrites, history).witnesses
    #expect(witnesses.map(\.operations) == [[OperationID(0), OperationID(2)]])
  }

  private func writes(_ value: Int, _ operations: [TestOperation]) -> Bool {
    operations.contains { $0.isWrite && $0.value == value }
  }

  private func isViolated(_ guarantee: CheckerName, _ operations: [TestOperation]) -> Bool {
    SessionChecker().check(guarantee, history(operations)).isViolated
  }

  private func breaks(
    _ guarantee: CheckerName, _ read: Int, _ operations: [TestOperation]
  ) -> Bool {
    let reader = operations[read]
    guard !reader.isWrite else { return false }
    let past = operations.indices.filter {
      $0 < read && operations[$0].process == reader.process && operations[$0].returned != nil
    }
    let source = self.source(of: read, operations)
    let before = order(for: reader.process, operations)
    let isOlder = { (version: Int?) -> Bool in
      guard let version else { return false }
      guard let source else { return true }
      return version != source && before[version].contains(source)
    }
    let ofKey = past.filter { operations[$0].key == reader.key }
    if guarantee == .readYourWrites {
      return ofKey.contains { operations[$0].isWrite && isOlder($0) }
    }
    let reads = ofKey.filter { !operations[$0].isWrite }
    let sources = reads.map { self.source(of: $0, operations) }
    if sources.contains(where: isOlder) { return true }
    // Read before, then another without going back.
    guard let first = sources.firstIndex(of: source) else { return false }
    return reads.indices[first...].contains {
      sources[$0] != source && !breaks(guarantee, reads[$0], operations)
    }
  }

  private func source(of read: Int, _ operations: [TestOperation]) -> Int? {
    operations.firstIndex {
      $0.isWrite && $0.key == operations[read].key && $0.value == operations[read].value
    }
  }

  /// For each operation those before it.
  private func order(for process: Int, _ operations: [TestOperation]) -> [Set<Int>] {
    var before = operations.map { _ in Set<Int>() }
    for later in operations.indices {
      for earlier in 0..<later where operations[earlier].process == operations[later].process {
        let counts = { operations[$0].isWrite || operations[$0].process == process }
        if operations[earlier].returned != nil && counts(earlier) && counts(later) {
          before[later].insert(earlier)
        }
      }
      if !operations[later].isWrite && operations[later].process == process,
        let source = source(of: later, operations)
      {
        before[later].insert(source)
      }
    }
    for middle in operations.indices {
      for later in operations.indices where before[later].contains(middle) {
        before[later].formUnion(before[middle])
      }
    }
    for _ in operations {
      for later in operations.indices {
        for middle in before[later].sorted() { before[later].formUnion(before[middle]) }
      }
    }
    return before
  }

  /// PRAM breaks neither read guarantee; where it holds monotonic writes holds, and where causal memory
  /// holds writes follow reads.
  @Test func strongerModelsImplyTheGuarantees() {
    var generator = TestGenerator(seed: 22)
    var counts = [0, 0]
    for round in 0..<800 {
      let history = history(
        randomOperations(&generator, count: 4 + round % 8).sorted { $0.invoked < $1.invoked })
      if CausalChecker().decide(.pram, history) == true {
        counts[0] += 1
        for guarantee in SessionChecker.guarantees.dropLast() {
          #expect(SessionChecker().check(guarantee, history) == .holds)
        }
      }
      if CausalChecker().decide(.causalConsistency, history) == true {
        counts[1] += 1
        #expect(SessionChecker().check(.writesFollowReads, history) == .holds)
      }
    }
    #expect(counts.allSatisfy { $0 > 100 }, "\(counts)")
  }

  /// Rule 2 of checkers.md: what is violated by values is violated by visibility.
  @Test func violationsByValuesAreViolationsByVisibility() {
    var found = [0, 0]
    for seed in 0..<200 {
      let run = RandomRun(seed: UInt64(seed), steps: 60)
      var monitor = GuaranteeMonitor(scope: .wholeReplica)
      monitor.advance(over: run.history)
      for (place, guarantee) in [CheckerName.readYourWrites, .monotonicReads].enumerated() {
        let seen = monitor.witnesses(of: guarantee, asOf: .max).compactMap(\.operation)
        let values = SessionChecker().check(guarantee, run.history).witnesses
          .compactMap(\.operation)
        for read in values { #expect(seen.contains(read), "\(seed) \(guarantee) \(read)") }
        found[place] += values.count
        let judged = HistoryJudge().judge(guarantee, run.history)
        #expect(judged.basis == .visibility)
        #expect(judged.verdict.isViolated == !seen.isEmpty)
      }
    }
    #expect(found.allSatisfy { $0 > 100 }, "\(found)")
  }

  @Test(arguments: [
    ("a w x=1 0-2; a r x=0 4-6", CheckerName.readYourWrites, true),
    ("a w x=1 0-2; a w x=2 4-6; a r x=1 8-10", .readYourWrites, true),
    ("a w x=1 0-2; b w x=2 0-2; a r x=2 4-6", .readYourWrites, false),
    ("b w x=2 0-2; a r x=2 4-6; a w x=1 8-10; a r x=2 12-14", .readYourWrites, true),
    ("a w x=1 0-?; a r x=0 4-6", .readYourWrites, false),
    ("b w x=1 0-2; a r x=1 4-6; a r x=0 8-10", .monotonicReads, true),
    ("b w x=1 0-2; b w x=2 4-6; a r x=2 8-10; a r x=1 12-14", .monotonicReads, true),
    ("b w x=1 0-2; c w x=2 4-6; a r x=2 8-10; a r x=1 12-14", .monotonicReads, false),
    (
      "b w x=1 0-2; c w x=2 4-6; a r x=1 8-10; a r x=2 12-14; a r x=1 16-18", .monotonicReads,
      true
    ),
    ("b w x=1 0-2; a r x=1 4-6; d r x=0 8-10", .monotonicReads, false),
  ])
  func examples(text: String, guarantee: CheckerName, isViolated: Bool) {
    let judgement = HistoryJudge().judge(guarantee, history(parse(text)))
    #expect(judgement.verdict.isViolated == isViolated)
    #expect(isViolated || judgement.verdict == .holds)
    #expect(judgement.basis == .values)
  }

  /// A session that goes back sees a broken read, or writes applied in another order: which one the
  /// values do not say of the writes.
  @Test func orderOfWritesIsNotKnownFromValues() {
    let history = history(parse("b w x=1 0-2; b w x=2 4-6; a r x=2 8-10; a r x=1 12-14"))
    #expect(
      HistoryJudge().judge(.monotonicWrites, history).verdict == .unknown(.missingArbitration))
  }

  /// Two clients of one session, one after the other.
  @Test func clientsShareASession() {
    var history = History(initial: [.init("x", 0)])
    let calls: [(Int, Call, Value)] = [(1, .write("x", 1), nil), (2, .read("x"), 0)]
    for (place, (process, call, result)) in calls.enumerated() {
      let id = OperationID(place)
      let time = VirtualTime(Int64(place * 2))
      history.invoke(
        Operation(
          id: id, process: ProcessID(process), session: SessionID(0),
          intent: IntentID(Int64(place)), call: call, intended: time, invoked: time,
          invokedEvent: place * 2))
      history.complete(
        id,
        Completion(
          outcome: .ok(result), time: VirtualTime(Int64(place * 2 + 1)),
          eventIndex: place * 2 + 1))
    }
    #expect(SessionChecker().check(.readYourWrites, history).isViolated)
    #expect(CausalChecker().decide(.pram, history) == true)
  }
}
