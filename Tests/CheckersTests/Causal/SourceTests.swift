import Histories
import Testing

@testable import Checkers

/// Who read from whom, as far as values tell.
@Suite struct SourceTests {
  private func history(
    _ calls: [(Int, Call, Value)], initial: [History.InitialValue] = []
  ) -> History {
    blackBox(
      calls.enumerated().map { place, call in
        TimedCall(
          process: call.0, call: call.1, invoked: place * 2, returned: place * 2 + 1,
          result: call.2)
      }, initial: initial)
  }

  private static let decided =
    causalModels + [CheckerName.readYourWrites, .monotonicReads]

  private func verdicts(_ history: History) -> [Verdict] {
    Self.decided.map { HistoryJudge().judge($0, history).verdict }
  }

  /// y=8 was written twice, and nobody reads it: that x=1 was read from the same operation is certain.
  @Test func aValueWrittenTwiceMakesNoOtherDoubtful() {
    let both = history([
      (0, .transaction([.write("x", 1), .write("y", 8)]), [nil, nil]), (1, .write("y", 8), nil),
      (0, .write("x", 2), nil), (2, .transaction([.read("x")]), [1]),
    ])
    #expect(verdicts(both).allSatisfy { $0 == .holds })
    let index = ReadsFromIndex(both.operations, initial: both.initial)
    #expect(index.gap == nil && index.sources.last == 0)
    // Who wrote the y=8 that is read cannot be told, but for that x=1 came with it; x=1 can be.
    let read = history([
      (0, .transaction([.write("x", 1), .write("y", 8)]), [nil, nil]), (1, .write("y", 8), nil),
      (2, .readMany(["x", "y"]), [1, 8]),
    ])
    let doubtful = ReadsFromIndex(read.operations, initial: read.initial)
    #expect(doubtful.gap == OperationID(2))
    #expect(Array(doubtful.sources.suffix(2)) == [0, ReadsFromIndex.Source.none])
  }

  /// Of two writers one is the reader itself, which wrote it afterwards.
  @Test func nobodyReadsWhatItWritesAfterwards() {
    let again = history([
      (0, .write("x", 1), nil), (1, .transaction([.read("x"), .write("x", 1)]), [1, nil]),
      (2, .write("x", 2), nil),
    ])
    #expect(ReadsFromIndex(again.operations, initial: []).gap == nil)
    #expect(verdicts(again).allSatisfy { $0 == .holds })
    let initial = history(
      [(1, .transaction([.read("x"), .write("x", 1)]), [1, nil])], initial: [.init("x", 1)])
    #expect(verdicts(initial).allSatisfy { $0 == .holds })
    let third = history([
      (0, .write("x", 1), nil), (1, .transaction([.read("x"), .write("x", 1)]), [1, nil]),
      (2, .write("x", 1), nil),
    ])
    #expect(ReadsFromIndex(third.operations, initial: []).gap == OperationID(1))
  }
}
