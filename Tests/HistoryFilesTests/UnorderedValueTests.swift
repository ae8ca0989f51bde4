import Checkers
import Histories
import HistoryFiles
import Testing

/// Maps and sets as values: they have no order, and are no tuples.
@Suite struct UnorderedValueTests {
  @Test func theEntriesOfMapsHaveNoOrder() throws {
    for (written, read) in [
      ("{:a 1, :b 2}", "{:b 2, :a 1}"),
      ("{:a {:c 1 :d 2} :b #{1 2}}", "{:b #{2 1} :a {:d 2 :c 1}}"),
      ("{1 2, \"x\" [1 2], nil 3}", "{nil 3, 1 2, \"x\" [1 2]}"),
    ] {
      let file = try FoundHistoriesTests.file(
        "0 invoke write \(written)\n0 ok write \(read)\n1 invoke read nil\n1 ok read \(read)")
      #expect(FoundHistoriesTests.verdict(file, .linearizability) == .holds, "\(written)")
      #expect(!file.hasKeys)
    }
    let text = [
      #"{"process": 0, "type": "invoke", "f": "write", "value": {"a": 1, "b": {"c": 2, "d": 3}}}"#,
      #"{"process": 0, "type": "ok", "f": "write", "value": {"b": {"d": 3, "c": 2}, "a": 1}}"#,
    ].joined(separator: "\n")
    #expect(try HistoryReader().read(text).history.operations.count == 1)
  }

  @Test func ofTwoElementsOnlyAVectorIsATuple() throws {
    for value in ["{:a 1 :b 2}", "#{1 2}", "(1 2)", "#{[1 2] [3 4]}", "#tag {[1 2] 3 [4] [5 6]}"] {
      let file = try FoundHistoriesTests.file("0 invoke write \(value)\n0 ok write \(value)")
      #expect(!file.hasKeys, "\(value)")
    }
    for value in ["[:k 1]", "#jepsen.independent/Tuple [:k 1]", "[:k {1 2}]", "[:k #{1 2}]"] {
      let file = try FoundHistoriesTests.file("0 invoke write \(value)\n0 ok write \(value)")
      #expect(file.hasKeys && file.history.operations[0].call.key == "k", "\(value)")
    }
    #expect(throws: HistoryFileError.self) {
      try FoundHistoriesTests.file("0 invoke write [:k 1]\n0 ok write {:k 1, :l 2}")
    }
    let json = #"{"process": 0, "type": "invoke", "f": "write", "value": "#
    #expect(try HistoryReader().read(json + #"{"a": 1, "b": [2]}}"#).hasKeys == false)
    #expect(try HistoryReader().read(json + #"["a", {"b": 1}]}"#).hasKeys)
    let log = "INFO  x - 3\t:invoke\t:write\t"
    #expect(try HistoryReader().read(log + "#{1 2}\n").hasKeys == false)
    #expect(try HistoryReader().read(log + "[1 2]\n").hasKeys)
  }
}
