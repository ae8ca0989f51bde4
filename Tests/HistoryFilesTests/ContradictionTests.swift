import Checkers
import Histories
import HistoryFiles
import Testing

/// The end of an operation that says something else of it than its beginning.
@Suite struct ContradictionTests {
  static func message(
    _ events: String, _ specification: SpecificationName? = nil
  ) -> String? {
    do {
      _ = try FoundHistoriesTests.file(events) { $0.specification = specification }
      return nil
    } catch { return "\(error)" }
  }

  @Test func anotherArgumentIsRefusedWithItsPlace() {
    for (function, asked, said) in [
      ("write", "1", "2"), ("enqueue", "1", "2"), ("push", ":a", ":b"), ("add", "1", "[1]"),
      ("append", "1", "2"), ("remove", "1", "2"), ("acquire", "1", "2"), ("put", "\"a\"", "\"b\""),
    ] {
      for type in ["ok", "fail", "info"] where type == "ok" || !said.hasPrefix(":") {
        let message = Self.message("0 invoke \(function) \(asked)\n0 \(type) \(function) \(said)")
        #expect(message?.hasPrefix("line 2, column ") == true, "\(function) \(message ?? "read")")
        #expect(message?.contains("as invoked at line 1") == true, "\(message ?? "read")")
      }
      for same in ["nil", asked] {
        for type in ["ok", "fail", "info"] {
          #expect(
            Self.message("0 invoke \(function) \(asked)\n0 \(type) \(function) \(same)") == nil)
        }
      }
    }
    #expect(
      Self.message("0 invoke write 1\n0 ok write 2")
        == "line 2, column 40: '2', expected '1' as invoked at line 1")
    #expect(
      Self.message("0 invoke cas [1 2]\n0 fail cas [1 3]")
        == "line 2, column 40: '[1, 3]', expected '[1, 2]' as invoked at line 1")
    // Of the one key another value, and as the reason of a failure a keyword.
    #expect(Self.message("0 invoke write [:k 1]\n0 ok write [:k 2]") != nil)
    #expect(Self.message("0 invoke write [:k 1]\n0 info write :timed-out") == nil)
    #expect(Self.message("0 invoke write 1\n0 info write :timed-out") == nil)
    // So is a text where none was invoked; of a success it is another value.
    #expect(Self.message("0 invoke enqueue 1\n0 ok enqueue \"1\"") != nil)
    #expect(Self.message("0 invoke write 1\n0 info write \"timed out\"") == nil)
    #expect(Self.message("0 invoke write \"a\"\n0 info write \"b\"") != nil)
  }

  @Test func resultsMayStandWhereArgumentsStood() {
    for events in [
      "0 invoke dequeue nil\n0 ok dequeue 3", "0 invoke pop nil\n0 ok pop 3",
      "0 invoke increment 2\n0 ok increment 7", "0 invoke cas [1 2]\n0 ok cas true",
      "0 invoke write nil\n0 ok write 3", "0 invoke acquire nil\n0 ok acquire 33",
      "0 invoke cas [:k [1 2]]\n0 ok cas [:k [1 2]]", "0 invoke delete nil\n0 ok delete 4",
      "0 invoke read nil\n0 fail read \"no\"", "0 invoke write [:k nil]\n0 ok write [:k 5]",
    ] {
      #expect(Self.message(events) == nil, "\(events)")
    }
    #expect(Self.message("0 invoke add 2\n0 ok add 7", .counter) == nil)
  }

  @Test func onlyTheReadsOfATransactionMayDiffer() {
    let asked = "0 invoke txn [[:r :x nil] [:w :y 1] [:append :z 2]]\n"
    #expect(Self.message(asked + "0 ok txn [[:r :x 5] [:w :y 1] [:append :z 2]]") == nil)
    let otherwise = "0 ok txn [[\"read\" \"x\" 5] [:write :y 1] [:append :z 2]]"
    #expect(Self.message(asked + otherwise) == nil)
    for (said, found) in [
      ("[[:r :x 5] [:w :y 1]]", "a transaction of 2 parts, expected 3 as invoked at line 1"),
      (
        "[[:r :x 5] [:w :y 2] [:append :z 2]]",
        "'write y 2' in place 2 of the transaction, expected 'write y 1' as invoked at line 1"
      ), ("[[:r :a 5] [:w :y 1] [:append :z 2]]", "'read a'"),
      ("[[:r :x 5] [:append :y 1] [:append :z 2]]", "'append y 1'"),
    ] {
      for type in ["ok", "info", "fail"] {
        let message = Self.message(asked + "0 \(type) txn \(said)")
        let place = "line 2, column \(type == "ok" ? 38 : 40): "
        #expect(message?.hasPrefix(place + found) == true, "\(message ?? "read")")
      }
    }
    #expect(
      Self.message("0 invoke read-many [[:r :x nil]]\n0 ok read-many [[:r :y 1]]")?
        .contains("'read y' in place 1") == true)
  }
}
