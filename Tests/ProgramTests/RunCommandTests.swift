import Foundation
import Testing

/// `conlab run` as other programs see it.
@Suite struct RunCommandTests {
  private static func json(_ arguments: [String]) throws -> (Program.Outcome, Any) {
    let outcome = try Program.run(["run"] + arguments + ["--format", "json"])
    return (outcome, try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)))
  }

  @Test func staleReadGivesTheValuesOfTheCurriculum() throws {
    let (outcome, any) = try Self.json(["SR1", "--round", "1"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try #require(any as? [String: Any])
    #expect(report["lesson"] as? String == "SR1")
    #expect(report["round"] as? Int == 1)
    let operations = try #require(report["operations"] as? [[String: Any]])
    func read(_ client: String, _ at: Int) -> [String: Any]? {
      operations.first {
        $0["client"] as? String == client && $0["invoked"] as? Int == at
          && $0["kind"] as? String == "read"
      }
    }
    #expect(read("c2", 150)?["result"] as? String == "Alice")
    #expect(read("c3", 150)?["result"] as? String == "Bob")
    #expect(read("c1", 200)?["result"] as? String == "Bob")
    #expect(read("c1", 200)?["node"] as? String == "R3")
    #expect(read("c1", 600)?["result"] as? String == "Alice")
    let write = operations.first { $0["kind"] as? String == "write" }
    #expect(write?["completed"] as? Int == 102)
    #expect(write?["status"] as? String == "ok")
    let violations = try #require(report["violations"] as? [String: [[String: Any]]])
    #expect(violations["ReadYourWrites"]?.map { $0["at"] as? Int } == [200])
    #expect(violations["ReadYourWrites"]?.first?["client"] as? String == "c1")
    #expect(violations["MonotonicReads"]?.isEmpty == true)
    #expect(violations["Linearizability"]?.isEmpty == false)
    #expect(violations["SequentialConsistency"]?.isEmpty == false)
    let stale = violations["StaleRead"]?.first { $0["client"] as? String == "c3" }
    #expect(stale?["versions"] as? Int == 1 && stale?["age"] as? Int == 50)
    let measures = try #require(report["measures"] as? [String: Int])
    #expect(measures["acknowledgedLost"] == 0 && measures["divergence"] == 0)
    #expect((report["goals"] as? [[String: Any]])?.isEmpty == false)
  }

  @Test func severalRoundsAreAnArray() throws {
    let (_, any) = try Self.json(["SR1"])
    let rounds = try #require(any as? [[String: Any]])
    #expect(rounds.count > 1)
    #expect(rounds.map { $0["round"] as? Int } == Array(1...rounds.count))
  }

  @Test func twoProcessesPrintTheSameBytes() throws {
    let first = try Program.run(["run", "SR1", "--format", "json"])
    let second = try Program.run(["run", "SR1", "--format", "json"])
    #expect(first.output == second.output)
    #expect(first.output.contains("\"digest\""))
  }

  @Test func theSolutionMeetsTheTasks() throws {
    let outcome = try Program.run(["run", "SR1", "--solve"])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  /// A task is met by who plays it: without its solution it is neither met nor unmet.
  @Test(arguments: [("SR1", 2), ("CM1", 2)]) func aTaskThatIsNotPlayedIsNotJudged(
    lesson: String, round: Int
  ) throws {
    let arguments = [lesson, "--round", "\(round)"]
    let (outcome, any) = try Self.json(arguments)
    #expect(outcome.status == 0)
    let goals = try #require((any as? [String: Any])?["goals"] as? [[String: Any]])
    let open = goals.filter { $0["judged"] as? Bool == false }
    #expect(!open.isEmpty)
    for goal in open {
      #expect(goal["state"] as? String == "not played")
      #expect(goal["met"] == nil && goal["witness"] == nil)
    }
    let text = try Program.run(["run"] + arguments).output
    #expect(text.contains("  [-] not played: ") && text.contains("Tasks count with --solve"))
    #expect(!text.contains("[ ]") && !text.contains("unmet"))
    let (solved, after) = try Self.json(arguments + ["--solve"])
    let judged = try #require((after as? [String: Any])?["goals"] as? [[String: Any]])
    #expect(solved.status == 0 && judged.allSatisfy { $0["judged"] as? Bool == true })
    #expect(!judged.isEmpty && judged.allSatisfy { $0["met"] as? Bool == true })
    #expect(try !Program.run(["run", "--solve"] + arguments).output.contains("--solve"))
  }

  /// What a lesson shows is judged without a solution, too.
  @Test func aGoalThatIsJudgedDecidesTheExitCode() throws {
    let (outcome, any) = try Self.json(["SR1", "--round", "1", "--until", "150"])
    let goals = try #require((any as? [String: Any])?["goals"] as? [[String: Any]])
    #expect(outcome.status == 1)
    #expect(goals.contains { $0["judged"] as? Bool == true && $0["met"] as? Bool == false })
  }

  @Test func reversedTiesChangeNoRead() throws {
    func reads(_ arguments: [String]) throws -> [String] {
      let (_, any) = try Self.json(["SR1", "--round", "1"] + arguments)
      let operations = (any as? [String: Any])?["operations"] as? [[String: Any]] ?? []
      // Operations of one instant are told in the order in which they happened.
      return operations.map {
        "\($0["invoked"] ?? "") \($0["client"] ?? "") \($0["result"] ?? "-") \($0["status"] ?? "")"
      }.sorted()
    }
    #expect(try reads([]).count == 6)
    #expect(try reads([]) == reads(["--reverse-ties"]))
  }

  @Test func aSavedRunReplaysAndAnEditedOneIsRefused() throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("one.run")
      let saved = try Program.run(["run", "SR1", "--round", "1", "--save", file.path])
      #expect(saved.status == 0, "\(saved.errors)")
      let again = try Program.run(["run", file.path, "--format", "json"])
      #expect(again.status == 0, "\(again.errors)")
      for option in [["--round", "1"], ["--seed", "2"], ["--solve"], ["--reverse-ties"]] {
        #expect(try Program.run(["run", file.path] + option).status == 64, "\(option)")
      }
      let twice = try Program.run(["run", "SR1", "--round", "1", "--save", file.path])
      #expect(twice.status == 74 && twice.errors.contains("there already"))
      var text = try String(contentsOf: file, encoding: .utf8)
      text = text.replacingOccurrences(of: "Alice", with: "Alyce")
      try text.write(to: file, atomically: true, encoding: .utf8)
      let edited = try Program.run(["run", file.path])
      #expect(edited.status == 65 && !edited.errors.isEmpty)
    }
  }
}
