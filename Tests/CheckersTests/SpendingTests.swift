import Histories
import Synchronization
import Testing

@testable import Checkers

/// What is spent is counted, and looked at in time: limits and deadlines are asked within what takes long, not after it.
@Suite struct SpendingTests {
  /// A deadline that passes with the question after so many.
  private static func deadline(after questions: Int) -> @Sendable () -> Bool {
    let asked = Counter()
    return { asked.next() > questions }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
      count.withLock {
        $0 += 1
        return $0
      }
    }
  }

  private static func budget(
    stepsMax: Int = .max, isOver: (@Sendable () -> Bool)? = nil
  ) -> Budget {
    var budget = Budget.standard
    budget.stepsMax = stepsMax
    budget.isOver = isOver
    return budget
  }

  // MARK: Orders of transactions

  @Test func onlyRowsThatLackSomethingAreJoined() {
    var order = DependencyOrder(200)
    var steps = 0
    for index in 0..<99 { #expect(order.put(index, before: index + 1, &steps)) }
    steps = 0
    #expect(order.put(98, before: 150, &steps))
    // Four words of its own, of the 99 rows of those before it, and of one column.
    #expect(steps == 4 * (1 + 99 + 1))
    steps = 0
    #expect(order.put(99, before: 150, &steps))
    #expect(steps == 4 * (1 + 1 + 1))
    #expect((0..<100).allSatisfy { order.precedes($0, 150) })
  }

  @Test func theOrderIsClosed() {
    var generator = TestGenerator(seed: 5)
    for count in [3, 40, 70, 130] {
      var order = DependencyOrder(count)
      var known = Array(repeating: Array(repeating: false, count: count), count: count)
      var steps = 0
      for _ in 0..<2 * count {
        let (a, b) = (generator.next(below: count), generator.next(below: count))
        let isPossible = a != b && !known[b][a]
        #expect(order.put(a, before: b, &steps) == isPossible)
        guard isPossible else { continue }
        for x in 0..<count where x == a || known[x][a] {
          for y in 0..<count where y == b || known[b][y] { known[x][y] = true }
        }
      }
      for x in 0..<count {
        for y in 0..<count where order.precedes(x, y) != known[x][y] {
          Issue.record("\(x) before \(y) of \(count)")
        }
      }
    }
  }

  /// Each transaction reads from all before it, so that nothing is left to search for.
  private static func readersOfAll(_ count: Int) -> History {
    blackBox(
      (0..<count).map { reader in
        let reads = (0..<reader).map { Call.read(Key("k\($0)-\(reader)")) }
        let writes = (reader + 1..<count).map { Call.write(Key("k\(reader)-\($0)"), 1) }
        return TimedCall(
          process: reader, call: .transaction(reads + writes), invoked: 2 * reader,
          returned: 2 * reader + 1,
          result: .list(reads.map { _ in 1 } + writes.map { _ in .absent }))
      })
  }

  @Test func whatFollowsFromReadsIsTakenInUntilTimeIsUp() throws {
    let history = Self.readersOfAll(60)
    var spent = 0
    let budget = Self.budget(isOver: Self.deadline(after: 1))
    let limited = try #require(SerializationGraph(history.operations, history, budget))
    guard case .exhausted = limited.decide(&spent) else {
      Issue.record("the deadline was not looked at")
      return
    }
    #expect(spent < 60 * 60 * 2)
    let graph = try #require(SerializationGraph(history.operations, history, Self.budget()))
    guard case .serial(let order) = graph.decide(&spent) else {
      Issue.record("not serial")
      return
    }
    #expect(order == Array(0..<60))
  }

  // MARK: Write skew

  @Test func writeSkewEndsWithTheTimeAndWithWhatItHolds() {
    let serial = Self.readersOfAll(8)
    #expect(WriteSkew(serial).judge(Self.budget()) == .holds)
    #expect(
      WriteSkew(serial).judge(Self.budget(isOver: { true })) == .unknown(.timeIsUp))
    #expect(
      WriteSkew(serial).judge(Self.budget(), crossingsMax: 3)
        == .unknown(.tooManySteps(maximum: 3)))
  }

  @Test func aSkewThatWasFoundInTimeStaysOne() {
    let call = { (read: Key, written: Key) in
      Call.transaction([.read(read), .write(written, 1)])
    }
    let nothing = Value.list([nil, nil])
    let history = blackBox([
      TimedCall(process: 0, call: call("a", "b"), invoked: 0, returned: 3, result: nothing),
      TimedCall(process: 1, call: call("b", "a"), invoked: 1, returned: 4, result: nothing),
      TimedCall(process: 2, call: .write("c", 1), invoked: 5, returned: 6),
    ])
    let verdict = WriteSkew(history).judge(Self.budget(isOver: Self.deadline(after: 2)))
    #expect(verdict.witnesses.count == 1)
  }

  // MARK: Session guarantees

  /// One process counts up by compare-and-set, another reads the newest value and the one before by turns.
  private static func backAndForth(_ count: Int) -> History {
    var calls: [(process: Int, call: Call, result: Value?)] = [(0, .write("x", 1), .absent)]
    for value in 1..<Int64(count) {
      let (old, new) = (Value.integer(value), Value.integer(value + 1))
      calls.append((0, .compareAndSet("x", expected: old, new: new), 1))
      calls.append((1, .read("x"), new))
      calls.append((1, .read("x"), old))
    }
    return blackBoxInTurn(calls)
  }

  @Test func allWitnessesTogetherNameALimitedNumberOfOperations() {
    let count = 100
    let history = Self.backAndForth(count)
    var budget = Budget.standard
    budget.minimizationMax = 20_000
    let whole = SessionChecker(budget: budget).check(.monotonicReads, history).witnesses
    #expect(whole.count == count - 1)
    let checker = SessionChecker(budget: budget, sourcesMax: 300)
    let found = checker.check(.monotonicReads, history).witnesses
    #expect(found.map(\.operation) == whole.map(\.operation))
    #expect(found.map(\.missed) == whole.map(\.missed))
    #expect(found.first == whole.first)
    #expect(found.allSatisfy { $0.operations.count <= 64 })
    #expect(found.contains { !$0.isMinimal } && found.contains(where: \.isMinimal))
    for (part, all) in zip(found, whole) where part != all {
      #expect(!part.isMinimal && Set(part.operations).isSubset(of: all.operations))
    }
  }

  @Test func violationsFoundInTimeStay() {
    let history = Self.backAndForth(200)
    let checker = SessionChecker(budget: Self.budget(isOver: Self.deadline(after: 1)))
    let found = checker.check(.monotonicReads, history).witnesses
    #expect(found.count == 199)
    #expect(found.allSatisfy { $0.operations.count <= 64 })
    #expect(found.last?.isMinimal == false)
  }

  @Test func whoRestsOnAnother() {
    var generator = TestGenerator(seed: 77)
    for round in 0..<300 {
      let count = 1 + round % 12
      var index = ReadsFromIndex()
      for node in 0..<Int32(count) {
        index.places.append(node)
        for _ in 0..<generator.next(below: 3) {
          index.keys.append(0)
          index.sources.append(Int32(generator.next(below: count + 1)) - 1)
        }
        index.starts.append(Int32(index.sources.count))
      }
      let given = (0..<Int32(count)).filter { _ in generator.next(below: 3) == 0 }
      let found = index.restOnAnother(given)
      for node in 0..<Int32(count) {
        var known: Set<Int32> = [node]
        var stack = [node]
        while let next = stack.popLast() {
          for access in index.accesses(of: Int(next)) where index.sources[access] >= 0 {
            let source = index.sources[access]
            if known.insert(source).inserted { stack.append(source) }
          }
        }
        let isExpected = known.contains { $0 != node && given.contains($0) }
        #expect(found[Int(node)] == isExpected, "\(index.starts) \(index.sources) \(given)")
      }
    }
  }

  // MARK: Bounded staleness

  @Test func stalenessEndsWithTheTime() {
    var calls = [
      TimedCall(process: 0, call: .write("x", 1), invoked: 0, returned: 1),
      TimedCall(process: 0, call: .write("x", 2), invoked: 2, returned: 3),
    ]
    for index in 2..<12 {
      calls.append(
        TimedCall(
          process: 1, call: .read("x"), invoked: 2 * index, returned: 2 * index + 1, result: 1))
    }
    func judgement(after questions: Int) -> Judgement {
      let budget = Self.budget(isOver: Self.deadline(after: questions))
      return HistoryJudge(.init(budget: budget, bounds: .init(versions: 0)))
        .judge(.boundedStaleness, blackBox(calls))
    }
    #expect(judgement(after: 0).verdict == .unknown(.timeIsUp))
    #expect(judgement(after: 4).verdict.witnesses.count == 4)
    #expect(judgement(after: 4).staleness == nil)
    #expect(judgement(after: 10).verdict.witnesses.count == 10)
    #expect(judgement(after: 10).staleness?.versions == 1)
  }

  // MARK: Many operations open at once

  private static let open = 2_000
  /// What it costs to make room for them: a set of slots for each.
  private static let entered = open * (open / 64)

  /// Appends that time out, and a read of the last one by itself.
  private static func searched(
    _ limits: LinearizabilityChecker.Limits, _ isOver: (@Sendable () -> Bool)? = nil
  ) -> (outcome: SearchOutcome, spent: Int) {
    var calls = (0..<open).map {
      TimedCall(process: $0, call: .append("l", .integer(Int64($0))), invoked: $0)
    }
    calls.append(
      TimedCall(
        process: open, call: .read("l"), invoked: open, returned: open + 1,
        result: .list([.integer(Int64(open - 1)), .integer(0), .integer(1)])))
    let history = blackBox(calls)
    let problem = LinearizationProblem(
      history, LinearizabilityChecker(limits: limits, isOver: isOver))
    var spent = 0
    let outcome = problem.solve(problem.components[0], isTraced: false, &spent)
    return (outcome, spent)
  }

  @Test func configurationsAreLimitedWithinAStep() {
    var limits = LinearizabilityChecker.Limits.standard
    limits.configurationsMax = 10
    let (outcome, spent) = Self.searched(limits)
    guard case .unknown(.tooManyConfigurations(maximum: 10)) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(spent < Self.entered + Self.open + 5_000)
  }

  @Test func stepsAreCountedByTheWidthOfSets() {
    var limits = LinearizabilityChecker.Limits.standard
    limits.stepsMax = Self.entered + 5_000
    let (outcome, spent) = Self.searched(limits)
    guard case .unknown(.tooManySteps) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(spent < limits.stepsMax + Self.open + 5_000)
  }

  @Test func theDeadlineIsLookedAtWithinAStep() {
    var limits = LinearizabilityChecker.Limits.standard
    limits.stepsMax = .max
    let questions = Self.entered / 4_096 + 2
    let (outcome, spent) = Self.searched(limits, Self.deadline(after: questions))
    guard case .unknown(.timeIsUp) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(spent < Self.entered + Self.open + 5 * 4_200)
  }
}
