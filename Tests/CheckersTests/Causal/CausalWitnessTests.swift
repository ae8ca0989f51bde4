import Histories
import Synchronization
import Testing

@testable import Checkers

@Suite struct CausalWitnessTests {
  /// Dropping any operation of a witness, with those that then read from nobody, leaves no violation;
  /// and the exact search, where it decides the model, agrees.
  @Test func witnessesAreViolatedAndMinimal() {
    var generator = TestGenerator(seed: 3)
    var counts = [0, 0, 0, 0]
    for _ in 0..<400 {
      let operations = randomOperations(&generator, count: 10).sorted { $0.invoked < $1.invoked }
      let history = history(operations)
      for (place, model) in causalModels.enumerated() {
        guard case .violated(let witness) = CausalChecker().check(model, history) else { continue }
        counts[place] += 1
        let kept = witness.operations.map { history[$0] }
        #expect(isViolated(model, kept, history.initial), "\(model): \(operations)")
        for dropped in kept.indices {
          let rest = closed(kept.indices.filter { $0 != dropped }.map { kept[$0] })
          #expect(!isViolated(model, rest, history.initial), "\(model): \(operations)")
        }
      }
    }
    #expect(counts.allSatisfy { $0 > 30 }, "\(counts)")
  }

  /// Where values are written twice a witness keeps its meaning: whoever the ambiguous reads read from, the
  /// operations named are violated.
  @Test func witnessesOfAmbiguousHistoriesAreViolated() {
    var generator = TestGenerator(seed: 8)
    var counts = [0, 0]
    for _ in 0..<1_200 {
      let random = RandomHistory(
        .compareAndSet, operations: 10, processes: 3, keys: 2, values: 12, changed: true,
        &generator)
      let index = ReadsFromIndex(random.history.operations, initial: random.history.initial)
      guard index.gap != nil else { continue }
      for model in [CheckerName.pram, .causalConsistency] {
        guard case .violated(let witness) = CausalChecker().check(model, random.history) else {
          continue
        }
        let exact = ExactChecker().decide(model, random.history)
        #expect(exact != true, "\(model): \(random.calls)")
        counts[exact == nil ? 1 : 0] += 1
        #expect(!witness.operations.isEmpty)
        #expect(witness.operations.allSatisfy { Int($0.index) < random.calls.count })
      }
    }
    #expect(counts[0] > 20, "\(counts)")
  }

  /// A deadline ends the reduction: the violation stays, and the witness is a violation all the same, though
  /// perhaps not minimal, and says so.
  @Test func reductionObeysTheDeadline() {
    var generator = TestGenerator(seed: 17)
    var counts = [false: 0, true: 0]
    for round in 0..<150 {
      let operations = randomOperations(&generator, count: 12).sorted { $0.invoked < $1.invoked }
      let history = history(operations)
      for model in causalModels where CausalChecker().decide(model, history) == false {
        let asked = Mutex(0)
        var budget = Budget.standard
        budget.isOver = {
          asked.withLock {
            $0 += 1
            return $0 > 2 + round % 10
          }
        }
        switch CausalChecker(budget: budget).check(model, history) {
        case .violated(let witness):
          counts[witness.isMinimal, default: 0] += 1
          let kept = witness.operations.map { history[$0] }
          #expect(isViolated(model, kept, history.initial), "\(model): \(operations)")
        case .unknown(let reason): #expect(reason == .timeIsUp)
        case .holds: Issue.record("\(model): \(operations)")
        }
        #expect(asked.withLock { $0 } < 2 + round % 10 + 12)
      }
    }
    #expect(counts[false, default: 0] > 20 && counts[true, default: 0] > 20, "\(counts)")
  }

  /// One read of an operation cannot be told; another, which can, is what is violated.
  @Test func aReadThatCannotBeToldLeavesTheOthers() {
    let history = blackBox(
      [
        TimedCall(process: 1, call: .transaction([.write("x", 3)]), invoked: 0, returned: 1),
        TimedCall(process: 2, call: .transaction([.write("x", 3)]), invoked: 2, returned: 3),
        TimedCall(process: 0, call: .transaction([.write("y", 1)]), invoked: 4, returned: 5),
        TimedCall(
          process: 0, call: .transaction([.read("x"), .read("y")]), invoked: 6, returned: 7,
          result: [3, 0]),
      ], initial: [.init("x", 0), .init("y", 0)])
    for model in causalModels {
      let witnesses = HistoryJudge().judge(model, history).verdict.witnesses
      #expect(witnesses.map { $0.operations.map(\.index) } == [[0, 2, 3]], "\(model)")
      #expect(witnesses.first?.operation == OperationID(3), "\(model)")
      #expect(witnesses.first?.relation == .initialValueOverwritten, "\(model)")
    }
  }

