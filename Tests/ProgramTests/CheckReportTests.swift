import Foundation
import Testing

/// What `conlab check` says beside its verdicts.
@Suite struct CheckReportTests {
  /// Events in brief, one a line: process, type, function and value as EDN writes them.
  static func edn(_ events: String) -> String {
    events.split(separator: "\n").map { line in
      let words = line.split(separator: " ", maxSplits: 3)
      return "{:process \(words[0]) :type :\(words[1]) :f :\(words[2]) :value \(words[3])}\n"
    }.joined()
  }

  static func report(_ arguments: [String], _ events: String) throws -> [String: Any] {
    let outcome = try CheckCommandTests.check(
      ["-", "--format", "json"] + arguments, input: edn(events))
    let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(any as? [String: Any])
  }

  @Test func readsOfNilThatAreNotJudgedAreCounted() throws {
    let one = "0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read nil"
    let line = "1 read of nil was not judged: whether nil was seen or the value was not recorded"
    let outcome = try CheckCommandTests.check(["-"], input: Self.edn(one))
    #expect(outcome.status == 0 && outcome.output.contains("\n\(line) is not known (--nil-read"))
    #expect(try Self.report([], one)["unjudgedNilReads"] as? Int == 1)
    let two = one + "\n0 invoke read nil\n0 ok read nil"
    let both = try CheckCommandTests.check(["-"], input: Self.edn(two)).output
    #expect(both.contains("\n2 reads of nil were not judged: "))
    for option in [["--nil-read", "observed"], ["--initial", "nil"]] {
      let strict = try CheckCommandTests.check(["-"] + option, input: Self.edn(two))
      #expect(strict.status == 1 && !strict.output.contains("not judged"))
      #expect(try Self.report(option, two)["unjudgedNilReads"] as? Int == 0)
    }
  }

  /// What is not decided may hold: that nothing does is said only where everything is violated.
  @Test func noneIsKnownToHoldIsNotNoneHolds() throws {
    let one = "0 invoke increment 1\n0 ok increment 1\n1 invoke read nil\n1 ok read 0"
    let open = try CheckCommandTests.check(
      ["-", "--model", "strongest", "--max-configurations", "1"], input: Self.edn(one))
    #expect(open.status == 2 && open.output.contains("\nnone is known to hold; not decided: lin"))
    #expect(!open.output.contains("none of these") && !open.output.contains("stronger"))
    let many = (0..<48).map { _ in "0 invoke increment 1\n0 ok increment 1\n" }.joined()
    let mixed = try CheckCommandTests.check(
      ["-", "--model", "strongest"], input: Self.edn(many + "1 invoke read nil\n1 ok read 47"))
    #expect(mixed.output.contains("\nnone is known to hold; not decided: sequential consistency,"))
    #expect(mixed.output.contains("✗ linearizability violated"))
    let never = "0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read 2"
    let none = try CheckCommandTests.check(["-", "--model", "strongest"], input: Self.edn(never))
    #expect(none.status == 0 && none.output.contains("\nit satisfies none of these models\n"))
  }
}
