import Foundation
import Laboratory
import TerminalTesting
import Testing

/// The sandbox by keys: writing, cutting, crashing, going back, and another future.
@Suite struct SandboxByKeysTests {
  @Test func fromAWriteToASavedRunAndBack() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.press("w")
      lab.see("Write a value")
      lab.press("ctrl-u")
      lab.type("Zoe")
      lab.see("= Zoe")
      lab.press("enter")
      lab.see("write name = Zoe")
      lab.press("right right right")
      lab.see("Zoe")
      lab.press("x")
      lab.see("runs  cut ")
      lab.press("enter")
      lab.see("cut off")
      lab.press("k")
      lab.see("Crash a node")
      lab.press("enter")
      lab.see("✗ down")
      lab.command("to 500")
      lab.see("t=500 ms")
      lab.see("main")

      lab.command("to 100")
      lab.see("REWOUND")
      lab.command("write nobody")
      lab.see("column")
      lab.press("esc")
      // What follows an escape at once belongs to it.
      lab.see("the palette gone") { !$0.contains("Tab completes") }
      lab.command("c1 write name = Moe")
      lab.see("main is kept")
      lab.see("branch-2")
      lab.press("B")
      lab.see("Branches of this run")
      lab.press("up")
      lab.press("enter")
      lab.see("You are on the branch main")
      lab.press("end")
      lab.see("✗ down")
      lab.see("t=500 ms")

      lab.press("S")
      lab.see("Saved as ")
      let saved = try FileManager.default.contentsOfDirectory(atPath: Self.runs(home).path)
      #expect(saved.count == 1 && saved[0].hasSuffix(".run"))
      let name = String(saved.first?.dropLast(4) ?? "")
      lab.press("q")
      lab.press("end")
      lab.see("Saved runs")
      lab.leave()

      let again = try LabSession.onHome(home: home)
      again.press("end")
      again.see("Saved runs")
      again.see(name)
      again.press("enter")
      again.see("replays to the same digest")
      again.see("t=500 ms")
      again.see("✗ down")
      again.see("Zoe")
      again.press("q")
      again.see("Consistency Lab")
      again.leave()
    }
  }

  /// Saving goes into the file of the run, unless another program has written it since.
  @Test func twoLabsOnOneFileLoseNothing() throws {
    try Program.withTemporaryFolder { home in
      let first = try LabSession.inSandbox(home: home)
      first.command("crash R1")
      first.press("S")
      first.see("Saved as three-replicas-1")
      let second = try LabSession.onHome(home: home)
      second.press("end")
      second.see("1 action of yours, to t=")
      second.press("enter")
      second.see("replays to the same digest")

      // Home's name is good for the command line.
      for command in ["replay", "run"] {
        let outcome = try Program.run([command, "three-replicas-1"], extra: ["HOME": home.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      first.command("crash R2")
      first.press("S")
      first.see("Saved again as three-replicas-1")
      #expect(try Self.actions(home) == ["three-replicas-1.run": 2])
      second.command("crash P")
      second.press("S")
      second.see("Saved as three-replicas-2 (three-replicas-1 was changed by")
      #expect(try Self.actions(home) == ["three-replicas-1.run": 2, "three-replicas-2.run": 2])
    }
  }

  /// How many actions each saved run holds.
  private static func actions(_ home: URL) throws -> [String: Int] {
    let files = try FileManager.default.contentsOfDirectory(
      at: runs(home), includingPropertiesForKeys: nil)
    return try Dictionary(
      uniqueKeysWithValues: files.map { file in
        let text = try String(contentsOf: file, encoding: .utf8)
        return (file.lastPathComponent, SavedRunOutline(reading: text)?.actions ?? -1)
      })
  }

  @Test func leavingAsksBeforeSomethingIsLost() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("crash R1")
      lab.see("✗ down")
      lab.press("q")
      lab.see("1 action of yours")
      lab.press("n")
      lab.see("Nothing was changed")
      lab.press("q")
      lab.see("1 action of yours")
      lab.press("y")
      lab.see("Consistency Lab")
      lab.leave()
      #expect(!FileManager.default.fileExists(atPath: Self.runs(home).path))
    }
  }

  @Test func timeRunsByItselfAndStops() throws {
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.inSandbox(home: home)
      lab.command("workload c1 every 20 reads 50% keys name")
      lab.see("workload")
      lab.press("space")
      lab.see("RUNNING")
      lab.see("time goes on") { !$0.contains("t=0 ms") }
      lab.press("space")
      lab.see("PAUSED")
      lab.settle()
      let before = lab.terminal.screen.text
      usleep(200_000)
      lab.settle()
      #expect(lab.terminal.screen.text == before)
    }
  }

  @Test func everyPresetOpens() throws {
    try Program.withTemporaryFolder { home in
      let help = try Program.run(["sandbox", "--help"]).output
      let list = help.split(separator: "\n").drop { !$0.hasPrefix("Presets: ") }.joined(
        separator: " ")
      let names = list.split(separator: ".")[0].dropFirst("Presets: ".count)
        .split(separator: ",").map { $0.filter { $0 != " " } }.prefix { !$0.contains("USAGE") }
      #expect(names.count >= 3)
      for name in names {
        let lab = try LabSession.inSandbox(home: home, [name])
        lab.press("right q")
        lab.see("Consistency Lab")
        lab.leave()
      }
    }
  }

  static func runs(_ home: URL) -> URL { home.appendingPathComponent(".local/share/conlab/runs") }
}
