import Foundation
import Testing

@testable import Laboratory

/// `conlab replay`: the same, different, edited, cut off, something else.
@Suite struct ReplayCommandTests {
  /// A saved run in a file of its own; the body may change its text first.
  private static func replay(
    _ arguments: [String] = [], changing change: (String) -> String = { $0 }
  ) throws -> Program.Outcome {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("one.run")
      let saved = try Program.run(["run", "SR1", "--round", "1", "--save", file.path])
      #expect(saved.status == 0, "\(saved.errors)")
      let text = try String(contentsOf: file, encoding: .utf8)
      try change(text).write(to: file, atomically: true, encoding: .utf8)
      return try Program.run(["replay", file.path] + arguments)
    }
  }

  /// The text with a checksum that fits again, as somebody would forge it.
  private static func sealed(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
    let body = lines.joined(separator: "\n") + "\n"
    return body + SavedRun.checksumLine(of: body)
  }

  private static func digest(in text: String) -> String? {
    text.split(separator: "\n").last { $0.contains("digest ") }?.split(separator: " ").last
      .map(String.init)
  }

  @Test func theSameRunPrintsTheDigestOfTheFile() throws {
    var expected = ""
    let outcome = try Self.replay { text in
      let end = text.split(separator: "\n").last { $0.hasPrefix("end ") }
      expected = end?.split(separator: " ").last.map(String.init) ?? "none"
      return text
    }
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("same: "))
    #expect(Self.digest(in: outcome.output) == expected)
    let json = try Self.replay(["--format", "json"])
    let report = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(report?["same"] as? Bool == true)
    let branches = report?["branches"] as? [[String: Any]]
    #expect(branches?.map { $0["digest"] as? String } == [expected])
  }

  @Test func anEditedFileIsNeverAccepted() throws {
    let outcome = try Self.replay { $0.replacingOccurrences(of: "Alice", with: "Alyce") }
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("edited") && outcome.errors.contains("line "))
    let cut = try Self.replay { String($0.dropLast(30)) }
    #expect(cut.status == 65 && cut.errors.contains("truncated"))
  }

  @Test func anotherRunIsDifferentAndTheFirstDifferenceIsNamed() throws {
    let outcome = try Self.replay {
      Self.sealed($0.replacingOccurrences(of: "Alice", with: "Alyce"))
    }
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("differs between event 0"))
    #expect(outcome.errors.contains("the file says"))
  }

  @Test func whatIsNoSavedRunIsRefusedWithItsPlace() throws {
    let other = try Self.replay { _ in "scenario \"x\"\n" }
    #expect(other.status == 65 && other.errors.contains("line 1, column 1"))
    let line = try Self.replay {
      Self.sealed($0.replacingOccurrences(of: "[branch]", with: "[brunch]"))
    }
    #expect(line.status == 65 && line.errors.contains("expected"))
    #expect(line.errors.contains("line ") && line.errors.contains("column 1"))
    #expect(try Program.run(["replay", "/nowhere/x.run"]).status == 66)
    #expect(try Program.run(["replay"]).status == 64)
  }
}
