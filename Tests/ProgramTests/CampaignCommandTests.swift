import CellGraphics
import Foundation
import TerminalTesting
import Testing

/// `conlab campaign` as other programs and people see it.
@Suite struct CampaignCommandTests {
  private static func campaign(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(["campaign"] + arguments)
  }

  private static func report(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try campaign(arguments + ["--format", "json"])
    let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(any as? [String: Any], "\(outcome.errors)")
  }

  @Test func theNumberOfThreadsChangesNoByte() throws {
    try Program.withTemporaryFolder { folder in
      func run(_ jobs: Int, _ options: [String]) throws -> (Program.Outcome, Data) {
        let file = folder.appendingPathComponent("\(UUID().uuidString).campaign")
        let outcome = try Self.campaign(
          ["three-replicas", "--seeds", "5..44", "--jobs", "\(jobs)", "--out", file.path] + options)
        return (outcome, try Data(contentsOf: file))
      }
      for options in [[], ["--stop-at-first"], ["--check", "convergence"]] {
        let (one, first) = try run(1, options)
        let (two, second) = try run(2, options)
        #expect(one.output == two.output && first == second && !first.isEmpty)
        #expect(one.status == two.status && one.errors.isEmpty)
        #expect(one.status == (options.first == "--check" ? 0 : 1), "\(one.output)")
      }
    }
  }

  @Test func shardsMergeToTheWhole() throws {
    try Program.withTemporaryFolder { folder in
      func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
      func run(_ name: String, _ options: [String]) throws {
        let outcome = try Self.campaign(
          ["lossy-network", "--seeds", "1..31", "--out", file(name)] + options)
        #expect(outcome.status == 1, "\(outcome.errors)")
      }
      try run("whole", [])
      for part in 1...3 { try run("part-\(part)", ["--shard", "\(part)/3"]) }
      let merged = try Self.campaign(
        ["merge", file("part-3"), file("part-1"), file("part-2"), "--out", file("merged")])
      #expect(merged.status == 1, "\(merged.errors)")
      let contents = try ["whole", "merged"].map {
        try Data(contentsOf: URL(fileURLWithPath: file($0)))
      }
      #expect(contents[0] == contents[1])
      // Alone, a part is what it is; with the whole it overlaps.
      #expect(try Self.campaign(["merge", file("part-1")]).status == 1)
      let overlap = try Self.campaign(["merge", file("whole"), file("part-2")])
      #expect(overlap.status == 65 && overlap.errors.contains("both have run seed"))
      try run("other", ["--set", "apply-time=3", "--shard", "1/3"])
      let other = try Self.campaign(["merge", file("other"), file("part-2")])
      #expect(other.status == 65 && other.errors.contains("the knob apply-time"), "\(other.errors)")
    }
  }

  /// What does not decide may be violated, so the last line names what holds.
  @Test func whatHoldsIsNamed() throws {
    let one = try Self.campaign(
      ["failover-async", "--seeds", "6..6", "--check", "convergence"])
    #expect(one.status == 0 && one.output.contains("violated no stale read"), "\(one.output)")
    #expect(one.output.contains("Holds on every run: convergence."))
  }

  @Test func aLostShardIsMissed() throws {
    try Program.withTemporaryFolder { folder in
      func file(_ part: Int) -> String { folder.appendingPathComponent("s\(part)").path }
      for part in 1...3 {
        let outcome = try Self.campaign(
          ["single-node", "--seeds", "1..9", "--shard", "\(part)/3", "--out", file(part)])
        #expect(outcome.status == 0 && outcome.output.contains("a part of 1 to 9"))
      }
      let lost = try Self.campaign(["merge", file(1), file(3)])
      #expect(lost.status == 2, "\(lost.output)\(lost.errors)")
      #expect(lost.output.contains("seeds 4 to 6 are missing (3 of 9 were not run)"))
      let report = try Self.report(["merge", file(3), file(1)])
      #expect(report["decision"] as? String == "undecided")
      #expect(report["missing"] as? [[String: Int]] == [["first": 4, "last": 6]])
      let whole = try Self.campaign(["merge", file(1), file(3), file(2)])
      #expect(whole.status == 0 && whole.output.contains("Holds on every run"))
      let twice = try Self.campaign(["merge", file(1), file(2), file(3), file(2)])
      #expect(twice.status == 65 && twice.errors.contains("s2 is given twice"), "\(twice.errors)")
    }
  }

