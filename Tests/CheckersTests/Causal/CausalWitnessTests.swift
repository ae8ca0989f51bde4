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
