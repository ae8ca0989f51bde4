import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// The lab on a pseudo-terminal, and somebody at its keys who reads the screen.
final class LabSession {
  let terminal: PseudoTerminal
  static let small = Size(width: 80, height: 24)

  init(
    _ arguments: [String] = [], home: URL, size: Size = small, extra: [String: String] = [:],
    without removed: [String] = [], isNewcomer: Bool = false
  ) throws {
    if !isNewcomer { Self.skipTour(home: home, extra) }
    var environment = Program.environment(home: home).merging(extra) { $1 }
    for name in removed { environment[name] = nil }
    terminal = try PseudoTerminal(
      program: Program.path, arguments: arguments, environment: environment, size: size)
  }

  /// Makes the person somebody who has seen the tour, as nearly everybody has.
  private static func skipTour(home: URL, _ extra: [String: String]) {
    let state =
      extra["CONLAB_STATE_DIR"].map { URL(fileURLWithPath: $0) }
      ?? extra["XDG_STATE_HOME"].map { URL(fileURLWithPath: $0).appendingPathComponent("conlab") }
      ?? home.appendingPathComponent(".local/state/conlab")
    let file = state.appendingPathComponent("interface.txt")
    guard !FileManager.default.fileExists(atPath: file.path) else { return }
    try? FileManager.default.createDirectory(at: state, withIntermediateDirectories: true)
    try? "tour seen\n".write(to: file, atomically: true, encoding: .utf8)
  }

  /// A shell with job control, from which the lab can be started and suspended.
  init(shellIn home: URL) throws {
    let environment = Program.environment(home: home).merging(["PS1": "ready$ "]) { $1 }
    terminal = try PseudoTerminal(
      program: "/bin/bash", arguments: ["--norc", "--noprofile", "--noediting", "-i"],
      environment: environment, size: Self.small)
  }

  private static let keys = [
    "enter": "\r", "esc": "\u{1B}", "tab": "\t", "space": " ", "up": "\u{1B}[A",
    "down": "\u{1B}[B", "right": "\u{1B}[C", "left": "\u{1B}[D", "home": "\u{1B}[H",
    "end": "\u{1B}[F", "ctrl-u": "\u{15}", "backspace": "\u{7F}", "ctrl-z": "\u{1A}",
    "ctrl-c": "\u{3}", "f2": "\u{1B}OQ", "f9": "\u{1B}[20~",
    "pgup": "\u{1B}[5~", "pgdn": "\u{1B}[6~", "backtab": "\u{1B}[Z",
  ]

  /// Presses keys, separated by spaces: a name or the character itself.
  func press(_ keys: String) {
    for key in keys.split(separator: " ") { terminal.send(Self.keys[String(key)] ?? String(key)) }
  }

  func type(_ text: String) { terminal.send(text) }

  /// Runs a command of the palette.
  func command(_ text: String) { terminal.send(":\(text)\r") }

  /// Waits until the screen shows a text.
  func see(
    _ text: String, milliseconds: Int = 8000, location: SourceLocation = #_sourceLocation
  ) {
    see("\"\(text)\"", milliseconds: milliseconds, location: location) { $0.contains(text) }
  }

  /// Waits until the screen is as expected; else the test fails and shows the screen.
  func see(
    _ what: String, milliseconds: Int = 8000, location: SourceLocation = #_sourceLocation,
    until condition: (VirtualScreen) -> Bool
  ) {
    guard !terminal.wait(milliseconds: milliseconds, until: condition) else { return }
    Issue.record("not seen: \(what)\n\(terminal.screen.text)", sourceLocation: location)
  }

  /// Waits until nothing more is drawn.
  func settle() { while terminal.pump(milliseconds: 80) {} }

  /// Leaves a screen that has nothing to lose, and the program from Home.
  func leave(location: SourceLocation = #_sourceLocation) {
    press("q")
    #expect(terminal.waitForStatus() == .exited(0), sourceLocation: location)
    #expect(terminal.leftovers == [], sourceLocation: location)
  }

  /// Leaves a run with nothing to lose, and then the program.
  func leaveSandbox(location: SourceLocation = #_sourceLocation) {
    press("q")
    see("Consistency Lab", location: location)
    leave(location: location)
  }

  static func onHome(home: URL, _ arguments: [String] = []) throws -> LabSession {
    let lab = try LabSession(arguments, home: home)
    lab.see("Consistency Lab")
    return lab
  }

  static func inSandbox(
    home: URL, _ arguments: [String] = [], extra: [String: String] = [:]
  ) throws -> LabSession {
    let lab = try LabSession(["sandbox"] + arguments, home: home, extra: extra)
    lab.see("Replicas")
    lab.see("? help")
    return lab
  }
}
