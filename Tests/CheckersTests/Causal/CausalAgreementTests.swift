import Histories
import Testing

@testable import Checkers

let causalModels: [CheckerName] = [
  .pram, .weakCausalConsistency, .causalConsistency, .causalConvergence,
]

/// Assignments of operations to processes, up to renaming.
func assignments(_ size: Int) -> [[Int]] {
  if size == 0 { return [[]] }
  return assignments(size - 1).flatMap { rest in
    (0...((rest.max() ?? -1) + 1)).map { rest + [$0] }
  }
}

@Suite struct CausalAgreementTests {
  /// All histories of so many reads and writes on x and y, the i-th write writing i, each read returning
  /// 0, something written to its key, or for three operations also something that nobody wrote;
  /// of three, each write may be pending.
  @Test(arguments: [3, 4]) func agreesWithDefinitionsOnAllTinyHistories(size: Int) {
    var counts = [0, 0, 0, 0, 0]
    var disagreements: [String] = []
    for processes in assignments(size) {
      // The first is on x.
      for kinds in 0..<(1 << (2 * size)) where kinds & 2 == 0 {
        forEachHistory(processes, kinds, hasPending: size == 3) { operations in
          counts[4] += 1
          let history = history(operations)
          for (place, model) in causalModels.enumerated() {
            let found = CausalChecker().decide(model, history)
            if found == true { counts[place] += 1 }
            let expected =
              model == .pram
              ? BruteForce.holds(.pram, operations)
              : CausalDefinitions.holds(model, operations.map { .init($0) })
            if found != expected { disagreements.append("\(model.words): \(operations)") }
          }
          for model in [CheckerName.pram, .causalConsistency] where size == 3 {
            if CausalChecker().decide(model, history) != ExactChecker().decide(model, history) {
              disagreements.append("exact \(model.words): \(operations)")
            }
          }
        }
      }
    }
    #expect(disagreements.isEmpty, "\(disagreements.count): \(disagreements.prefix(3))")
    #expect(counts[4] > (size == 3 ? 1_000 : 5_000), "\(counts)")
    // Of three operations there are no two models that differ.
    if size == 4 { #expect(counts[0] > counts[1] && counts[1] >= counts[2], "\(counts)") }
    #expect(counts[3] > 0)
  }

  private func forEachHistory(
    _ processes: [Int], _ kinds: Int, hasPending: Bool, _ body: ([TestOperation]) -> Void
  ) {
    var operations = processes.indices.map { place in
      TestOperation(
        process: processes[place], isWrite: kinds >> (2 * place) & 1 == 1,
        key: kinds >> (2 * place) & 2 == 2 ? "y" : "x", value: place + 1, invoked: place * 2,
        returned: place * 2 + 1)
    }
    func choose(_ place: Int) {
      if place == operations.count { return body(operations) }
      if operations[place].isWrite {
        choose(place + 1)
        guard hasPending else { return }
        operations[place].returned = nil
        choose(place + 1)
        operations[place].returned = place * 2 + 1
        return
      }
      let written = operations.filter { $0.isWrite && $0.key == operations[place].key }
      for value in [0] + written.map(\.value) + (hasPending ? [99] : []) {
        operations[place].value = value
        choose(place + 1)
      }
    }
    choose(0)
  }

  /// Random histories of four atomic steps, some of which read or write two keys.
  @Test func agreesWithDefinitionsOnTransactions() {
    var generator = TestGenerator(seed: 11)
    var counts = [0, 0, 0, 0]
    for _ in 0..<500 {
      let steps = randomSteps(&generator, count: 4, processes: 3)
      let history = CausalDefinitions.Step.history(steps)
      for (place, model) in causalModels.enumerated() {
        let found = CausalChecker().decide(model, history)
        if found == true { counts[place] += 1 }
        if model != .pram {
          #expect(found == CausalDefinitions.holds(model, steps), "\(model.words): \(steps)")
        }
        if model == .pram || model == .causalConsistency {
          #expect(found == ExactChecker().decide(model, history), "\(model.words): \(steps)")
        }
      }
    }
    #expect(counts.allSatisfy { $0 > 15 && $0 < 485 }, "\(counts)")
  }

  /// The notions lie as they must: CM and CCv imply CC, CM implies PRAM.
  @Test func agreesWithExactSearchOnRandomHistories() {
    var generator = TestGenerator(seed: 5)
    var counts = [0, 0, 0, 0]
    for round in 0..<900 {
      let operations =
        round % 3 == 0
        ? changedRow(&generator) : randomOperations(&generator, count: 4 + round % 9)
      let history = history(operations)
      let index = ReadsFromIndex(history.operations, initial: history.initial)
      let holds = causalModels.map { CausalChecker().decide($0, history) }
      guard index.gap == nil else { continue }
      for (place, value) in holds.enumerated() where value == true { counts[place] += 1 }
      #expect(holds[0] == ExactChecker().decide(.pram, history), "\(operations)")
      #expect(holds[2] == ExactChecker().decide(.causalConsistency, history), "\(operations)")
      if holds[2] == true || holds[3] == true { #expect(holds[1] == true) }
      if holds[2] == true { #expect(holds[0] == true) }
    }
    #expect(counts.allSatisfy { $0 > 150 }, "\(counts)")
    #expect(counts[2] < counts[0] && counts[2] < counts[1] && counts[3] < counts[1], "\(counts)")
  }
}

/// Random steps of which every write writes another value, reads return something written or 0.
func randomSteps(
  _ generator: inout TestGenerator, count: Int, processes: Int
) -> [CausalDefinitions.Step] {
  let keys = ["x", "y"]
  var written: [String: [Int]] = ["x": [0], "y": [0]]
  var steps: [CausalDefinitions.Step] = []
  for place in 0..<count {
    var step = CausalDefinitions.Step(process: generator.next(below: processes))
    for (number, key) in keys.enumerated() where generator.next(below: 5) < 3 {
      step.writes[key] = place * 2 + number + 1
    }
    if generator.next(below: 3) > 0 && place > 0 { step.writes = [:] }
    for value in step.writes { written[value.key]!.append(value.value) }
    step.isPending = !step.writes.isEmpty && generator.next(below: 8) == 0
    steps.append(step)
  }
  for place in steps.indices where !steps[place].isPending {
    for key in keys where steps[place].writes.isEmpty || generator.next(below: 4) == 0 {
      let own = steps[place].writes[key]
      let values = written[key]!.filter { $0 != own }
      if generator.next(below: 4) > 0 {
        steps[place].reads[key] = values[generator.next(below: values.count)]
      }
    }
  }
  return steps
}
