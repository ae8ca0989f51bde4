import Histories
import Simulation
import Testing

@testable import Laboratory

@Suite struct ActionErrorTests {
  /// The error of a text that must not be read.
  private func error(_ text: String, of grammar: ActionGrammar = .example) -> ActionError? {
    do throws(ActionError) {
      _ = try grammar.parse(text)
      return nil
    } catch { return error }
  }

  static let cases: [(text: String, column: Int, part: String)] = [
    ("", 1, "found the end of the line, expected an action or a client (c1, c2, c3)"),
    ("cot P | R1", 1, "found cot, expected an action or a client (c1, c2, c3); did you mean cut?"),
    ("crash R9", 7, "found R9, expected a node (P, R1, R2, R3); did you mean R1?"),
    ("c9 read x", 1, "did you mean c1?"),
    ("c1 raed x", 4, "did you mean read?"),
    ("c1 read x by P", 11, "found by, expected a comma, via or the end of the line"),
    ("c1 read x via c2", 15, "found c2, expected a node"),
    ("c1 write name Alice", 15, "found Alice, expected ="),
    ("c1 write name = via P", 17, "found via, expected a value"),
    ("c1 write 5 = 1", 10, "write \"5\" for a key of digits"),
    ("c1 write a = 1.5", 14, "a number is whole"),
    ("c1 write a = 9223372036854775808", 14, "a number is whole"),
    ("c1 write a = [1, 2", 19, "expected a comma or ]"),
    ("c1 write a = \"open", 14, "no closing quote"),
    ("c1 write a = \"a\\q\"", 16, "an escape is"),
    ("c1 write a = \"\\u{D800}\"", 15, "an escape is"),
    ("c1 write a = ?", 14, "found ?, which begins no word"),
    ("c1 put-if a = 1 at 99999999999:1", 20, "an epoch is a whole number, 0 to 2147483647"),
    ("cut P", 6, "expected a comma, | or ->"),
    ("cut P | P", 9, "there is no link here"),
    ("cut P,P | R1", 7, "P is named twice"),
    ("cut {P | R1", 8, "expected a comma or }"),
    ("delay P -> R1", 14, "expected a comma, and or a delay in ms"),
    ("delay P -> R1 -1", 15, "0 to 1000000000"),
    ("delay P -> R1 99999999999999999999", 15, "0 to 1000000000"),
    ("loss P -> R1 101%", 14, "a percentage is 0% to 100%"),
    ("loss P -> R1 1.23456%", 14, "4 decimal places"),
    ("loss P -> R1 5", 15, "expected %"),
    ("ordering P | R1 of", 17, "did you mean on?"),
    ("crash P at after-comit", 12, "did you mean after-commit?"),
    ("drift P 500001", 9, "-500000 to 500000"),
    ("drop x7", 6, "expected next or a message (m and its number)"),
    ("drop m0", 6, "expected next"),
    ("release next P -> R1", 9, "by its number"),
    ("drop next P -> P", 16, "two different ends"),
    ("choose -1", 8, "at least 0"),
    ("set acknowledgment = all", 5, "did you mean acknowledgement?"),
    ("set acknowledgement = al", 23, "it takes none, 1, 2, 3, majority, all; did you mean all?"),
    ("route c1 nerest", 10, "did you mean nearest?"),
    ("workload c1 every 50 reads 101% keys a", 28, "0 to 100"),
    ("workload c1 every 50 reads 60% cas 41% keys a", 36, "101% together; at most 100%"),
    ("workload c1 every 50 reads 60% cas keys a", 36, "expected a percentage"),
    ("nemesis crsh every 1 for 1", 9, "did you mean crash?"),
    ("at 100 heal", 1, "this is a script line"),
    ("heal\u{1B}[2J", 5, "found the control character U+001B"),
    ("heal # \u{7}", 8, "found the control character U+0007 in a comment"),
    ("c1 write a = \"\u{0}\"", 15, "found the control character U+0000 in a text"),
    ("heal \u{202E}", 6, "found the invisible character U+202E"),
    ("c1 write é = 日 P", 16, "found P"),
  ]

