import CellGraphics
import Foundation
import Glibc
import TerminalTesting
import Testing

@testable import CursesTerminal

/// The demo program on a real pseudo-terminal.
@Suite(.serialized) struct TerminalTests {
  @Test func drawsAndAnswersKeys() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("Demo 100x30") && $0.contains("q quit") })
    #expect(terminal.screen.isAlternateScreen)
    #expect(!terminal.echoes && !terminal.isCanonical)
    #expect(terminal.wait { $0.contains("e\u{301} 漢字 🙂 ␛[31m") })
    #expect(terminal.wait { $0.contains("✓ up") && $0.contains("▁▂▂▃▄▅▆▇█") })
    terminal.send("\u{1B}[B\u{1B}OBé\u{1B}")
    #expect(terminal.wait { $0.contains("3 key é") && $0.contains("4 key esc") })
    #expect(terminal.wait { $0.cursor == Point(x: 1, y: 5) && $0.cursorVisible })
    terminal.send("\u{1B}[200~two\rlines\u{1B}[201~\u{1B}[<0;5;6M")
    #expect(terminal.wait { $0.contains("5 paste 9") && $0.contains("> étwo lines") })
    #expect(terminal.wait { $0.contains("6 mouse 4,5") })
    #expect(!terminal.screen.contains("kept standard error"))
    terminal.send("q")
    #expect(terminal.waitForStatus() == .exited(0))
    #expect(terminal.screen.contains("bye"))
    DemoSession.expectRestored(terminal)
  }

  @Test func colorsAreSemanticAndOptional() throws {
    let colored = try DemoSession.start()
    #expect(colored.wait { $0.contains("✓ up") })
    #expect(foregrounds(colored.screen).contains(33))
    #expect(backgrounds(colored.screen).isEmpty)
    for (arguments, extra) in [(["--no-color"], [:]), ([], ["NO_COLOR": "1"])] {
      let plain = try DemoSession.start(arguments, extra: extra)
      #expect(plain.wait { $0.contains("✓ up") })
      #expect(foregrounds(plain.screen).isEmpty)
      #expect(backgrounds(plain.screen).isEmpty)
    }
    let eight = try DemoSession.start(term: "xterm")
    #expect(eight.wait { $0.contains("✓ up") })
    #expect(foregrounds(eight.screen).allSatisfy { $0 < 8 })
  }

  @Test(arguments: ["vt100", "linux", "screen-256color", "tmux-256color", "rxvt"])
  func otherTerminals(_ term: String) throws {
    let terminal = try DemoSession.start(term: term)
    #expect(terminal.wait { $0.contains("Demo 100x30") && $0.contains("q quit") })
    terminal.resize(Size(width: 80, height: 24))
    #expect(terminal.wait { $0.contains("Demo 80x24") && $0.contains("resized 80x24") })
    terminal.send("\u{1B}[Aq")
    #expect(terminal.waitForStatus() == .exited(0))
    #expect(terminal.echoes && terminal.isCanonical)
  }

  @Test func asciiByOptionAndByLocale() throws {
    for (arguments, locale) in [(["--ascii"], "C.UTF-8"), ([], "C")] {
      let terminal = try DemoSession.start(arguments, extra: ["LANG": locale])
      #expect(terminal.wait { $0.contains("v up") && $0.contains("q quit") })
      #expect(terminal.wait { $0.contains("e ???? ?? ^[31m") })
      #expect(terminal.output.allSatisfy { $0 < 0x80 })
    }
    let missing = try DemoSession.start(extra: ["LANG": "xx_YY.UTF-8"])
    #expect(missing.wait { $0.contains("✓ up") })
  }

  @Test(arguments: [
    ("dumb", "cannot move its cursor"), ("no-such-terminal", "no terminfo entry"),
    ("", "TERM is not set"),
  ])
  func unusableTerminals(_ term: String, _ reason: String) throws {
    let terminal = try DemoSession.start(term: term)
    #expect(terminal.waitForStatus() == .exited(3))
    #expect(terminal.screen.text.contains(reason))
    #expect(terminal.echoes && terminal.isCanonical)
  }

  @Test func resizeStormsAndTinyWindows() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("Demo 100x30") })
    for step in 0..<200 {
      terminal.resize(Size(width: 1 + step * 7 % 180, height: 1 + step * 3 % 60))
    }
    terminal.resize(Size(width: 20, height: 5))
    #expect(terminal.wait { $0.contains("It has 20 x 5") })
    terminal.resize(Size(width: 120, height: 36))
    #expect(terminal.wait { $0.contains("Demo 120x36") && $0.contains("q quit") })
    #expect(terminal.wait { $0.lines[34].hasPrefix("└") })
    #expect(terminal.screen.unknownSequences.isEmpty)
    terminal.send("q")
    #expect(terminal.waitForStatus() == .exited(0))
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
  func terminationSignals(_ number: Int32) throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.signal(number)
    #expect(terminal.waitForStatus() == .killed(signal: Int(number)))
    DemoSession.expectRestored(terminal)
  }

  @Test func controlCArrivesAsASignal() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.send("\u{3}")
    #expect(terminal.waitForStatus() == .killed(signal: Int(SIGINT)))
    DemoSession.expectRestored(terminal)
  }

  @Test(arguments: Array("FSNOAIBPT"))
  func crashes(_ key: Character) throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.send(String(key))
    guard case .killed = terminal.waitForStatus() else {
      Issue.record("the demo did not crash on \(key): \(terminal.status())")
      return
    }
    DemoSession.expectRestored(terminal)
    if key == "F" { #expect(terminal.screen.text.contains("demo fatal error")) }
  }

  @Test func exitRestores() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.send("X")
    #expect(terminal.waitForStatus() == .exited(7))
    DemoSession.expectRestored(terminal)
  }

  @Test func aHangingProgramCanBeInterrupted() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.send("L")
    for _ in 0..<40 where terminal.status() == .running {
      terminal.send("\u{3}")
      terminal.pump(milliseconds: 20)
    }
    #expect(terminal.waitForStatus() == .killed(signal: Int(SIGINT)))
    DemoSession.expectRestored(terminal)
  }

  @Test func aTerminalThatDoesNotReadSkipsFramesAndCannotKeepTheProcess() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    for step in 0..<120 {
      terminal.resize(Size(width: 100 + step % 7, height: 30 + step % 5))
      usleep(3000)
    }
    #expect(terminal.status() == .running)
    for _ in 0..<3 {
      terminal.signal(SIGTERM)
      usleep(100_000)
    }
    var left = 400
    while !PseudoTerminal.hasEnded(terminal.status()), left > 0 {
      usleep(10_000)
      left -= 1
    }
    #expect(terminal.status() == .killed(signal: Int(SIGTERM)))
  }

  @Test func aSlowTerminalCatchesUp() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    for step in 0..<60 {
      terminal.resize(Size(width: 100 + step % 7, height: 30 + step % 5))
      usleep(3000)
    }
    terminal.resize(Size(width: 110, height: 32))
    #expect(terminal.wait { $0.contains("Demo 110x32") && $0.contains("resized 110x32") })
    terminal.send("q")
    #expect(terminal.waitForStatus() == .exited(0))
    DemoSession.expectRestored(terminal)
  }

  @Test func aClosedTerminalEndsTheProcess() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.hangUp()
    guard case .killed(let signal) = terminal.waitForStatus() else {
      Issue.record("the demo outlived its terminal")
      return
    }
    #expect(signal == Int(SIGHUP))
  }

  @Test func stoppedFromOutsideAndContinued() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    terminal.signal(SIGSTOP)
    #expect(terminal.waitForStatus { $0 == .stopped } == .stopped)
    terminal.resume()
    #expect(terminal.wait { $0.contains("1 resumed") })
    // The demo leads a session of its own, where Ctrl-Z has no shell to return to and is ignored.
    terminal.send("\u{1A}")
    #expect(terminal.wait { $0.contains("3 resumed") && $0.isAlternateScreen })
    #expect(!terminal.echoes && !terminal.isCanonical)
    terminal.send("q")
    #expect(terminal.waitForStatus() == .exited(0))
    DemoSession.expectRestored(terminal)
  }

  /// Ctrl-Z throws away the input before it, also when the demo has seen that there is some and has not
  /// read it yet. Without the shell it comes back at once, so each one can be counted.
  @Test func ctrlZRightAfterAKeyIsAnswered() throws {
    let terminal = try DemoSession.start()
    #expect(terminal.wait { $0.contains("q quit") })
    // A read that waits would sleep there; this is what keeps it from that, however the race goes.
    #expect(!terminal.readsWait)
    for round in 1...150 {
      let start = terminal.output.count
      terminal.send("x")
      usleep(UInt32(round * 7 % 50) * 10)
      terminal.send("\u{1A}")
      let isAnswered = terminal.waitForOutput("\u{1B}[?1049l", after: start)
      #expect(isAnswered, "Ctrl-Z \(round) was not answered")
      guard isAnswered else { break }
    }
    terminal.send("q")
    #expect(terminal.waitForStatus() == .exited(0))
    DemoSession.expectRestored(terminal)
  }

  @Test func suspendsIntoTheShellAndComesBack() throws {
    let terminal = try DemoSession.startShell()
    #expect(terminal.wait { $0.contains("ready$") })
    terminal.send("\(DemoSession.program)\n")
    #expect(terminal.wait { $0.isAlternateScreen && $0.contains("q quit") })
    for _ in 1...3 {
      let start = terminal.output.count
      terminal.send("\u{1A}")
      #expect(terminal.waitForOutput("Stopped", after: start))
      #expect(terminal.waitForOutput("ready$", after: start))
      #expect(terminal.leftovers == [])
      // The modes go before the screen does.
      let leaving = String(decoding: terminal.output[start...], as: UTF8.self)
      let screenGiven = leaving.range(of: "\u{1B}[?1049l")?.lowerBound ?? leaving.startIndex
      #expect(leaving[..<screenGiven].contains("\u{1B}[?2004l"))
      terminal.resize(Size(width: 90, height: 28))
      terminal.send("fg\n")
      #expect(terminal.wait { $0.isAlternateScreen && $0.contains("Demo 90x28") })
    }
    #expect(terminal.wait { $0.contains("resumed") })
    terminal.send("q")
    #expect(terminal.wait { !$0.isAlternateScreen && $0.contains("bye") })
    terminal.send("echo back; exit 5\n")
    #expect(terminal.waitForStatus() == .exited(5))
  }

  private func foregrounds(_ screen: VirtualScreen) -> [Int] {
    cells(screen).compactMap { $0.attributes.foreground }
  }

  private func backgrounds(_ screen: VirtualScreen) -> [Int] {
    cells(screen).compactMap { $0.attributes.background }
  }

  private func cells(_ screen: VirtualScreen) -> [ScreenCell] {
    (0..<screen.size.height).flatMap { y in (0..<screen.size.width).map { screen[$0, y] } }
  }
}
