import Foundation
import TerminalTesting
import Testing

/// The mouse as a terminal reports it, and the lab shown to others.
@Suite struct MouseByTerminalTests {
  /// Presses and releases the left button where a text stands.
  private func click(_ text: String, _ lab: LabSession) {
    lab.see(text)
    for (y, line) in lab.terminal.screen.lines.enumerated() {
      guard let range = line.range(of: text) else { continue }
      let x = line.distance(from: line.startIndex, to: range.lowerBound)
      lab.type("\u{1B}[<0;\(x + 1);\(y + 1)M\u{1B}[<0;\(x + 1);\(y + 1)m")
      return
    }
  }

  @Test func clicksThroughTheSandbox() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      click("cut  ", lab)
      lab.see("runs  cut ")
      click("Enter run", lab)
      lab.see("everybody else  cut")
      click(" Sessions", lab)
      lab.see(" Sessions ─")
      lab.command("mouse off")
      lab.see("the terminal's own again")
      lab.command("undo")
      lab.see("Taken back")
      lab.leaveSandbox()
    }
  }

  /// A lecture leaves no trace: no progress, no run.
  @Test func presentingWritesNothing() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(["learn", "SR1", "--readonly"], home: home)
      lab.see("read-only")
      lab.press("n")
      lab.press("S")
      lab.see("nothing is written")
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
      var files: [String] = []
      if let all = FileManager.default.enumerator(atPath: home.path) {
        for case let file as String in all where file.contains(".") { files.append(file) }
      }
      let written = files.filter { $0.hasSuffix(".run") || $0.contains("progress") }
      #expect(written == [])
    }
  }
}
