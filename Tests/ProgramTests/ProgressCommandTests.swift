import Foundation
import Testing

/// Progress is carried from one machine to another, and joined with what is there.
@Suite struct ProgressCommandTests {
  private static let one = """
    conlab-progress 1
    lesson SR1 complete solved 2 1 0
    right SR1 first
    place 3 SR1 0 2
    end 3

    """
  private static let other = """
    conlab-progress 1
    lesson SR2 begun open - 1 0
    wrong SR2 which
    end 2

    """

  @Test func exportsAndJoins() throws {
    try Program.withTemporaryFolder { home in
      func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program.run(["progress"] + arguments, extra: ["HOME": home.path])
      }
      #expect(try run([]).output == "No lesson has been begun.\n")
      let file = home.appendingPathComponent("one.txt")
      try Data(Self.one.utf8).write(to: file)
      #expect(try run(["import", file.path]).output == "Lessons complete: 1; before: 0.\n")
      // A file of an older lab is read; what is written is of this one.
      let renewed = Self.one.replacing("conlab-progress 1", with: "conlab-progress 2")
      #expect(try run(["export"]).output == renewed)
      let second = home.appendingPathComponent("two.txt")
      try Data(Self.other.utf8).write(to: second)
      #expect(try run(["import", second.path]).status == 0)
      let shown = try run(["show"]).output
      #expect(shown.contains("SR1: complete, solved; 1 of 1 answers right"))
      #expect(shown.contains("SR2: begun; 0 of 1 answers right"))
      // What is there is never overwritten, and half a file is no progress.
      #expect(try run(["export", second.path]).status == 74)
      try Data("conlab-progress 1\nlesson SR1".utf8).write(to: file)
      let bad = try run(["import", file.path])
      #expect(bad.status == 65)
      #expect(bad.errors.contains("one.txt:2: the file is cut off"))
      #expect(try run(["show"]).output == shown)
    }
  }
}
