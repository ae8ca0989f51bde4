import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// The configuration file, themes and the tour, by keys in a real terminal.
@Suite struct ConfigTests {
  private static func write(_ text: String, _ home: URL) throws -> URL {
    let file = home.appendingPathComponent(".config/conlab/config.yaml")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }

  private static func memory(_ home: URL, _ name: String) -> String {
    let file = home.appendingPathComponent(".local/state/conlab/\(name)")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  /// The colour in which the first `text` of the output was sent.
  private static func sends(_ color: Int, _ lab: LabSession) -> Bool {
    String(decoding: lab.terminal.output, as: UTF8.self).contains("38;5;\(color)m")
  }

  @Test func theKeysAreThoseOfTheFile() throws {
    try Program.withTemporaryFolder { home in
      _ = try Self.write(
        "keys:\n  crash: [f9]\n  cut: k\n  step: l\n  lag: x\n  palette: [\":\", \";\"]\n", home)
      let lab = try LabSession.inSandbox(home: home)
      lab.see("l goes one event on")
      lab.press("k")
      lab.see("Cut links")
      lab.press("esc")
      lab.see("Cut links: not done.")
      lab.press("f9")
      lab.see("Crash a node")
      lab.press("enter")
      lab.see("✗ down")
      lab.type(";undo\r")
      lab.see("Taken back: crash")
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
      let table = try Program.run(["keys"], extra: ["HOME": home.path]).output
      #expect(table.contains("| `f9` | `crash NODE` |"))
    }
  }

  @Test func aBadFileIsOneErrorBeforeTheScreenIsTaken() throws {
    try Program.withTemporaryFolder { home in
      let file = try Self.write("keys:\n  crash: x\n", home)
      let message = "\(file.path):2:10: crash takes the key of cut (found x"
      for arguments in [[], ["sandbox"], ["learn", "SR1"], ["keys"], ["config", "check"]] {
        let lab = try LabSession(arguments, home: home, size: Size(width: 200, height: 24))
        #expect(lab.terminal.waitForStatus() == .exited(78), "\(arguments)")
        #expect(lab.terminal.screen.text.contains(message), "\(lab.terminal.screen.text)")
        let text = String(decoding: lab.terminal.output, as: UTF8.self)
        #expect(!text.contains("\u{1B}[?1049h"), "the screen was taken")
      }
      // What needs no configuration is not kept from its work.
      let run = try Program.run(["lessons"], extra: ["HOME": home.path])
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  @Test func checkAndExample() throws {
    try Program.withTemporaryFolder { home in
      let file = home.appendingPathComponent("mine.yaml")
      let named = ["CONLAB_CONFIG": file.path]
      #expect(try Program.run(["config", "check"], extra: named).status == 66)
      #expect(try Program.run(["keys"], extra: named).status == 78)
      let example = try Program.run(["config", "example"])
      #expect(example.status == 0)
      try example.output.write(to: file, atomically: true, encoding: .utf8)
      let check = try Program.run(["config", "check"], extra: named)
      #expect(check.status == 0)
      #expect(check.output == "\(file.path): in order; theme not set, keys set for 0 actions\n")
      try "theme: drak\n".write(to: file, atomically: true, encoding: .utf8)
      let bad = try Program.run(["config", "check", file.path])
      #expect(bad.status == 78)
      #expect(
        bad.errors
          == "conlab: \(file.path):1:8: no theme is called that (found drak, expected dark)\n")
      #expect(try Program.run(["info"], extra: named).output.contains(": unusable"))
      try Data([0x6B, 0xFF, 0x0A]).write(to: file)
      #expect(try Program.run(["config", "check"], extra: named).errors.contains("not UTF-8"))
      let none = try Program.run(["config", "check"])
      #expect(none.status == 0 && none.output.contains("there is none"))
    }
  }

  @Test func aThemeIsTriedKeptAndOverruled() throws {
    try Program.withTemporaryFolder { home in
      let file = try Self.write("theme: dark\n", home)
      let lab = try LabSession.onHome(home: home)
      // The frames and the dim text have greys of their own in each theme.
      lab.see("the dark theme") { _ in Self.sends(242, lab) }
      #expect(!Self.sends(241, lab))
      lab.press("f2")
      lab.see("Esc as before")
      lab.press("down")
      lab.see("the light theme") { _ in Self.sends(241, lab) }
      lab.press("enter")
      lab.see("The theme is light, now and the next time.")
      lab.leave()
      #expect(Self.memory(home, "interface.txt").contains("theme light over dark"))

      let again = try LabSession.onHome(home: home)
      again.see("the light theme") { _ in Self.sends(241, again) }
      again.settle()
      #expect(!Self.sends(242, again))
      again.leave()
      // Whoever names another one in the file afterwards means it.
      try "theme: tritanopia\n".write(to: file, atomically: true, encoding: .utf8)
      let third = try LabSession.onHome(home: home)
      third.see("the theme of the file") { _ in Self.sends(244, third) }
      third.settle()
      #expect(!Self.sends(241, third))
      third.leave()
      let asked = try LabSession.onHome(home: home, ["home", "--theme", "mono"])
      asked.settle()
      #expect(!String(decoding: asked.terminal.output, as: UTF8.self).contains("38;5;"))
      asked.leave()
      let wrong = try Program.run(["home", "--theme", "pink"])
      #expect(wrong.status == 64 && wrong.errors.contains("no theme is called pink; there are"))
    }
  }

  @Test func aNewcomerSeesTheTourOnce() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(home: home, isNewcomer: true)
      lab.see("1 of 3: Copies disagree")
      lab.press("right")
      lab.see("2 of 3")
      lab.press("esc")
      lab.see("the tour gone") { !$0.contains("2 of 3") }
      lab.see("enter open")
      lab.leave()
      let again = try LabSession(home: home, isNewcomer: true)
      again.see("enter open")
      #expect(!again.terminal.screen.contains("1 of 3"))
      again.command("tour")
      again.see("1 of 3")
      again.press("enter enter")
      again.see("begin SR1")
      again.press("enter")
      again.see("SR1")
      again.see("round 1")
      again.press("q")
      again.see("Consistency Lab")
      again.leave()
    }
  }

