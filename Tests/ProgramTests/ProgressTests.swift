import Foundation
import TerminalTesting
import Testing

/// What a learner has come to is neither lost nor made up.
@Suite struct ProgressTests {
  static func file(_ home: URL) -> URL {
    home.appendingPathComponent(".local/state/conlab/progress.txt")
  }

  private static func write(_ bytes: [UInt8], to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Plays the lesson of the template from its first text to the result.
  private static func playTemplate(_ lab: LabSession) {
    lab.see("( ) 2  empty")
    lab.press("2")
    lab.see("Right: empty")
    lab.press("n")
    lab.see("A stale read")
    lab.press("n")
    lab.see("Your turn")
    lab.command("delay P | R 20")
    lab.see("P | R")
    lab.press("n")
    lab.see("[x] Ben reads milk")
    lab.press("n")
    lab.see("✓ solved")
  }

  @Test func twoLabsAtOnceLoseNothing() throws {
    try Program.withTemporaryFolder { home in
      let lessons = home.appendingPathComponent("lessons")
      for name in ["one/A1.yaml", "two/B1.yaml"] {
        let path = lessons.appendingPathComponent(name).path
        #expect(try Program.run(["lessons", "new", path]).status == 0)
      }
      let extra = ["CONLAB_LESSONS": lessons.path]
      let first = try LabSession(["learn", "A1"], home: home, extra: extra)
      let second = try LabSession(["learn", "B1"], home: home, extra: extra)
      first.see("Ann writes a note")
      second.see("Ann writes a note")
      Self.playTemplate(second)
      Self.playTemplate(first)
      second.press("q q")
      first.press("q q")
      #expect(first.terminal.waitForStatus() == .exited(0))
      #expect(second.terminal.waitForStatus() == .exited(0))
      let again = try LabSession(home: home, extra: extra)
      again.see("2 of 2 lessons complete")
    }
  }

  /// Contents that are no progress.
  static let damage: [[UInt8]] = [
    [], Array("garbage\n".utf8), Array("conlab-progress 1\nlesson SR1 complete".utf8),
    Array("conlab-progress 99\nend 0\n".utf8), [0xFF, 0xFE, 0x00, 0x1B, 0x5B, 0x33, 0x31, 0x6D],
  ]

  @Test(arguments: damage.indices) func aDamagedFileIsSetAside(_ index: Int) throws {
    try Program.withTemporaryFolder { home in
      let file = Self.file(home)
      try Self.write(Self.damage[index], to: file)
      let lab = try LabSession.onHome(home: home)
      lab.see("damaged")
      lab.see("progress.txt.damaged-1")
      lab.press("enter")
      lab.see("You have seen this")
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
      let aside = file.appendingPathExtension("damaged-1")
      #expect(try Array(Data(contentsOf: aside)) == Self.damage[index])
      #expect(try String(contentsOf: file, encoding: .utf8).contains("lesson SR1 begun"))
    }
  }

  @Test func aFileThatIsSetAsideIsNeverOverwritten() throws {
    try Program.withTemporaryFolder { home in
      let file = Self.file(home)
      for number in 1...2 {
        try Self.write(Array("damage \(number)".utf8), to: file)
        let lab = try LabSession.onHome(home: home)
        lab.see("progress.txt.damaged-\(number)")
        lab.leave()
      }
      for number in 1...2 {
        let aside = file.appendingPathExtension("damaged-\(number)")
        #expect(try String(contentsOf: aside, encoding: .utf8) == "damage \(number)")
      }
    }
  }

  /// No folder can be made there, whoever one is.
  private static let nowhere = "/proc/self/none"

  @Test func progressThatCannotBeWrittenIsSaid() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(home: home, extra: ["CONLAB_STATE_DIR": Self.nowhere])
      lab.see("Consistency Lab")
      lab.press("enter")
      lab.see("Your progress could not be saved")
      lab.press("n")
      lab.see("Saved, says P")
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
    }
  }

  @Test func aDamagedFileThatCannotBeSetAsideKeepsNobodyOut() throws {
    try Program.withTemporaryFolder { home in
      let state = home.appendingPathComponent("state")
      try Self.write(Array("garbage".utf8), to: state.appendingPathComponent("progress.txt"))
      // Where the lock should be is a folder.
      try FileManager.default.createDirectory(
        at: state.appendingPathComponent("progress.txt.lock"), withIntermediateDirectories: true)
      let lab = try LabSession(home: home, extra: ["CONLAB_STATE_DIR": state.path])
      lab.see("Your progress: cannot open")
      lab.leave()
      let kept = try String(
        contentsOf: state.appendingPathComponent("progress.txt"), encoding: .utf8)
      #expect(kept == "garbage")
    }
  }

  @Test func aRunThatCannotBeSavedIsSaid() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home, extra: ["CONLAB_DATA_DIR": Self.nowhere])
      lab.command("crash R1")
      lab.see("✗ down")
      lab.press("S")
      lab.see("was not saved")
      // It still counts as not saved.
      lab.press("q")
      lab.see("1 action of yours")
    }
  }
}
