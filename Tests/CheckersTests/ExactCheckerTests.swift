import Checkers
import Histories
import Testing

@Suite struct ExactCheckerTests {
  /// All histories of three operations on x and y with values 0 and 1, for every assignment to
  /// processes, each returning at once, at the end, or never; and all of four that return at once.
  @Test(arguments: [3, 4]) func agreesWithBruteForce(size: Int) {
    var compared = 0
    var disagreements: [String] = []
    let endings = size == 3 ? 3 : 1
    for code in 0..<power(6, size) {
      for partition in partitions(size) {
        for ending in 0..<power(endings, size) {
          guard let operations = tiny(code, partition, ending, size) else { continue }
          compared += 1
          let history = history(operations)
          for model in models {
            let found = ExactChecker().decide(model, history)
            if found != BruteForce.holds(model, operations) {
              disagreements.append("\(model.words): \(operations)")
            }
          }
        }
      }
    }
    #expect(disagreements.isEmpty, "\(disagreements.prefix(3))")
    #expect(compared > 10_000)
  }

  /// Linearizable implies sequential implies causal implies PRAM; and brute force agrees. Half of the
  /// histories are rows of the validation table with one change, which are close to the boundaries.
  @Test func strongerModelsImplyWeaker() {
    var generator = TestGenerator(seed: 7)
    var counts = [0, 0, 0, 0]
    for round in 0..<1_000 {
      let operations =
        round % 2 == 0
        ? randomOperations(&generator, count: 6) : changedRow(&generator)
      let holds = models.map { ExactChecker().decide($0, history(operations)) == true }
      #expect(holds == models.map { BruteForce.holds($0, operations) }, "\(operations)")
      for (index, value) in holds.enumerated() where value { counts[index] += 1 }
      #expect(!holds[0] || holds[1])
      #expect(!holds[1] || holds[2])
      #expect(!holds[2] || holds[3])
    }
    // Every model distinguishes itself on this sample.
    #expect(counts[0] > 0 && counts[0] < counts[1], "\(counts)")
    #expect(counts[1] < counts[2] && counts[2] < counts[3] && counts[3] < 1_000, "\(counts)")
  }

  @Test func searchIsLimitedByCount() {
    let operations = (0..<60).map {
      TestOperation(
        process: $0, isWrite: true, key: "x", value: $0, invoked: 0, returned: 10)
    }
    let result = ExactChecker().check(.sequentialConsistency, history(operations))
    #expect(result == .unknown(.tooManyOperations(count: 60, maximum: 48)))
  }

  @Test func searchIsLimitedByStates() {
    var operations = (0..<20).map {
      TestOperation(
        process: $0, isWrite: true, key: "x", value: $0 + 1, invoked: 0, returned: 10)
    }
    operations.append(
      TestOperation(process: 30, isWrite: false, key: "x", value: 99, invoked: 20, returned: 21))
    operations.append(
      TestOperation(process: 30, isWrite: true, key: "x", value: 99, invoked: 30, returned: 31))
    let checker = ExactChecker(limits: .init(operationsMax: 48, statesMax: 500))
    let result = checker.check(.linearizability, history(operations))
    #expect(result == .unknown(.tooManyStates(maximum: 500)))
  }

  private func tiny(
    _ code: Int, _ partition: [Int], _ ending: Int, _ size: Int
  ) -> [TestOperation]? {
    var (code, ending) = (code, ending)
    var operations: [TestOperation] = []
    for index in 0..<size {
      let kind = code % 6
      code /= 6
      let end = ending % 3
      ending /= 3
      let isLastOfProcess = !partition[(index + 1)...].contains(partition[index])
      if end == 1 && !isLastOfProcess { return nil }
      operations.append(
        TestOperation(
          process: partition[index], isWrite: kind < 2, key: kind % 2 == 0 ? "x" : "y",
          value: kind < 4 ? 1 : 0, invoked: index * 2,
          returned: end == 2 ? nil : end == 1 ? 100 : index * 2 + 1))
    }
    return operations
  }

  /// Assignments of operations to processes, up to renaming.
  private func partitions(_ size: Int) -> [[Int]] {
    if size == 0 { return [[]] }
    return partitions(size - 1).flatMap { rest in
      (0...((rest.max() ?? -1) + 1)).map { rest + [$0] }
    }
  }

  private func power(_ base: Int, _ exponent: Int) -> Int {
    (0..<exponent).reduce(1) { result, _ in result * base }
  }
}

/// Random operations of three processes on two keys: unique values, some pending, some overlapping.
func randomOperations(_ generator: inout TestGenerator, count: Int) -> [TestOperation] {
  var clocks = [0, 0, 0]
  var written: [String: [Int]] = ["x": [0], "y": [0]]
  return (0..<count).map { index in
    let process = generator.next(below: 3)
    let key = generator.next(below: 2) == 0 ? "x" : "y"
    let isWrite = generator.next(below: 5) < 2
    let value = isWrite ? index + 1 : written[key]![generator.next(below: written[key]!.count)]
    if isWrite { written[key]!.append(value) }
    let invoked = clocks[process] + 1 + generator.next(below: 4)
    let returned = invoked + 1 + generator.next(below: 6)
    clocks[process] = returned
    let isPending = isWrite && generator.next(below: 6) == 0
    return TestOperation(
      process: process, isWrite: isWrite, key: key, value: value, invoked: invoked,
      returned: isPending ? nil : returned)
  }
}

/// A row of the validation table in which one operation reads another value or is pending.
func changedRow(_ generator: inout TestGenerator) -> [TestOperation] {
  let row = validationTable[generator.next(below: validationTable.count)]
  var operations = parse(row.text)
  let index = generator.next(below: operations.count)
  if operations[index].isWrite {
    operations[index].returned = nil
  } else {
    operations[index].value = generator.next(below: 3)
  }
  return operations
}
