import Foundation
import Testing

/// Bad input gets one clear message, the right exit code, and no trap.
@Suite struct BadInputTests {
  static let usage: [[String]] = [
    ["run"], ["run", "SR1", "--round", "0"], ["run", "SR1", "--format", "xml"],
    ["run", "SR1", "--until", "-5"], ["frobnicate"], ["sandbox", "--preset", "no-such-preset"],
    ["sandbox", "no-such-preset"], ["sandbox", "majority", "--preset", "majority"],
    ["run", "SR1", "--round", "99"], ["run", "SR1", "--seed", "-1"], ["lessons", "new", "x/"],
    ["lessons", "new", ""], ["run", "SR1", "--save", "all.run"],
  ]

  @Test(arguments: usage) func wrongUsage(_ arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 64, "\(arguments): \(outcome.status) \(outcome.errors)")
    #expect(!outcome.errors.isEmpty)
  }

  @Test func aMissingLessonHasANearMatch() throws {
    let outcome = try Program.run(["run", "SR11"])
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("did you mean SR1?"))
  }

  @Test func aMissingPresetHasANearMatch() throws {
    let outcome = try Program.run(["sandbox", "majorty"])
    #expect(outcome.errors.contains("is called majorty. Did you mean majority? Presets: three-"))
  }

  @Test func aMissingFileIsMissing() throws {
    #expect(try Program.run(["sandbox", "./none.run"]).status == 66)
    #expect(try Program.run(["run", "./none.yaml"]).status == 66)
    #expect(try Program.run(["lessons", "check", "./none.yaml"]).status == 66)
  }

  @Test func aMissingLessonFolderIsAClearError() throws {
    let outcome = try Program.run(
      ["lessons", "list"], extra: ["CONLAB_LESSONS": "/nonexistent/lessons"])
    #expect(outcome.status == 66 || outcome.status == 69)
    #expect(outcome.errors.contains("/nonexistent/lessons"))
  }

  /// Contents of lesson files that nobody can use, with what the message must name.
  static let files: [(name: String, text: String)] = [
    ("empty", ""),
    ("syntax", "id: [unclosed\nformat: 1\n"),
    ("binary", "\u{0}\u{1}\u{2}"),
    ("control", "format: 1\nid: X1\ntitle: \"a\\e[31mred\"\n"),
    ("list", "- 1\n- 2\n"),
    ("number", "42\n"),
  ]

  @Test(arguments: files.indices) func aBrokenLessonFile(_ index: Int) throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("\(Self.files[index].name).yaml")
      try Self.files[index].text.write(to: file, atomically: true, encoding: .utf8)
      for command in [["run"], ["lessons", "check"]] {
        let outcome = try Program.run(command + [file.path])
        #expect(outcome.status == 65, "\(outcome.status) \(outcome.errors)")
        #expect(outcome.errors.contains("\(Self.files[index].name).yaml:"), "\(outcome.errors)")
        #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      }
    }
  }

  /// Files that are no files, or that never end.
  @Test func whatIsNoRegularFileIsRefusedAtOnce() throws {
    try Program.withTemporaryFolder { folder in
      let pipe = folder.appendingPathComponent("pipe.yaml")
      #expect(mkfifo(pipe.path, 0o600) == 0)
      for path in [folder.path, pipe.path, "/dev/zero"] {
        for command in [["run"], ["lessons", "check"]] {
          let outcome = try Program.run(command + [path])
          #expect([65, 66].contains(outcome.status), "\(command) \(path): \(outcome.status)")
          #expect(outcome.errors.contains(path), "\(outcome.errors)")
        }
      }
    }
  }

  @Test func outputThatGoesNowhereIsSaid() throws {
    let outcome = try Program.run(
      ["-c", "exec \"\(Program.path)\" run SR1 > /dev/full"], of: "/bin/sh")
    #expect(outcome.status == 74 && outcome.errors.contains("could not be written"))
  }

  @Test func aTruncatedSavedRunIsRefused() throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("cut.run")
      _ = try Program.run(["run", "SR1", "--round", "1", "--save", file.path])
      let text = try String(contentsOf: file, encoding: .utf8)
      try String(text.prefix(text.count / 2)).write(
        to: file, atomically: true, encoding: .utf8)
      let outcome = try Program.run(["run", file.path])
      #expect(outcome.status == 65 && outcome.errors.contains("cut.run"))
    }
  }
}
