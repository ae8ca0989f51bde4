import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// Windows that change their size.
@Suite struct ResizeTests {
  @Test func aStormLeavesTheScreenAsIfNothingHadBeen() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.press("tab right right right")
      lab.see("At rest: nothing more happens")
      lab.settle()
      let before = lab.terminal.screen.lines
      for step in 0..<150 {
        lab.terminal.resize(Size(width: 1 + step * 37 % 220, height: 1 + step * 13 % 70))
        if step % 10 == 0 { lab.terminal.pump(milliseconds: 2) }
      }
      lab.terminal.resize(Size(width: 79, height: 24))
      lab.see("It has 79 x 24")
      lab.see("and needs 80 x 24")
      lab.terminal.resize(Size(width: 80, height: 23))
      lab.see("It has 80 x 23")
      lab.terminal.resize(LabSession.small)
      lab.see("the same screen as before") { $0.lines == before }
      #expect(lab.terminal.screen.unknownSequences == [])
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
    }
  }

  /// What is drawn after a resize is what is drawn in a window of that size from the start.
  @Test(arguments: [Size(width: 120, height: 36), Size(width: 200, height: 60)])
  func growing(_ size: Size) throws {
    try Program.withTemporaryFolder { home in
      let fresh = try LabSession(["sandbox"], home: home, size: size)
      fresh.see("? help")
      fresh.settle()
      let lab = try LabSession.inSandbox(home: home)
      lab.terminal.resize(Size(width: 30, height: 10))
      lab.see("It has 30 x 10")
      lab.terminal.resize(size)
      lab.see("the screen of a fresh start") { $0.lines == fresh.terminal.screen.lines }
    }
  }

  @Test func aPromptSurvivesASmallWindow() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.press("w ctrl-u")
      lab.type("Zoe")
      lab.see("= Zoe")
      lab.terminal.resize(Size(width: 40, height: 8))
      lab.see("It has 40 x 8")
      // Nothing can be seen, so nothing is typed.
      lab.type("xyz\r")
      lab.terminal.resize(LabSession.small)
      lab.see("= Zoe")
      lab.press("enter")
      lab.see("write name = Zoe")
    }
  }
}
