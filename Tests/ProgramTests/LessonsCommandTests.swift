import Foundation
import Testing

/// `conlab lessons` as authors and their scripts see it.
@Suite struct LessonsCommandTests {
  static let shipped = Program.root.appendingPathComponent(
    "Lessons/stale-reads/01-the-value-that-was-there.yaml")

  @Test func theListNamesEveryLesson() throws {
    let text = try Program.run(["lessons", "list"])
    #expect(text.status == 0 && text.errors.isEmpty)
    #expect(text.output.contains("SR1   The value that was there a moment ago  (15 min)"))
    let outcome = try Program.run(["lessons", "list", "--format", "json"])
    let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let lessons = try #require(any as? [[String: Any]])
    let first = try #require(lessons.first { $0["id"] as? String == "SR1" })
    #expect(first["track"] as? String == "stale-reads")
    #expect(first["rounds"] as? Int == 4 && first["predictions"] as? Int == 10)
    #expect(first["tasks"] as? Int == 1 && first["bench"] as? String == "cluster")
  }

  @Test func whatIsShownGivesNoAnswerAway() throws {
    for id in ["SR1", "sr1"] {
      let outcome = try Program.run(["lessons", "show", id])
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("Four copies of one name"))
      #expect(outcome.output.contains("RFC 1034"))
      #expect(!outcome.output.contains("1 version, 50 ms"))
      #expect(!outcome.output.contains("acknowledgement = all"))
    }
  }

  @Test(arguments: [["lessons", "show"], ["lessons", "check"], ["learn"], ["run"]])
  func aMissingLessonHasANearMatch(_ command: [String]) throws {
    let near = try Program.run(command + ["SR11"])
    #expect(near.status == 66 && near.errors.contains("did you mean SR1?"), "\(near.errors)")
    let far = try Program.run(command + ["quorums"])
    #expect(far.status == 66 && !far.errors.contains("did you mean"), "\(far.errors)")
    #expect(far.errors.contains("SR1"))
  }

  @Test func theShippedLessonsPass() throws {
    let outcome = try Program.run(["lessons", "check"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("SR1  passes"))
  }

  @Test func aNewLessonPassesAndIsNeverOverwritten() throws {
    try Program.withTemporaryFolder { folder in
      let made = try Program.run(["lessons", "new", "my-track/01-first.yaml"], in: folder)
      #expect(made.status == 0, "\(made.errors)")
      let file = folder.appendingPathComponent("my-track/01-first.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let checked = try Program.run(["lessons", "check", "my-track/01-first.yaml"], in: folder)
      #expect(checked.status == 0 && checked.output.contains("passes"), "\(checked.errors)")
      try (text + "# mine\n").write(to: file, atomically: true, encoding: .utf8)
      let again = try Program.run(["lessons", "new", "my-track/01-first.yaml"], in: folder)
      #expect(again.status == 74 && again.errors.contains("nothing was overwritten"))
      #expect(try String(contentsOf: file, encoding: .utf8) == text + "# mine\n")
      let left = try FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent("my-track").path)
      #expect(left == ["01-first.yaml"])
    }
  }

  /// Changes to the shipped lesson, and what the complaint has to name.
  static let mistakes: [(from: String, to: String, names: String)] = [
    ("objective: >-", "objectve: >-", "objectve"),
    ("expected: Alice and Bob", "expected: Bob and Bob", "the engine computes Alice and Bob"),
    ("staleness(c3, 150) == (1, 50) and served", "staleness(c3, 150) == (1, 51) and served", "51"),
    ("- set acknowledgement = 3", "- set acknowledgement = 2", "three-confirm"),
    ("at 150 c2 read name via R1", "at 150 c2 read name via R9", "R9"),
    ("minutes: 15", "minutes: soon", "soon"),
  ]

  @Test(arguments: mistakes.indices) func aBrokenCopyFails(_ index: Int) throws {
    try Program.withTemporaryFolder { folder in
      let mistake = Self.mistakes[index]
      let text = try String(contentsOf: Self.shipped, encoding: .utf8)
      let place = try #require(text.range(of: mistake.from))
      let broken = text.replacingCharacters(in: place, with: mistake.to)
      let file = folder.appendingPathComponent("broken.yaml")
      try broken.write(to: file, atomically: true, encoding: .utf8)
      let outcome = try Program.run(["lessons", "check", file.path])
      #expect(outcome.status == 65, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.errors.contains(mistake.names), "\(outcome.errors)")
      #expect(outcome.errors.contains(/broken\.yaml:[0-9]+/), "\(outcome.errors)")
    }
  }
}
