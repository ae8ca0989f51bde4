import Foundation
import TerminalTesting
import Testing

/// What nobody means to type.
@Suite struct HostileInputTests {
  private static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

  @Test func aPasteBeyondAllMeasureIsCutOffAndNeverArrivesAsKeys() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.press(":")
      lab.see("Tab completes")
      // More than a paste may hold; as keys it would crash a node over and over.
      lab.type(Self.paste(String(repeating: "a", count: 1 << 20) + "\u{1B}:crash R1\rk\r"))
      lab.see("aaaaaaaa")
      lab.press("backspace esc")
      lab.see("the palette gone") { !$0.contains("Tab completes") }
      lab.press("?")
      lab.see("What you can do here")
      lab.press("esc")
      lab.see("the help gone") { !$0.contains("What you can do here") }
      #expect(!lab.terminal.screen.contains("✗ down"))
      lab.leaveSandbox()
    }
  }

  @Test func pastedSequencesAreShownNotSent() throws {
    try Program.withTemporaryFolder { home in
      let evil = "\u{1B}]0;owned\u{7}\u{1B}[31mred\u{9B}32m\u{202E}back"
      for keys in [":", "?", "/", "w down down"] {
        let lab = try LabSession.inSandbox(home: home)
        lab.press(keys)
        lab.settle()
        let start = lab.terminal.output.count
        lab.type(Self.paste(evil))
        lab.settle()
        let output = String(decoding: lab.terminal.output[start...], as: UTF8.self)
        #expect(!output.contains("\u{1B}]0") && !output.contains("\u{7}"), "after \(keys)")
        #expect(!output.contains("\u{9B}") && !output.contains("\u{202E}"), "after \(keys)")
        #expect(lab.terminal.status() == .running)
      }
    }
  }

  @Test(arguments: [1, 2, 3]) func garbageNeverStopsIt(_ seed: UInt64) throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      var state = seed
      // Without the bytes that a terminal turns into signals or into silence, and without q.
      let special: [UInt8] = [0x03, 0x11, 0x13, 0x1A, 0x1C, 0x71]
      for _ in 0..<40 {
        let bytes = (0..<50).map { _ -> UInt8 in
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return UInt8(truncatingIfNeeded: state >> 33)
        }
        lab.terminal.send(bytes: bytes.filter { !special.contains($0) })
        lab.terminal.pump(milliseconds: 5)
      }
      lab.settle()
      #expect(lab.terminal.status() == .running)
      lab.terminal.signal(SIGTERM)
      #expect(lab.terminal.waitForStatus() == .killed(signal: Int(SIGTERM)))
      #expect(lab.terminal.leftovers == [])
    }
  }

  @Test func namesAndContentsOfSavedRunsAreData() throws {
    try Program.withTemporaryFolder { home in
      let runs = SandboxByKeysTests.runs(home)
      try FileManager.default.createDirectory(at: runs, withIntermediateDirectories: true)
      let file = runs.appendingPathComponent("evil\u{1B}]0;owned\u{7}.run")
      try "saved run format 1\nengine \u{1B}]0;owned\u{7}\n".write(
        to: file, atomically: true, encoding: .utf8)
      let lab = try LabSession.onHome(home: home)
      lab.press("end")
      lab.see("evil<U+1B>]0;owned<U+7>")
      lab.press("enter")
      lab.see("cannot be opened")
      let output = String(decoding: lab.terminal.output, as: UTF8.self)
      #expect(!output.contains("\u{1B}]0") && !output.contains("\u{7}"))
      lab.leave()
      let outcome = try Program.run(["run", file.path])
      #expect(outcome.status == 65)
      #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
  }

  /// A run that somebody brought along under a name of their own.
  @Test func aSavedRunWithAnyNameIsOpened() throws {
    try Program.withTemporaryFolder { home in
      let runs = SandboxByKeysTests.runs(home)
      let file = runs.appendingPathComponent("My Monday.run")
      #expect(try Program.run(["run", "SR1", "--round", "1", "--save", file.path]).status == 0)
      let lab = try LabSession.onHome(home: home)
      lab.press("end")
      lab.see("My Monday")
      lab.press("enter")
      lab.see("replays to the same digest")
      lab.leaveSandbox()
    }
  }
}
