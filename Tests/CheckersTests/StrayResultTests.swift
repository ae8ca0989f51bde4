import Histories
import Testing

@testable import Checkers

/// What nobody wrote or inserted is a violation by itself, found before any search.
@Suite struct StrayResultTests {
  private static let models: [CheckerName] = [
    .linearizability, .sequentialConsistency, .pram, .weakCausalConsistency, .causalConsistency,
    .causalConvergence,
  ]

  private typealias Line = (process: Int, call: Call, result: Value?)

  /// Violated by all models, with the last operation for a witness.
  private func expectStray(
    _ lines: [Line], _ relation: Witness.Relation, as name: SpecificationName
  ) {
    let history = blackBoxInTurn(lines)
    for model in Self.models {
      let verdict = HistoryJudge(.init(specification: name)).judge(model, history).verdict
      let witness = verdict.witnesses.first
      #expect(witness?.operations == [OperationID(lines.count - 1)], "\(model): \(verdict)")
      #expect(witness?.isMinimal == true)
      let words = model == .linearizability || model == .sequentialConsistency
      if words { #expect(witness?.relation == relation, "\(model)") }
    }
  }

  /// So many open calls that a search does not come to its end.
  private func open(_ call: (Value) -> Call) -> [Line] {
    (0..<60).map { (process: $0, call: call(.integer(Int64($0 % 6))), result: nil) }
  }

  @Test func anElementThatNobodyInsertedIsFoundBeforeTheSearch() {
    let pushes = open { .push("s", $0) }
    let pops: [Line] = (0..<11).map { (60 + $0, .pop("s"), .integer(Int64($0 % 6))) }
    expectStray(pushes + pops + [(99, .pop("s"), 9)], .elementNobodyInserted, as: .stack)
    let enqueues = open { .enqueue("q", $0) }
    expectStray(enqueues + [(99, .dequeue("q"), 9)], .elementNobodyInserted, as: .queue)
    let adds = open { .add("s", $0) } + open { .remove("s", $0) }
    expectStray(adds + [(99, .read("s"), [2, 9])], .elementNobodyInserted, as: .set)
    let appends = open { .append("l", $0) }
    expectStray(appends + [(99, .read("l"), [2, 9, 2])], .elementNobodyInserted, as: .list)
  }

  @Test func aValueThatNobodyWroteIsFoundBeforeTheSearch() {
    let writes = open { .write("x", $0) }
    expectStray(writes + [(99, .read("x"), 9)], .noSerialization, as: .register)
    expectStray(
      writes + [(99, .compareAndSet("x", expected: 9, new: 1), 1)], .noSerialization,
      as: .casRegister)
  }

  /// Whoever inserts it, whenever, explains it as far as this goes; so does what is there at first.
  @Test func whatMayHaveBeenInsertedIsNotStray() {
    func first(
      _ lines: [Line], initial: [History.InitialValue] = [], as name: SpecificationName? = nil
    ) -> Int32? {
      let history = blackBoxInTurn(lines, initial: initial)
      let members = history.operations.indices.map { Int32($0) }
      return StrayResults(members, history, as: name).first?.operation.id.index
    }
    #expect(first([(0, .dequeue("q"), 1), (1, .enqueue("q", 1), nil)]) == nil)
    #expect(first([(0, .dequeue("q"), nil), (0, .dequeue("q"), .absent)]) == nil)
    #expect(first([(0, .pop("s"), 7)], initial: [.init("s", [6, 7])]) == nil)
    #expect(first([(0, .pop("s"), 8)], initial: [.init("s", [6, 7])]) == 0)
    #expect(first([(0, .read("x"), [])]) == nil && first([(0, .read("x"), 1)]) == 0)
    #expect(first([(0, .read("k"), "ab"), (1, .append("k", "ab"), nil)], as: .kv) == nil)
    #expect(first([(0, .read("k"), "")], as: .kv) == nil)
    #expect(first([(0, .read("c"), 3), (1, .increment("c", by: 3), nil)]) == nil)
    #expect(first([(0, .read("c"), 3)], as: .counter) == nil)
    let pair: Call = .transaction([.read("x"), .append("x", 1), .read("x")])
    #expect(first([(0, pair, [[], .absent, [1]])]) == nil)
    #expect(first([(0, pair, [[2], .absent, [2, 1]])]) == 0)
    #expect(first([(0, .readMany(["x", "y"]), [1, 2]), (1, .write("x", 1), nil)]) == 0)
  }

  /// The reason is the end of the search, where no value would tell what an increment read.
  @Test func whatASearchCannotTakeIsTheReason() {
    let increments = [Line](repeating: (0, .increment("c", by: 1), .absent), count: 49)
    let history = blackBoxInTurn(increments + [(1, .read("c"), 47)])
    let judge = HistoryJudge(.init(specification: .counter))
    for model in Self.models.dropFirst() {
      #expect(
        judge.judge(model, history).verdict
          == .unknown(.tooManyOperations(count: 50, maximum: 48)), "\(model)")
    }
  }
}
