import Checkers
import Histories
import Testing

@testable import HistoryFiles

/// Texts of a file are the same when their bytes are, as they are to a database: not when Unicode calls
/// them equivalent.
@Suite struct TextEqualityTests {
  /// The letter K and the kelvin sign; e with an accent as one scalar and as two; two marks in either
  /// order, of which each takes as many bytes as the other.
  static let pairs = [
    ("K", "\u{212A}"), ("\u{E9}", "e\u{301}"), ("a\u{301}\u{327}", "a\u{327}\u{301}"),
  ]

  private func verdict(_ lines: [String]) throws -> Verdict {
    let file = try HistoryReader().read(lines.joined(separator: "\n") + "\n")
    return HistoryJudge().judge(.linearizability, file.history).verdict
  }

  private func event(
    _ process: String, _ kind: String, _ function: String, _ value: String, key: String? = nil
  ) -> String {
    let key = key.map { ",\"key\":\"\($0)\"" } ?? ""
    return "{\"process\":\"\(process)\",\"type\":\"\(kind)\",\"f\":\"\(function)\""
      + "\(key),\"value\":\(value)}"
  }

  @Test(arguments: pairs) func valuesAndKeys(_ one: String, _ other: String) throws {
    #expect(one == other, "Swift takes them for the same")
    func register(_ read: String) -> [String] {
      [
        event("0", "invoke", "write", "\"\(one)\""), event("0", "ok", "write", "\"\(one)\""),
        event("0", "invoke", "read", "null"), event("0", "ok", "read", "\"\(read)\""),
      ]
    }
    #expect(try verdict(register(one)) == .holds)
    #expect(try verdict(register(other)).isViolated)
    func set(_ read: String) -> [String] {
      [one, other].flatMap {
        [event("0", "invoke", "add", "\"\($0)\""), event("0", "ok", "add", "\"\($0)\"")]
      } + [event("0", "invoke", "read", "null"), event("0", "ok", "read", "[\(read)]")]
    }
    #expect(try verdict(set("\"\(one)\",\"\(other)\"")) == .holds)
    #expect(try verdict(set("\"\(one)\"")).isViolated)
    // Two keys: what one holds says nothing of the other.
    let keys = [
      event("0", "invoke", "write", "1", key: one), event("0", "ok", "write", "1", key: one),
      event("0", "invoke", "write", "2", key: other), event("0", "ok", "write", "2", key: other),
      event("0", "invoke", "read", "null", key: one), event("0", "ok", "read", "1", key: one),
    ]
    #expect(try verdict(keys) == .holds)
  }

  @Test(arguments: pairs) func processes(_ one: String, _ other: String) throws {
    let lines = [
      event(one, "invoke", "write", "1"), event(other, "invoke", "write", "2"),
      event(one, "ok", "write", "1"), event(other, "ok", "write", "2"),
    ]
    let file = try HistoryReader().read(lines.joined(separator: "\n") + "\n")
    #expect(file.processNames.count == 2)
  }

  /// The order agrees with the equality.
  @Test(arguments: pairs) func theOrderTellsThemApart(_ one: String, _ other: String) {
    let (first, second) = (Value.text(one), Value.text(other))
    #expect(first != second && (first < second) != (second < first))
    #expect(Key(one) != Key(other) && (Key(one) < Key(other)) != (Key(other) < Key(one)))
    #expect(Set([first, second, .text(one)]).count == 2)
  }
}
