import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// Lessons are listed by their heads and read when they are opened.
@Suite struct CatalogueTests {
  /// Three lessons; the body of the second is broken.
  private static func lessons(_ home: URL) throws -> URL {
    let folder = home.appendingPathComponent("lessons")
    for name in ["A1", "A2", "A3"] {
      let file = folder.appendingPathComponent("one/\(name).yaml")
      #expect(try Program.run(["lessons", "new", file.path]).status == 0)
    }
    let broken = folder.appendingPathComponent("one/A2.yaml")
    let text = try String(contentsOf: broken, encoding: .utf8)
    try text.replacingOccurrences(of: "via R", with: "via Q").write(
      to: broken, atomically: true, encoding: .utf8)
    return folder
  }

  @Test func aBrokenBodyIsSaidWhereItIsMet() throws {
    try Program.withTemporaryFolder { home in
      let extra = ["CONLAB_LESSONS": try Self.lessons(home).path]
      let place = try Regex(#"A2\.yaml:[0-9]+:[0-9]+: "#)
      for command in [["learn", "A2"], ["lessons", "show", "A2"], ["run", "A2"]] {
        let outcome = try Program.run(command, extra: extra)
        #expect(outcome.status == 65 && outcome.errors.contains(place), "\(outcome.errors)")
      }
      for command in [["lessons", "list"], ["lessons", "check"]] {
        let outcome = try Program.run(command, extra: extra)
        #expect(outcome.status == 65 && outcome.errors.contains(place), "\(outcome.errors)")
        #expect(outcome.output.contains("A1") && outcome.output.contains("A3"))
        // The folder's own name may hold the letters.
        #expect(!outcome.output.contains(try Regex(#"\bA2\b"#)))
      }
    }
  }

  @Test func homeStaysUsable() throws {
    try Program.withTemporaryFolder { home in
      let folder = try Self.lessons(home)
      let lab = try LabSession(
        home: home, size: Size(width: 120, height: 36), extra: ["CONLAB_LESSONS": folder.path])
      lab.see("2 rounds, 1 question, 1 task")
      lab.press("down enter")
      lab.see("A2 cannot be opened")
      lab.see("any key")
      lab.press("x")
      lab.see("the notice gone") { !$0.contains("cannot be opened") }
      // The folder goes away, and comes back.
      let aside = home.appendingPathComponent("aside")
      try FileManager.default.moveItem(at: folder, to: aside)
      lab.press("down enter")
      lab.see("A3 cannot be opened")
      lab.see("no such")
      lab.press("enter")
      lab.see("the notice gone") { !$0.contains("cannot be opened") }
      try FileManager.default.moveItem(at: aside, to: folder)
      lab.press("enter")
      lab.see("Ann writes a note")
      lab.press("q")
      lab.see("Continue")
      lab.leave()
    }
  }
}