  @Test func whyItIsUnknownIsSaidAndWhatWouldDecideIt() throws {
    let arguments = ["majority", "--seeds", "1..9", "--set", "acknowledgement=1"]
    let checkers = try Self.report(arguments)["checkers"] as? [String: [String: Any]]
    let checker = try #require(checkers?["SequentialConsistency"])
    let first = try #require((checker["unknownReasons"] as? [[String: Any]])?.first)
    #expect(first["reason"] as? String == "more than 24 operations")
    #expect(first["runs"] as? Int == checker["unknown"] as? Int)
    let seed = try #require(first["seed"] as? Int)
    let text = try Self.campaign(arguments).output
    #expect(
      text.contains("sequential consistency, causal consistency, PRAM: more than 24 operations"))
    #expect(
      text.contains(" --campaign-seed \(seed), there :to \(first["end"] ?? "") and :save NAME"))
    #expect(text.contains("conlab check FILE --model sequential-consistency,"))
    #expect(
      try !Self.campaign(["single-node", "--seeds", "1..3"]).output.contains("looks further"))
  }

  @Test func theCommandOfAFailingSeedOpensItsRun() throws {
    let report = try Self.report(
      ["majority", "--seeds", "1..40", "--set", "acknowledgement=1", "--check", "stale-read"])
    #expect(report["decision"] as? String == "violated")
    let checkers = try #require(report["checkers"] as? [String: [String: Any]])
    let first = try #require(checkers["StaleRead"]?["first"] as? [String: Any])
    let command = try #require(first["command"] as? String)
    let end = try #require(first["end"] as? Int)
    let digest = try #require(first["digest"] as? String)
    #expect(command.hasPrefix("conlab sandbox --preset majority --set acknowledgement=1 "))
    try Program.withTemporaryFolder { home in
      let words = command.split(separator: " ").map(String.init)
      let lab = try LabSession.inSandbox(home: home, Array(words.dropFirst(2)))
      lab.command("to \(end)")
      lab.see("PAUSED   t=\(end) ms", milliseconds: 30_000)
      lab.press("S")
      lab.see("Saved as ")
      lab.leaveSandbox()
      let runs = home.appendingPathComponent(".local/share/conlab/runs")
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: runs.path).first)
      let text = try String(contentsOf: runs.appendingPathComponent(name), encoding: .utf8)
      #expect(text.contains(" \(digest)\n[shown]\n"), "\(text.suffix(120)) is not \(digest)")
      #expect(text.contains("workload ") && text.contains("nemesis "))
      // The saved run is a campaign's subject in its turn, and the same seed is the same run.
      let file = runs.appendingPathComponent(name).path
      let seed = try #require(first["seed"] as? Int)
      let again = try Self.report(
        [file, "--seeds", "\(seed)", "--check", "stale-read"])
      let found = (again["checkers"] as? [String: [String: Any]])?["StaleRead"]?["first"]
      #expect((found as? [String: Any])?["witness"] as? String == first["witness"] as? String)
    }
  }

  @Test func ctrlCEndsItWithWhatIsKnown() throws {
    try Program.withTemporaryFolder { home in
      let file = home.appendingPathComponent("part.campaign")
      let lab = try LabSession(
        [
          "campaign", "single-node", "--seeds", "1..4000000000", "--check", "convergence", "--jobs",
          "2", "--out", file.path,
        ], home: home, size: Size(width: 200, height: 50))
      lab.see(" of 4000000000 seeds, ", milliseconds: 30_000)
      lab.press("ctrl-c")
      lab.see("interrupted, ", milliseconds: 30_000)
      #expect(lab.terminal.waitForStatus() == .exited(2))
      let merged = try Self.campaign(["merge", file.path])
      #expect(merged.status == 2 && merged.output.contains(" were not run)"))
    }
  }

  @Test func scenariosAndLessonsAreSubjectsToo() throws {
    let lesson = Program.root.appendingPathComponent("Lessons")
    let files = FileManager.default.enumerator(at: lesson, includingPropertiesForKeys: nil)
    let yaml = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "yaml" }
      .sorted { $0.path < $1.path }
    let outcome = try Self.campaign([try #require(yaml.first).path, "--seeds", "1..3"])
    #expect([0, 1, 2].contains(outcome.status), "\(outcome.errors)")
    #expect(outcome.output.contains("3 runs, ") && outcome.output.contains("any violation counts"))
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("it's a scenario")
      let text = """
        scenario format 1
        title "Written by hand"
        protocol single-leader
        nodes P, R1
        client c1 routing any timeout 500
        delay nodes 30
        delay clients 1
        seed 3
        """
      try text.write(to: file, atomically: true, encoding: .utf8)
      let outcome = try Self.campaign([file.path, "--seeds", "1..30", "--check", "stale-read"])
      #expect(
        outcome.status == 1 && outcome.output.contains("it'\\''s a scenario' --campaign-seed"))
    }
  }

  // MARK: Bad input

  static let usage: [[String]] = [
    [], ["majority"], ["majority", "--seeds", "x"], ["majority", "--seeds", "5..4"],
    ["majority", "--seeds", "1.."], ["majority", "--seeds", "-1..4"],
    ["majority", "--seeds", "1...4"],
    ["majority", "--seeds", "0..18446744073709551615"],
    ["majority", "--seeds", "1..2", "--jobs", "0"],
    ["majority", "--seeds", "1..2", "--jobs", "257"],
    ["majority", "--seeds", "1..2", "--shard", "0/2"],
    ["majority", "--seeds", "1..2", "--shard", "3/2"],
    ["majority", "--seeds", "1..2", "--shard", "1"],
    ["majority", "--seeds", "1..2", "--shard", "1/3"], ["majorty", "--seeds", "1..2"],
    ["majority", "--seeds", "1..2", "--check", "stale-reed"],
    ["majority", "--seeds", "1..2", "--check", ""],
    ["majority", "--seeds", "1..2", "--set", "acknowledgment=all"],
    ["majority", "--seeds", "1..2", "--set", "acknowledgement"],
    ["majority", "--seeds", "1..2", "--set", "acknowledgement=\u{1B}[2J"],
    ["majority", "--seeds", "1..2", "--format", "xml"], ["merge"],
  ]

  @Test(arguments: usage) func wrongUsageIsOneClearError(_ arguments: [String]) throws {
    let outcome = try Self.campaign(arguments)
    #expect(outcome.status == 64, "\(arguments): \(outcome.status) \(outcome.errors)")
    #expect(outcome.output.isEmpty && !outcome.errors.contains("\u{1B}"))
    let errors = outcome.errors.components(separatedBy: "rror: ").count - 1
    #expect(errors == 1 || outcome.errors.hasPrefix("conlab: "), "\(outcome.errors)")
  }

  @Test func namesThatWereMeantAreSaid() throws {
    func errors(_ arguments: [String]) throws -> String {
      try Self.campaign(["majority", "--seeds", "1..2"] + arguments).errors
    }
    #expect(try errors(["--check", "stale-reed"]).contains("Did you mean stale-read?"))
    #expect(
      try errors(["--set", "acknowledgment=all"]).contains("column 1: found acknowledgment"))
    #expect(try errors(["--set", "acknowledgement=al"]).contains("column 17: "))
    #expect(
      try Self.campaign(["majorty", "--seeds", "1"]).errors.contains("Did you mean majority?"))
  }

  /// What is wrong with seeds and parts, and what was expected.
  static let reasons: [(option: String, value: String, reason: String)] = [
    ("--seeds", "10..1", "the first seed, 10, is larger than the last, 1; expected 1..10"),
    ("--seeds", "0..", "a seed is missing; expected the first and the last seed, as in 1..1000"),
    ("--seeds", "1..1000000000000", "more than 4294967295 seeds"),
    ("--seeds", "1..2..3", "more than two numbers"), ("--seeds", "1..x", "x is no seed"),
    ("--seeds", "18446744073709551616", "seeds are 0 to 18446744073709551615"),
    ("--shard", "4/3", "there is no part 4 of 3; expected 1 to 3"),
    ("--shard", "1", "expected two numbers, as in 1/3"), ("--shard", "1/0", "0 parts"),
  ]

  @Test(arguments: reasons) func whatIsWrongWithSeedsIsSaid(
    _ wrong: (option: String, value: String, reason: String)
  ) throws {
    let seeds = wrong.option == "--seeds" ? [] : ["--seeds", "1..9"]
    let outcome = try Self.campaign(["single-node"] + seeds + [wrong.option, wrong.value])
    #expect(outcome.status == 64 && outcome.errors.contains(wrong.reason), "\(outcome.errors)")
    #expect(outcome.errors.contains(wrong.option))
  }

  @Test func aCampaignSeedNeedsItsCluster() throws {
    for arguments in [
      ["--campaign-seed", "1"], ["--preset", "majority", "--seed", "1", "--campaign-seed", "1"],
      ["--nodes", "3", "--campaign-seed", "1"], ["--preset", "majority", "--set", "nothing=1"],
    ] {
      #expect(try Program.run(["sandbox"] + arguments).status == 64, "\(arguments)")
    }
  }

  @Test func filesThatAreNoResultsAreRefusedWithTheirPlace() throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("one.campaign")
      let seeds = ["majority", "--seeds", "1..3", "--out", file.path]
      #expect([0, 1, 2].contains(try Self.campaign(seeds).status))
      let twice = try Self.campaign(seeds)
      #expect(twice.status == 74 && twice.errors.contains("there already") && twice.output.isEmpty)
      let good = try Data(contentsOf: file)
      let text = String(decoding: good, as: UTF8.self)
      let contents: [(Data, String)] = [
        (Data(), "line 1, column 1: "), (Data("garbage\n".utf8), "line 1, column 1: "),
        (
          Data(text.replacingOccurrences(of: "done 1 to 3", with: "done 1 to 9").utf8),
          ", column 1: "
        ),
        (good.dropLast(9), ", column 1: "), (good + good, ", column 1: "),
        (Data([0xFF, 0xFE, 0x00]), "not UTF-8"),
      ]
      for (data, part) in contents {
        try data.write(to: file)
        let outcome = try Self.campaign(["merge", file.path])
        #expect(outcome.status == 65 && outcome.errors.contains(part), "\(outcome.errors)")
        #expect(outcome.errors.contains("one.campaign"))
      }
      #expect(try Self.campaign(["merge", folder.path]).status == 65)
      #expect(try Self.campaign(["merge", folder.path + "/none"]).status == 66)
      #expect(try Self.campaign([folder.path + "/none", "--seeds", "1"]).status == 66)
    }
  }

  /// Found out before anything is run.
  @Test func anOutputThatCannotBeWrittenIsSaidAtOnce() throws {
    let outcome = try Self.campaign(
      ["majority", "--seeds", "1..20000", "--out", "/proc/no/result"])
    #expect(outcome.status == 74 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("/proc/no/result"))
  }
}
