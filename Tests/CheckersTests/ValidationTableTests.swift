import Checkers
import Histories
import Testing

/// The validation set of `checkers.md`, section 3.
struct ValidationRow: CustomTestStringConvertible {
  let text: String
  let expected: [Bool]
  var testDescription: String { text }

  init(_ text: String, _ lin: Int, _ seq: Int, _ causal: Int, _ pram: Int) {
    self.text = text
    expected = [lin, seq, causal, pram].map { $0 == 1 }
  }
}

let models: [CheckerName] = [
  .linearizability, .sequentialConsistency, .causalConsistency, .pram,
]

let validationTable = [
  ValidationRow("c1 w x=1 0-2; c2 r x=1 10-12", 1, 1, 1, 1),
  ValidationRow("c1 w x=1 0-2; c2 r x=0 10-12", 0, 1, 1, 1),
  ValidationRow("p1 w x=1 0-2; p1 r y=0 3-5; p2 w y=2 0-2; p2 r x=0 3-5", 0, 0, 1, 1),
  ValidationRow("p1 w x=1 0-2; p2 r x=0 3-5", 0, 1, 1, 1),
  ValidationRow("p1 r y=0 3-5; p2 w y=2 0-2", 0, 1, 1, 1),
  ValidationRow("c1 w x=1 0-201; c2 r x=1 10-12; c3 r x=0 20-22", 0, 1, 1, 1),
  ValidationRow("c1 w x=1 0-201; c2 r x=1 10-14; c3 r x=1 20-24", 1, 1, 1, 1),
  ValidationRow("c1 w x=1 0-?; c2 r x=1 10-12; c3 r x=0 20-22", 0, 1, 1, 1),
  ValidationRow("c1 w x=1 0-?; c2 r x=0 10-12; c3 r x=0 20-22", 1, 1, 1, 1),
  ValidationRow("c1 w x=1 0-2; c1 r x=0 10-12", 0, 0, 0, 0),
  ValidationRow("c1 w x=1 0-2; c2 r x=1 10-12; c2 r x=0 20-22", 0, 0, 0, 0),
  ValidationRow(
    "a w x=1 0-2; b w x=2 0-2; c r x=1 10-12; c r x=2 20-22; d r x=2 10-12; d r x=1 20-22",
    0, 0, 1, 1),
  ValidationRow(
    "a w x=1 0-2; b r x=1 4-6; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18", 0, 0, 0, 1),
  ValidationRow(
    "a w x=1 0-2; b r x=1 4-6; b w y=2 8-10; c r x=0 12-14; c r y=2 16-18", 0, 1, 1, 1),
  ValidationRow("a w x=1 0-2; b w y=2 8-10; c r y=2 12-14; c r x=0 16-18", 0, 1, 1, 1),
  ValidationRow("a w x=1 0-2; a w y=2 4-6; c r y=2 10-12; c r x=0 14-16", 0, 0, 0, 0),
  ValidationRow(
    "a r s=0 0-2; b r s=0 1-3; a w s=1 4-6; b w s=2 5-7; a r s=2 10-12", 1, 1, 1, 1),
  ValidationRow("c1 w x=1 1000-1002; c2 w x=2 1100-1102; c3 r x=1 1110-1112", 0, 1, 1, 1),
]

@Suite struct ValidationTableTests {
  @Test(arguments: validationTable) func verdictsAgree(row: ValidationRow) {
    let history = history(parse(row.text))
    for (model, expected) in zip(models, row.expected) {
      let result = ExactChecker().check(model, history)
      #expect((result.verdict == .holds) == expected, "\(model.words)")
      #expect(result.verdict.isViolated == !expected, "\(model.words)")
    }
  }

  /// Dropping any operation of a witness, with those that then read from nobody, leaves no violation.
  @Test(arguments: validationTable) func witnessesAreMinimal(row: ValidationRow) {
    let operations = parse(row.text).enumerated().sorted {
      ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
    }.map(\.element)
    for model in models {
      guard case .violated(let witness) = ExactChecker().check(model, history(operations)) else {
        continue
      }
      let kept = witness.operations.map { operations[Int($0.index)] }
      #expect(ExactChecker().check(model, history(kept)).verdict.isViolated)
      for dropped in kept.indices {
        var rest = kept
        rest.remove(at: dropped)
        let left = rest
        rest.removeAll { read in
          !read.isWrite && read.value != 0
            && !left.contains { $0.isWrite && $0.key == read.key && $0.value == read.value }
        }
        #expect(ExactChecker().check(model, history(rest)).verdict == .holds)
      }
    }
  }

  @Test func pointsLieBetweenInvocationAndResponse() throws {
    let operations = parse("c1 w x=1 0-201; c2 r x=1 10-14; c3 r x=1 20-24")
    let history = history(operations)
    guard case .holds(let orders) = ExactChecker().check(.linearizability, history) else {
      Issue.record("holds")
      return
    }
    for step in orders[0].steps {
      let operation = history[step.operation]
      let point = try #require(step.point)
      #expect(operation.invoked <= point && point <= operation.completion!.time)
    }
  }
}
