import Checkers
import Histories
import Testing

/// The definitions of registers, by enumeration.
enum RegisterDefinitions {
  /// MWRegWeak (Shao, Pierce and Welch): for each read some order of it and all writes that respects real
  /// time. Writes without an answer may be left out.
  static func isRegular(_ operations: [TestOperation]) -> Bool {
    reads(operations).allSatisfy { hasOrder($0, operations) }
  }

  static func isSafe(_ operations: [TestOperation]) -> Bool {
    reads(operations).allSatisfy { read in
      let overlaps = operations.contains {
        $0.isWrite && $0.key == read.key && !precedes($0, read) && !precedes(read, $0)
      }
      return overlaps || hasOrder(read, operations)
    }
  }

  /// Lamport's words, for one writer whose writes follow each other.
  static func isRegularOfOneWriter(_ operations: [TestOperation]) -> Bool {
    reads(operations).allSatisfy { read in
      let writes = operations.filter { $0.isWrite && $0.key == read.key }
      let last = writes.filter { precedes($0, read) }.max { $0.invoked < $1.invoked }
      let overlapping = writes.filter { !precedes($0, read) && !precedes(read, $0) }
      return read.value == last?.value ?? 0 || overlapping.contains { $0.value == read.value }
    }
  }

  static func precedes(_ one: TestOperation, _ other: TestOperation) -> Bool {
    one.returned.map { $0 < other.invoked } ?? false
  }

  private static func reads(_ operations: [TestOperation]) -> [TestOperation] {
    operations.filter { !$0.isWrite && $0.returned != nil }
  }

  private static func hasOrder(_ read: TestOperation, _ operations: [TestOperation]) -> Bool {
    let writes = operations.filter { $0.isWrite && $0.key == read.key }
    return extend([], [read] + writes, read)
  }

  private static func extend(
    _ order: [TestOperation], _ rest: [TestOperation], _ read: TestOperation
  ) -> Bool {
    if rest.allSatisfy({ $0.returned == nil }), order.contains(where: { !$0.isWrite }) {
      return isLegal(order, read)
    }
    return rest.indices.contains { index in
      var others = rest
      let next = others.remove(at: index)
      if others.contains(where: { precedes($0, next) }) { return false }
      return extend(order + [next], others, read)
    }
  }

  private static func isLegal(_ order: [TestOperation], _ read: TestOperation) -> Bool {
    var value = 0
    for operation in order {
      if operation.isWrite { value = operation.value } else { return value == read.value }
    }
    return false
  }
}

@Suite struct RegisterModelTests {
  private let judge = HistoryJudge()

  private func verdict(_ model: CheckerName, _ operations: [TestOperation]) -> Verdict {
    judge.judge(model, history(operations)).verdict
  }

  /// Every kind of operation on one register, with every interval on four instants.
  private static let tiny: [TestOperation] = [
    (true, 1), (true, 2), (true, 0), (false, 0), (false, 1),
  ]
  .flatMap { isWrite, value in
    (0..<3).flatMap { invoked in
      (Array(invoked..<3).map(Optional.some) + (isWrite ? [nil] : [])).map { returned in
        TestOperation(
          process: 0, isWrite: isWrite, key: "x", value: value, invoked: invoked,
          returned: returned)
      }
    }
  }

  /// All sets of up to three of them, each by a process of its own.
  @Test func agreesWithTheDefinitionsOnAllTinyHistories() {
    var counts = [0, 0, 0]
    for a in Self.tiny.indices {
      for b in a..<Self.tiny.count {
        for c in b..<Self.tiny.count {
          var operations = [Self.tiny[a], Self.tiny[b], Self.tiny[c]]
          for index in operations.indices { operations[index].process = index }
          let regular = RegisterDefinitions.isRegular(operations)
          let safe = RegisterDefinitions.isSafe(operations)
          #expect((verdict(.regularRegister, operations) == .holds) == regular, "\(operations)")
          #expect((verdict(.safeRegister, operations) == .holds) == safe, "\(operations)")
          counts[0] += 1
          counts[1] += regular ? 1 : 0
          counts[2] += safe ? 1 : 0
        }
      }
    }
    #expect(counts[1] > 100 && counts[1] < counts[2] && counts[2] < counts[0], "\(counts)")
  }

