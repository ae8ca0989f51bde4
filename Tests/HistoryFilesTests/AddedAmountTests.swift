import Checkers
import Histories
import HistoryFiles
import Testing

/// Whether `add` adds an element to a set or an amount to a counter is told by the file where nobody says it.
@Suite struct AddedAmountTests {
  typealias Found = FoundHistoriesTests

  @Test func whatIsReadAsANumberCounts() throws {
    func text(_ first: Int, _ last: Int) -> String {
      """
      1 invoke read nil
      1 ok read \(first)
      0 invoke add 2
      0 ok add 2
      0 invoke add -1
      0 fail add -1
      1 invoke read nil
      1 ok read \(last)
      """
    }
    let file = try Found.file(text(0, 2))
    #expect(file.specification == .counter)
    #expect(file.history.operations[1].call == .increment("x", by: 2))
    #expect(Found.verdict(file, .linearizability) == .holds)
    #expect(try Found.verdict(Found.file(text(0, 1)), .linearizability).isViolated)
    #expect(try Found.verdict(Found.file(text(1, 2)), .linearizability).isViolated)
    let five = try Found.file(text(5, 7)) { $0.initial = 5 }
    #expect(Found.verdict(five, .linearizability) == .holds)
  }

  @Test func otherwiseItIsASet() throws {
    for read in ["nil", "#{1}", "[1]", "\"1\""] {
      let file = try Found.file("0 invoke add 1\n0 ok add 1\n0 invoke read nil\n0 ok read \(read)")
      #expect(file.specification == .set && file.history.operations[0].call == .add("x", 1))
    }
    #expect(try Found.file("0 invoke add 1").specification == .set)
    let incremented = try Found.file("0 invoke add 1\n1 invoke increment 1")
    #expect(incremented.specification == .counter)
    let begun = try Found.file("0 invoke add 1") { $0.initial = 0 }
    #expect(begun.specification == .counter)
  }

  @Test func whatIsNeitherIsRefused() {
    for events in [
      "0 invoke add :a\n0 ok add :a\n", "0 invoke add 1\n0 ok add 1\n1 invoke remove 1\n",
      "0 invoke add 1\n0 ok add 1\n1 invoke read nil\n1 ok read #{1}\n",
    ] {
      let line = events.split(separator: "\n").count + 2
      let error = #expect(throws: HistoryFileError.self) {
        try Found.file(events + "0 invoke read nil\n0 ok read 7")
      }
      #expect(
        error?.description == "line \(line), column 39: '7', expected a set, to which 'add' adds "
          + "elements; --spec counter?")
    }
  }

  /// One object counts, the other is a set: each is judged as what it is.
  @Test func countersBesideSets() throws {
    let file = try Found.file(
      """
      0 invoke add [:c 1]
      0 ok add [:c 1]
      0 invoke add [:s 1]
      0 ok add [:s 1]
      1 invoke read [:c nil]
      1 ok read [:c 1]
      1 invoke read [:s nil]
      1 ok read [:s #{1}]
      """)
    #expect(file.specification == nil && file.history.initialValue(of: "c") == 0)
    #expect(Found.verdict(file, .linearizability) == .holds)
  }

  @Test func severalTypesOnOneObjectAreRefused() throws {
    for (second, column) in [("add 1", 30), ("enqueue 1", 30), ("acquire nil", 30)] {
      let events = "0 invoke write 1\n0 ok write 1\n0 invoke \(second)"
      let error = #expect(throws: HistoryFileError.self) { try Found.file(events) }
      let name = second.split(separator: " ")[0]
      #expect(
        error?.description
          == "line 3, column \(column): '\(name)' on an object that is a register at "
          + "line 1, expected operations of one type on each object")
    }
    // On several objects they may be, and what failed says nothing.
    let apart = "0 invoke write [:a 1]\n0 ok write [:a 1]\n0 invoke add [:b 1]"
    #expect(try Found.file(apart).specification == nil)
    #expect(throws: Never.self) {
      try Found.file("0 invoke enqueue 1\n0 fail enqueue 1\n0 invoke write 1")
    }
    // A store of the lab lets objects change their types; what it writes says that it is its own.
    let own = "{:process :conlab, :type :info, :f :conventions, :value {}}\n"
    let mixed = Found.text("0 invoke write 1\n0 ok write 1\n0 invoke add 1")
    let history = try HistoryReader().read(own + mixed).history
    let written = HistoryWriter(.edn).text(of: history)
    #expect(try HistoryReader().read(written).history.operations.count == 2)
  }
}
