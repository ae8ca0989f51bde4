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
      lab.see("R1")
      #expect(lab.terminal.output.allSatisfy { $0 < 0x80 })
      #expect(lab.terminal.screen.unknownSequences == [])
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

  /// A terminal that cannot show a full screen is talked to line by line, and told why.
  @Test(arguments: [
    ("dumb", "cannot move its cursor"), ("no-such-terminal", "no terminfo entry"),
    ("", "TERM is not set"),
  ])
  func anUnusableTerminal(_ term: String, _ reason: String) throws {
    try Program.withTemporaryFolder { home in
      for (arguments, seen) in [
        ([], "Type 1 to"), (["learn", "SR1"], "Type next"), (["sandbox"], "? lists"),
      ] {
        let lab = try LabSession(arguments, home: home, extra: ["TERM": term])
        lab.see(seen)
        lab.see("the prompt") { $0.lines.contains { $0.hasPrefix("> ") || $0 == ">" } }
        let text = String(decoding: lab.terminal.output, as: UTF8.self)
        #expect(text.hasPrefix("Plain mode: ") && text.contains(reason), "\(text)")
        #expect(!text.contains("\u{1B}"))
        lab.type("exit\r")
        #expect(lab.terminal.waitForStatus() == .exited(0))
        #expect(lab.terminal.leftovers == [])
      }
    }
  }

  /// Neither input nor output is a terminal: the input ends at once, and so does the program.
  @Test func noTerminalAtAll() throws {
    for arguments in [[], ["learn", "SR1"], ["sandbox"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("Plain mode: "))
      #expect(outcome.output.hasSuffix("> \n"))
    }
  }

  @Test func plainModeOnATerminal() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(["sandbox", "--plain"], home: home)
      lab.see("? lists all.")
      lab.type("c1 write name = Carl\r")
      lab.see("t=0: c1 asks to write name = Carl")
      #expect(!lab.terminal.output.contains(0x1B))
      // The end of the input, as it is typed.
      lab.type("\u{4}")
      #expect(lab.terminal.waitForStatus() == .exited(0))
      lab.see("This is lost: 1 action of yours")
      #expect(lab.terminal.leftovers == [])
    }
  }
}