  @Test func agreesOnRandomHistories() {
    var generator = TestGenerator(seed: 601)
    var violated = 0
    for _ in 0..<1_500 {
      let operations = (0..<6).map { index in
        let invoked = generator.next(below: 12)
        let isWrite = generator.next(below: 2) == 0
        let isPending = isWrite && generator.next(below: 5) == 0
        return TestOperation(
          process: index, isWrite: isWrite, key: generator.next(below: 3) == 0 ? "y" : "x",
          value: generator.next(below: 4), invoked: invoked,
          returned: isPending ? nil : invoked + generator.next(below: 5))
      }
      let regular = RegisterDefinitions.isRegular(operations)
      #expect((verdict(.regularRegister, operations) == .holds) == regular, "\(operations)")
      #expect(
        (verdict(.safeRegister, operations) == .holds) == RegisterDefinitions.isSafe(operations),
        "\(operations)")
      if !regular { violated += 1 }
      checkWitnesses(operations)
    }
    #expect(violated > 100 && violated < 1_400)
  }

  /// One writer: Lamport's definition to the letter.
  @Test func oneWriter() {
    var generator = TestGenerator(seed: 602)
    var counts = [0, 0]
    for _ in 0..<1_500 {
      var clock = 0
      var operations: [TestOperation] = []
      for index in 0..<6 {
        let isWrite = generator.next(below: 2) == 0
        let invoked = isWrite ? clock + 1 + generator.next(below: 3) : generator.next(below: 20)
        let returned = invoked + generator.next(below: 6)
        if isWrite { clock = returned }
        operations.append(
          TestOperation(
            process: isWrite ? 0 : index + 1, isWrite: isWrite, key: "x",
            value: isWrite ? index + 1 : generator.next(below: 6), invoked: invoked,
            returned: returned))
      }
      let expected = RegisterDefinitions.isRegularOfOneWriter(operations)
      #expect((verdict(.regularRegister, operations) == .holds) == expected, "\(operations)")
      counts[expected ? 1 : 0] += 1
    }
    #expect(counts.allSatisfy { $0 > 50 }, "\(counts)")
  }

  /// Every witness is a violation by itself, and no longer one without any of its operations.
  private func checkWitnesses(_ operations: [TestOperation]) {
    let ordered = operations.enumerated().sorted {
      ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
    }.map(\.element)
    for model in [CheckerName.regularRegister, .safeRegister] {
      for witness in verdict(model, operations).witnesses {
        let kept = witness.operations.map { ordered[Int($0.index)] }
        #expect(verdict(model, kept).isViolated, "\(witness)")
        for index in kept.indices where kept[index].isWrite {
          var rest = kept
          let dropped = rest.remove(at: index)
          let read = kept.first { !$0.isWrite }!
          // Under reads-from the read goes with its last write.
          if dropped.value == read.value, read.value != 0 { continue }
          #expect(verdict(model, rest) == .holds, "\(witness)")
        }
      }
    }
  }

  /// QU2: a quorum read without write-back is regular and not atomic.
  @Test func regularIsNotAtomic() throws {
    let operations = parse("c1 w x=1 0-201; c2 r x=1 10-12; c3 r x=0 20-22")
    #expect(verdict(.regularRegister, operations) == .holds)
    #expect(verdict(.linearizability, operations).isViolated)
    let overlapped = parse("c1 w x=1 0-20; c2 r x=7 10-12")
    #expect(verdict(.regularRegister, overlapped).witnesses.first?.relation == .neverWritten)
    #expect(verdict(.safeRegister, overlapped) == .holds)
    let stale = parse("c1 w x=1 0-2; c2 w x=2 4-6; c3 r x=1 8-10")
    let witness = try #require(verdict(.safeRegister, stale).witnesses.first)
    #expect(witness.relation == .overwrittenBeforeRead)
    #expect(witness.operation == OperationID(2) && witness.missed == OperationID(1))
    #expect(witness.related == [OperationID(0)])
  }

  @Test func speaksOnlyOfRegisters() {
    let queue = blackBox([TimedCall(process: 0, call: .enqueue("q", 1), invoked: 0, returned: 1)])
    #expect(
      judge.judge(.regularRegister, queue).verdict
        == .unknown(.unsupportedCall(of: OperationID(0))))
    let mixed = blackBox([
      TimedCall(process: 0, call: .enqueue("q", 1), invoked: 0, returned: 1),
      TimedCall(
        process: 0, call: .readMany(["x", "y"]), invoked: 2, returned: 3, result: [1, nil]),
    ])
    #expect(
      judge.judge(.regularRegister, mixed).verdict.witnesses.map(\.relation) == [.neverWritten])
  }
}
