import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// Explaining on a real terminal: the chain, the way to its events, and the same without a screen.
@Suite struct ExplainByKeysTests {
  @Test(arguments: [LabSession.small, Size(width: 120, height: 36)])
  func fromAViolationToTheMessageThatWasLate(_ size: Size) throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession(["sandbox", Self.lesson], home: home, size: size)
      lab.see("Replicas")
      lab.press("e")
      lab.see("nothing is marked yet")
      lab.command("to 250")
      lab.see("t=250 ms")
      lab.command("panel guarantees")
      lab.press("e")
      lab.see("misses its own write")
      lab.see("P sent R3 the copy, append lsn 2")
      lab.press("enter")
      lab.see("REWOUND")
      lab.see("t=101 ms")
      lab.press("e")
      lab.see("misses its own write")
      lab.press("end enter")
      lab.see("has not happened yet")
      lab.press("esc")
      lab.see("the box gone") { !$0.contains("misses its own write") }
      lab.press("end")
      lab.see("PAUSED")
      lab.command("explain R3 name")
      lab.see("Why name at R3 is stale")
      lab.press("esc")
      lab.see("the box gone") { !$0.contains("Why name at R3") }
      lab.command("explain nobody")
      lab.see("expected a client and an instant")
      lab.press("esc")
      lab.see("the palette gone") { !$0.contains("Tab completes") }
      lab.press("q")
      lab.see("Consistency Lab")
      lab.leave()
    }
  }

  @Test func inWordsWithoutAScreen() throws {
    let script = "to 250\nexplain R3 name\nexplain c1 200\nquit\n"
    let result = try Program.run(["sandbox", Self.lesson], input: script)
    #expect(result.status == 0)
    let words = result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("Why name at R3 is stale."))
    #expect(words.contains("it takes 400 ms, until 501. This decided it."))
    #expect(words.contains("misses its own write"))
    #expect(!words.contains("\u{1B}") && !words.contains("│"))
  }

  private static let lesson = Program.root.appendingPathComponent(
    "Lessons/stale-reads/01-the-value-that-was-there.yaml"
  ).path
}
