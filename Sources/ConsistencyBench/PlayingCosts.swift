import CellGraphics
import Foundation
import Laboratory
import TerminalTesting

/// What the program costs while it plays on a real pseudo-terminal, with nine nodes and fifty clients:
/// its share of a core at sixty frames a second, and the bytes that it writes.
struct PlayingCosts {
  private struct Case {
    let size: Size
    var seconds = 0.0
    var processor = 0.0
    var bytesPlaying = 0
    var bytesPerStep = Samples()
  }

  private let program: String
  private var cases: [Case] = []

  init(program: String) { self.program = program }

  mutating func measure(seconds: Int) {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("conlab-bench-\(UUID().uuidString).scenario")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = ScenarioText(of: BenchWorld.scenario(servers: 9)).text
    guard (try? Data(text.utf8).write(to: file)) != nil else { return }
    for size in [Size(width: 120, height: 36), Size(width: 200, height: 60)] {
      if let found = measured(file.path, size, seconds: seconds) { cases.append(found) }
    }
  }

  private func measured(_ file: String, _ size: Size, seconds: Int) -> Case? {
    let environment = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "PATH": "/usr/bin:/bin",
    ]
    guard
      let terminal = try? PseudoTerminal(
        program: program, arguments: ["sandbox", file], environment: environment, size: size)
    else { return nil }
    defer { terminal.hangUp() }
    guard terminal.wait(until: { $0.contains("PAUSED") }) else { return nil }
    var result = Case(size: size)
    // A hundred single steps, each drawn by itself.
    for _ in 0..<100 {
      let before = terminal.output.count
      terminal.send("\u{1B}[C")
      while terminal.pump(milliseconds: 30) {}
      result.bytesPerStep.add(.nanoseconds(terminal.output.count - before))
    }
    terminal.send(" ")
    guard terminal.wait(until: { $0.contains("RUNNING") }) else { return nil }
    let (bytes, processor) = (terminal.output.count, processorSeconds(terminal.processID))
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(seconds) { terminal.pump(milliseconds: 5) }
    let (whole, rest) = (ContinuousClock.now - start).components
    result.seconds = Double(whole) + Double(rest) / 1e18
    result.bytesPlaying = terminal.output.count - bytes
    result.processor = processorSeconds(terminal.processID) - processor
    return result
  }

  /// User and system time of a process, from the kernel's table.
  private func processorSeconds(_ process: pid_t) -> Double {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let end = text.lastIndex(of: ")")
    else { return 0 }
    let fields = text[end...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      return 0
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  func print() {
    guard !cases.isEmpty else { return }
    Swift.print("\nplaying at sixty frames a second, 9 nodes and 50 clients, on a pseudo-terminal")
    Table.print(
      header: ["", "share of a core %", "bytes a frame, playing", "bytes a step, median", "max"],
      rows: cases.map { one in
        [
          "\(one.size.width)x\(one.size.height)",
          Table.number(100 * one.processor / max(one.seconds, 0.001), digits: 0),
          Table.number(Double(one.bytesPlaying) / max(one.seconds * 60, 1), digits: 0),
          Table.number(one.bytesPerStep.median, digits: 0),
          Table.number(one.bytesPerStep.maximum, digits: 0),
        ]
      })
  }
}
