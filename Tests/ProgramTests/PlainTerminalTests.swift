import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// Terminals and settings that can do less, or nothing.
@Suite struct PlainTerminalTests {
  /// The parameters that set colours, in every sequence that sets attributes.
  private static func colors(_ output: [UInt8]) -> [Int] {
    let text = String(decoding: output, as: UTF8.self)
    var found: [Int] = []
    for part in text.components(separatedBy: "\u{1B}[").dropFirst() {
      let digits = part.prefix { $0.isNumber || $0 == ";" }
      guard part.dropFirst(digits.count).first == "m" else { continue }
      found += digits.split(separator: ";").compactMap { Int($0) }
    }
    return found.filter { (30...49).contains($0) || (90...107).contains($0) }
  }

  private static func walk(_ lab: LabSession) {
    lab.see("Replicas")
    lab.press("right right right right tab tab")
    lab.command("crash R1")
    lab.see(" down ")
    lab.press("?")
    lab.settle()
    lab.press("esc")
    lab.settle()
  }

  @Test func colorsAreThereUnlessRefused() throws {
    try Program.withTemporaryFolder { home in
      let colored = try LabSession.inSandbox(home: home)
      Self.walk(colored)
      #expect(!Self.colors(colored.terminal.output).isEmpty)
      for (arguments, extra) in [
        (["--no-color"], [:]), ([], ["NO_COLOR": "1"]), ([], ["TERM": "vt100"]),
      ] {
        let plain = try LabSession.inSandbox(home: home, arguments, extra: extra)
        Self.walk(plain)
        let seen = Self.colors(plain.terminal.output)
        #expect(seen.isEmpty, "\(arguments) \(extra): \(seen)")
      }
    }
  }

  @Test func anEmptyNoColorRefusesNothing() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home, extra: ["NO_COLOR": ""])
      #expect(!Self.colors(lab.terminal.output).isEmpty)
    }
  }

  @Test(
    arguments: [
      (["--ascii"], [:]), ([], ["LANG": "C"]), ([], ["LC_ALL": "POSIX"]),
      (["--ascii"], ["TERM": "vt100"]),
    ] as [([String], [String: String])])
  func onlyASCII(_ arguments: [String], _ extra: [String: String]) throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home, arguments, extra: extra)
      Self.walk(lab)
      #expect(lab.terminal.output.allSatisfy { $0 < 0x80 })
      #expect(lab.terminal.screen.unknownSequences == [])
      #expect(lab.terminal.screen.contains("R1"))
    }
  }

  /// Every text of the lesson and of Home can be shown without other characters.
  @Test func theLessonInASCII() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(home: home, extra: ["LANG": "C"])
      lab.see("Consistency Lab")
      lab.press("enter")
      for step in LessonByKeysTests.firstRound {
        lab.see(step.sees)
        lab.press(step.keys)
      }
      lab.see("What would it cost?")
      #expect(lab.terminal.output.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(arguments: [
    ("dumb", "cannot move its cursor"), ("no-such-terminal", "no terminfo entry"),
    ("", "TERM is not set"),
  ])
  func anUnusableTerminal(_ term: String, _ reason: String) throws {
    try Program.withTemporaryFolder { home in
      for arguments in [[], ["learn", "SR1"], ["sandbox"]] {
        let lab = try LabSession(arguments, home: home, extra: ["TERM": term])
        #expect(lab.terminal.waitForStatus() == .exited(69))
        let text = lab.terminal.screen.lines.joined()
        #expect(text.hasPrefix("conlab: ") && text.contains(reason), "\(text)")
        #expect(lab.terminal.leftovers == [])
      }
    }
  }

  @Test func noTerminalAtAll() throws {
    for arguments in [[], ["learn", "SR1"], ["sandbox"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 69 && outcome.output.isEmpty)
      #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
      #expect(outcome.errors.contains("terminal"))
    }
  }
}
