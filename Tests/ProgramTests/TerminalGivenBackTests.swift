import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// Whatever ends the lab, the terminal is as it was.
@Suite struct TerminalGivenBackTests {
  @Test(arguments: [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGILL, SIGABRT, SIGBUS, SIGUSR1, SIGUSR2, SIGALRM,
    SIGVTALRM, SIGPROF, SIGIO, SIGXCPU, SIGPWR,
  ])
  func killed(_ number: Int32) throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      #expect(lab.terminal.screen.isAlternateScreen && !lab.terminal.echoes)
      lab.terminal.signal(number)
      #expect(lab.terminal.waitForStatus() == .killed(signal: Int(number)))
      #expect(lab.terminal.leftovers == [])
    }
  }

  @Test func interruptedFromTheKeyboardWhileItPlays() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("workload c1 every 20 reads 50% keys name")
      lab.press("space")
      lab.see("RUNNING")
      lab.press("ctrl-c")
      #expect(lab.terminal.waitForStatus() == .killed(signal: Int(SIGINT)))
      #expect(lab.terminal.leftovers == [])
    }
  }

  /// A write that fails says so by itself; the signals of it end nothing.
  @Test func signalsOfFailedWritesEndNothing() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      for number in [SIGPIPE, SIGXFSZ] { lab.terminal.signal(number) }
      lab.press("?")
      lab.see("What you can do here")
      lab.press("esc")
      lab.see("the list gone") { !$0.contains("What you can do here") }
      lab.leaveSandbox()
    }
  }

  /// Nobody can be asked any more, so the run is kept.
  @Test(arguments: ["ctrl-c", "hang-up", "SIGTERM"])
  func anUnsavedRunIsKept(_ end: String) throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("c1 write name = Zoe")
      lab.command("to 50")
      lab.see("t=50 ms")
      switch end {
      case "ctrl-c": lab.press("ctrl-c")
      case "SIGTERM": lab.terminal.signal(SIGTERM)
      default: lab.terminal.hangUp()
      }
      #expect(PseudoTerminal.hasEnded(lab.terminal.waitForStatus()))
      let saved = try FileManager.default.contentsOfDirectory(
        atPath: SandboxByKeysTests.runs(home).path)
      #expect(saved == ["unsaved.run"])

      let again = try LabSession.onHome(home: home)
      again.press("end")
      again.see("unsaved")
      again.press("enter")
      again.see("replays to the same digest")
      again.see("Zoe")
      again.press("q")
      again.see("Consistency Lab")
      again.leave()
    }
  }

  /// What a file holds already is not kept once more.
  @Test func aSavedRunIsNotKeptTwice() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("c1 write name = Zoe")
      lab.command("to 50")
      lab.see("t=50 ms")
      lab.press("S")
      lab.see("Saved as ")
      lab.press("ctrl-c")
      #expect(lab.terminal.waitForStatus() == .killed(signal: Int(SIGINT)))
      let saved = try FileManager.default.contentsOfDirectory(
        atPath: SandboxByKeysTests.runs(home).path)
      #expect(saved.count == 1 && saved != ["unsaved.run"])
    }
  }

  @Test func aHangUpEndsItWithinASecond() throws {
    try Program.withTemporaryFolder { home in
      for keys in ["", "w", ":", "space"] {
        let lab = try LabSession.inSandbox(home: home)
        lab.press(keys)
        lab.settle()
        lab.terminal.hangUp()
        let status = lab.terminal.waitForStatus(milliseconds: 1000)
        #expect(PseudoTerminal.hasEnded(status), "after \(keys): \(status)")
      }
    }
  }

  @Test func suspendedIntoTheShellAndBack() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(shellIn: home)
      lab.see("ready$")
      lab.type("\(Program.path) sandbox\n")
      lab.see("? help")
      lab.press("right right")
      for size in [Size(width: 100, height: 30), Size(width: 80, height: 24)] {
        let start = lab.terminal.output.count
        lab.press("ctrl-z")
        #expect(lab.terminal.waitForOutput("Stopped", after: start))
        #expect(lab.terminal.waitForOutput("ready$", after: start))
        #expect(lab.terminal.leftovers == [])
        lab.terminal.resize(size)
        lab.type("clear; fg\n")
        lab.see("the lab again") {
          $0.isAlternateScreen && $0.contains("? help") && $0.contains("Replicas")
            && $0.lines.last?.contains("? help") == true
        }
      }
      lab.press("q")
      lab.see("Consistency Lab")
      lab.press("q")
      lab.see("the shell") { !$0.isAlternateScreen }
      lab.type("echo left $?; exit 5\n")
      lab.see("left 0")
      #expect(lab.terminal.waitForStatus() == .exited(5))
    }
  }
}
