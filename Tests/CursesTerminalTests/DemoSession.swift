import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// Starts the demo program on a pseudo-terminal.
enum DemoSession {
  static let size = Size(width: 100, height: 30)

  static func start(
    _ arguments: [String] = [], term: String = "xterm-256color", size: Size = size,
    extra: [String: String] = [:]
  ) throws -> PseudoTerminal {
    var environment = [
      "TERM": term, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
      "SWIFT_BACKTRACE": "interactive=no,enable=no",
    ]
    environment.merge(extra) { $1 }
    return try PseudoTerminal(
      program: program, arguments: arguments, environment: environment, size: size)
  }

  /// Starts a shell with job control, from which the demo can be started and suspended.
  static func startShell() throws -> PseudoTerminal {
    let environment = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "PS1": "ready$ ",
      "SWIFT_BACKTRACE": "interactive=no,enable=no", "INPUTRC": "/dev/null",
    ]
    return try PseudoTerminal(
      program: "/bin/bash", arguments: ["--norc", "--noprofile", "--noediting", "-i"],
      environment: environment, size: size)
  }

  /// The demo stands next to the test bundle.
  static var program: String {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0])
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent("TerminalDemo")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate.path }
    }
    return "TerminalDemo"
  }

  /// Checks that the terminal is as a shell needs it.
  static func expectRestored(
    _ terminal: PseudoTerminal, location: SourceLocation = #_sourceLocation
  ) {
    #expect(terminal.leftovers == [], sourceLocation: location)
    #expect(terminal.screen.contains("kept standard error"), sourceLocation: location)
  }
}