  @Test func whoNamesSomethingGetsIt() throws {
    try Program.withTemporaryFolder { home in
      for arguments in [["sandbox"], ["learn", "SR1"]] {
        let lab = try LabSession(arguments, home: home, isNewcomer: true)
        lab.see("Replicas")
        #expect(!lab.terminal.screen.contains("1 of 3"))
        lab.press("q")
        lab.see("Consistency Lab")
        lab.leave()
      }
    }
  }

  @Test func typedCommandsAreThereTheNextTime() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("to 77")
      lab.see("t=77 ms")
      lab.command("panel lag")
      lab.leaveSandbox()
      #expect(Self.memory(home, "history.txt") == "to 77\npanel lag\n")
      let again = try LabSession.inSandbox(home: home)
      again.press(": up up")
      again.see(":to 77")
      again.press("enter")
      again.see("t=77 ms")
      again.leaveSandbox()
      #expect(Self.memory(home, "history.txt") == "panel lag\nto 77\n")
    }
  }

  @Test func nothingDependsOnWhatCannotBeRemembered() throws {
    try Program.withTemporaryFolder { home in
      let nowhere = ["CONLAB_STATE_DIR": "/proc/self/none"]
      let lab = try LabSession(home: home, extra: nowhere, isNewcomer: true)
      lab.see("enter open")
      #expect(!lab.terminal.screen.contains("1 of 3"))
      lab.command("theme light")
      lab.see("The theme light holds for now; it could not be kept")
      lab.leave()
    }
    try Program.withTemporaryFolder { home in
      let state = home.appendingPathComponent(".local/state/conlab")
      try FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
      for name in ["interface.txt", "history.txt"] {
        try Data([0xFF, 0x1B, 0x5B, 0x0A]).write(to: state.appendingPathComponent(name))
      }
      let lab = try LabSession.inSandbox(home: home)
      lab.command("to 5")
      lab.see("t=5 ms")
      lab.leaveSandbox()
      #expect(Self.memory(home, "history.txt") == "to 5\n")
    }
  }
}