  /// Where values of operations on several keys are written twice, what is certain of the operations named is violated
  /// by itself.
  @Test func witnessesAreViolatedByWhatIsCertain() {
    var generator = TestGenerator(seed: 9)
    var counts = [0, 0, 0, 0]
    for _ in 0..<600 {
      let history = staleReads(&generator)
      let index = ReadsFromIndex(history.operations, initial: history.initial)
      guard index.gap != nil else { continue }
      for (place, model) in causalModels.enumerated() {
        guard case .violated(let witness) = CausalChecker().check(model, history) else {
          continue
        }
        counts[place] += 1
        let certain = witness.operations.compactMap { id in
          let node = index.places.firstIndex(of: id.index) ?? 0
          return index.gapNodes.contains(Int32(node))
            ? history[id].keeping(index.knownReads(of: node)) : history[id]
        }
        #expect(certain.count == witness.operations.count)
        let small = renumbered(certain, history.initial)
        #expect(
          CausalChecker().decide(model, small) == false,
          "\(model): \(history.operations.map { ($0.process, $0.call, $0.result ?? .absent) })")
      }
    }
    #expect(counts.allSatisfy { $0 > 10 }, "\(counts)")
  }

  /// Writes of one or two keys, and reads of two that return any values written so far, or 0.
  private func staleReads(_ generator: inout TestGenerator) -> History {
    let keys: [Key] = ["x", "y", "z"]
    var written: [[Int64]] = [[0], [0], [0]]
    let calls = (0..<10).map { step in
      let first = generator.next(below: 3)
      let second = (first + 1 + generator.next(below: 2)) % 3
      var call = TimedCall(
        process: generator.next(below: 3), call: .readMany([keys[first], keys[second]]),
        invoked: step * 2, returned: step * 2 + 1)
      if generator.next(below: 2) == 0 {
        let places = generator.next(below: 3) == 0 ? [first, second] : [first]
        let value = Int64(1 + generator.next(below: 9))
        for place in places { written[place].append(value) }
        call.call = .transaction(places.map { .write(keys[$0], .integer(value)) })
        call.result = .list(places.map { _ in .absent })
      } else {
        call.result = .list(
          [first, second].map {
            .integer(written[$0][generator.next(below: written[$0].count)])
          })
      }
      return call
    }
    return blackBox(calls, initial: keys.map { .init($0, 0) })
  }

  private func isViolated(
    _ model: CheckerName, _ operations: [Histories.Operation], _ initial: [History.InitialValue]
  ) -> Bool {
    let small = renumbered(operations, initial)
    let found = CausalChecker().decide(model, small)
    if model == .pram || model == .causalConsistency {
      #expect(found == ExactChecker().decide(model, small))
    }
    return found == false
  }

  private func closed(_ operations: [Histories.Operation]) -> [Histories.Operation] {
    operations.filter { read in
      guard case .read(let key) = read.call, let value = read.result, value != 0 else {
        return true
      }
      return operations.contains { $0.call == .write(key, value) }
    }
  }

  private func renumbered(
    _ operations: [Histories.Operation], _ initial: [History.InitialValue]
  ) -> History {
    blackBox(
      operations.map {
        TimedCall(
          process: Int($0.process.index), call: $0.call, invoked: Int($0.invoked.milliseconds),
          returned: $0.isOK ? $0.completion.map { Int($0.time.milliseconds) } : nil,
          result: $0.result ?? .absent)
      }, initial: initial)
  }

  @Test(arguments: [
    ("a r x=7 0-2", CheckerName.weakCausalConsistency, "a value that nobody wrote"),
    (
      "a r x=2 0-2; a w y=1 4-6; b r y=1 0-2; b w x=2 4-6", .weakCausalConsistency,
      "in its own causal past"
    ),
    (
      "a w x=1 0-2; b r x=1 4-6; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18", .causalConsistency,
      "the initial value, overwritten in its causal past"
    ),
    (
      "a w x=1 0-2; b r x=1 4-6; b w x=2 8-10; c r x=2 12-14; c r x=1 16-18",
      .causalConvergence, "a value overwritten in its causal past"
    ),
    (
      "a w x=1 0-2; b w x=2 0-2; c r x=1 10-12; c r x=2 20-22; c r x=1 30-32", .pram,
      "its process's reads require the writes in two orders"
    ),
    (
      "a w x=1 0-2; b w x=2 0-2; c r x=1 10-12; c r x=2 20-22; d r x=2 10-12; d r x=1 20-22",
      .causalConvergence, "reads require the writes in two orders"
    ),
  ])
  func relationsAreNamed(text: String, model: CheckerName, words: String) throws {
    let result = CausalChecker().check(model, history(parse(text)))
    guard case .violated(let witness) = result else {
      Issue.record("violated")
      return
    }
    #expect(witness.relation.words == words)
    #expect(witness.checker == model)
  }
}