  @Test func errorsNameColumnFoundAndExpected() {
    for (text, column, part) in Self.cases {
      let found = error(text)
      #expect(found?.column == column, "\(text): \(found?.message ?? "no error")")
      #expect(found?.message.contains(part) == true, "\(text): \(found?.message ?? "no error")")
    }
  }

  @Test func errorsNeverEchoControlCharacters() {
    for (text, _, _) in Self.cases {
      let message = error(text)?.message ?? ""
      #expect(message.unicodeScalars.allSatisfy { !QuotedText.isUnsafe($0) }, "\(message)")
    }
    let message = error("crash \"\\u{1B}[2J\"")?.message ?? ""
    #expect(message.hasPrefix("found \"\\u{1B}[2J\", expected a node"))
  }

  @Test func scriptLinesHaveTheirOwnErrors() {
    for (text, column) in [
      ("heal", 1), ("at x heal", 4), ("at 1000000000001 heal", 4), ("at 5", 5),
    ] {
      do throws(ActionError) {
        _ = try ActionGrammar.example.parseLine(text)
        Issue.record("\(text) was read")
      } catch { #expect(error.column == column, "\(error.message)") }
    }
  }

  @Test func limitsHold() throws {
    let grammar = ActionGrammar.example
    let longest = String(repeating: "x", count: 4096)
    #expect(
      try grammar.parse("c1 write a = \(longest)") == grammar.parse("c1 write a = \"\(longest)\""))
    #expect(error("c1 write a = \(longest)x")?.message.contains("at most 4096") == true)
    #expect(error("c1 write a = \"\(longest)x\"")?.column == 14)
    let deep = { (n: Int) in String(repeating: "[", count: n) + String(repeating: "]", count: n) }
    #expect(throws: Never.self) { try grammar.parse("c1 append a \(deep(16))") }
    #expect(error("c1 append a \(deep(17))")?.column == 29)
    #expect(error("c1 append a \(deep(100_000))") != nil)
    let nested = String(repeating: "transaction { ", count: 10_000)
    #expect(error("c1 \(nested)")?.message.contains("nest at most 16") == true)
    let heavy = "c1 append a [" + String(repeating: "\(longest), ", count: 70) + "1]"
    #expect(error(heavy)?.message.contains("262144 bytes") == true)
    let many = "cut " + String(repeating: "* | * and ", count: 10_000) + "* | *"
    #expect(error(many)?.message.contains("131072 links") == true)
    #expect(error(String(repeating: "x", count: 10_000_000))?.column == 1)
  }

  @Test func nothingTraps() {
    var random = SeededGenerator(seed: 3)
    var actions = RandomActions(random: SeededGenerator(seed: 4))
    let alphabet = Array(
      "atcutP|R1->,{}[]=*;%:@\"\\u{}#mN c1 read write 0123456789.+-\u{301}é\u{0}\u{1B}\n\r")
    for round in 0..<4_000 {
      var text = Array(round % 2 == 0 ? RandomActions.grammar.text(actions.intervention()) : "")
      for _ in 0...random.below(6) {
        let place = random.below(text.count + 1)
        switch random.below(3) {
        case 0 where place < text.count: text.remove(at: place)
        case 1 where place < text.count: text.removeSubrange(place...)
        default: text.insert(random.pick(alphabet), at: place)
        }
      }
      let input = String(text)
      if let found = error(input, of: RandomActions.grammar) {
        let column = found.column ?? 0
        #expect(column >= 1 && column <= input.count + 1)
        #expect(found.message.unicodeScalars.allSatisfy { !QuotedText.isUnsafe($0) })
      }
      _ = RandomActions.grammar.completions(of: input)
    }
  }
}
