import Checkers
import Histories
import HistoryFiles
import Testing

/// What a read that returned nil says.
@Suite struct NilReadTests {
  typealias Found = FoundHistoriesTests

  /// Two transactions read nothing and write; the second write is lost. `nil` is written as it is asked for.
  static let lostUpdate = """
    0 invoke txn [[:r :x nil] [:w :x 1]]
    1 invoke txn [[:r :x nil] [:w :x 2]]
    0 ok txn [[:r :x nil] [:w :x 1]]
    1 ok txn [[:r :x nil] [:w :x 2]]
    2 invoke txn [[:r :x nil]]
    2 ok txn [[:r :x 2]]
    """

  @Test func aTransactionSawTheNilThatItRead() throws {
    let file = try Found.file(Self.lostUpdate)
    #expect(file.unjudgedNilReads == 0)
    for model in [CheckerName.lostUpdate, .serializability, .strictSerializability] {
      #expect(Found.verdict(file, model).isViolated, "\(model)")
    }
    let unknown = try Found.file(Self.lostUpdate) { $0.nilReading = .unknown }
    #expect(unknown.unjudgedNilReads == 2)
    #expect(Found.verdict(unknown, .lostUpdate) == .holds)
    let appends = try Found.file(
      """
      0 invoke txn [[:append :x 1] [:r :y nil]]
      1 invoke txn [[:append :y 2] [:r :x nil]]
      0 ok txn [[:append :x 1] [:r :y nil]]
      1 ok txn [[:append :y 2] [:r :x nil]]
      """)
    #expect(Found.verdict(appends, .serializability).isViolated)
  }

  @Test func soDoTheObjectsOfJSON() throws {
    func line(_ process: Int, _ type: String, _ value: String) -> String {
      #"{"process": \#(process), "type": "\#(type)", "f": "txn", "value": \#(value)}"# + "\n"
    }
    var text = ""
    for (type, last) in [("invoke", ""), ("ok", "")] {
      for process in [0, 1] {
        text += line(process, type, #"[["r", "x", null], ["w", "x", \#(process + 1)]]"# + last)
      }
    }
    let file = try HistoryReader().read(text)
    #expect(Found.verdict(file, .serializability).isViolated && file.unjudgedNilReads == 0)
  }

  @Test func elsewhereWhatIsNotJudgedIsCounted() throws {
    let text = """
      0 invoke write 1
      0 ok write 1
      1 invoke read nil
      1 ok read nil
      1 invoke read nil
      1 ok read 1
      1 invoke read nil
      1 fail read nil
      1 invoke read nil
      1 ok read nil
      """
    let file = try Found.file(text)
    #expect(file.unjudgedNilReads == 2 && Found.verdict(file, .linearizability) == .holds)
    for change: (inout HistoryReader) -> Void in [
      { $0.nilReading = .observed }, { $0.initial = .some(.absent) },
    ] {
      let observed = try Found.file(text, change)
      #expect(observed.unjudgedNilReads == 0)
      #expect(Found.verdict(observed, .linearizability).isViolated)
    }
    let asked = try Found.file(text) {
      $0.initial = .some(.absent)
      $0.nilReading = .unknown
    }
    #expect(asked.unjudgedNilReads == 2)
    #expect(try Found.file(text) { $0.initial = 1 }.unjudgedNilReads == 2)
  }

  /// Of two transactions that exclude each other it is said how.
  @Test func whoReadWhatTheOtherChanged() throws {
    func sentences(_ events: String, _ initial: Value? = nil) throws -> [String] {
      let file = try Found.file(events) { $0.initial = initial }
      let judgement = Found.judge(file, .serializability)
      try #require(judgement.verdict.isViolated)
      return WitnessPicture(judgement, OperationLabels(file, isASCII: true)).sentences
    }
    let lost = try sentences(Self.lostUpdate)
    let (a, b) = (
      "txn read x -> nil, write x 1 (lines 1-3)", "txn read x -> nil, write x 2 (lines 2-4)"
    )
    #expect(
      lost.contains("\(a) read what \(b) overwrote in x, and \(b) read what \(a) overwrote in x"),
      "\(lost)")
    let circle = try sentences(
      """
      0 invoke txn [[:r :z nil] [:w :y 3]]
      1 invoke txn [[:r :y nil] [:w :z 4]]
      0 ok txn [[:r :z 4] [:w :y 3]]
      1 ok txn [[:r :y 3] [:w :z 4]]
      """)
    #expect(circle.contains { $0.contains("wrote to z, and ") && $0.hasSuffix("wrote to y") })
    let appended = try sentences(
      """
      0 invoke txn [[:append :x 1] [:r :y nil]]
      1 invoke txn [[:append :y 2] [:r :x nil]]
      0 ok txn [[:append :x 1] [:r :y nil]]
      1 ok txn [[:append :y 2] [:r :x []]]
      """)
    #expect(appended.contains { $0.contains(" read y before ") && $0.contains(" read x before ") })
  }
}
