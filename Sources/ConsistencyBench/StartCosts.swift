import CellGraphics
import TerminalTesting

/// How long the program takes from its start to the first frame, on a real pseudo-terminal.
struct StartCosts {
  private let program: String
  private var firstFrame = Samples()

  init(program: String) { self.program = program }

  mutating func measure(times: Int) {
    for _ in 0..<times {
      let (duration, started) = timed { start() }
      if started { firstFrame.add(duration) }
    }
  }

  /// Starts the program and waits for the title of Home.
  private func start() -> Bool {
    let environment = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin",
    ]
    guard
      let terminal = try? PseudoTerminal(
        program: program, arguments: [], environment: environment,
        size: Size(width: 120, height: 36))
    else { return false }
    defer { terminal.hangUp() }
    return terminal.wait { $0.contains("Consistency Lab") }
  }

  func print() {
    guard firstFrame.maximum > 0 else {
      Swift.print("\nstart-up: \(program) does not start; build it first")
      return
    }
    Swift.print("\nfrom the start of the process to the first frame")
    Table.print(
      header: ["", "median ms", "max ms", "aim ms"],
      rows: [
        [
          "Home at 120x36", Table.number(firstFrame.median / 1_000_000, digits: 1),
          Table.number(firstFrame.maximum / 1_000_000, digits: 1), "60",
        ]
      ])
  }
}
