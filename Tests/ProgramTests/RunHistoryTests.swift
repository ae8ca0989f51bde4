import Foundation
import Testing

/// `conlab run --history`, and what `conlab check` says of it.
@Suite struct RunHistoryTests {
  /// The lessons whose first three rounds are exported: those of one leader, of several, of quorums.
  static let lessons = ["SR1", "SR4", "WC4"]

  @Test(arguments: lessons, ["edn", "jsonl", "log"])
  func theLabAndTheCheckAgree(_ lesson: String, _ format: String) throws {
    try Program.withTemporaryFolder { folder in
      for round in ["1", "2", "3"] {
        let file = folder.appendingPathComponent("\(round).\(format)").path
        let run = try Program.run([
          "run", lesson, "--round", round, "--format", "json", "--history", file,
          "--history-format", format,
        ])
        #expect(run.status < 64, "\(run.errors)")
        let any = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        let report = try #require(any as? [String: Any])
        let violations = try #require(report["violations"] as? [String: [Any]])
        let isViolated = violations["Linearizability"]?.isEmpty == false
        // The log says no times.
        for clock in format == "log" ? ["order"] : ["order", "time"] {
          let check = try Program.run(["check", file, "--clock", clock])
          #expect(
            check.status == (isViolated ? 1 : 0),
            "\(lesson) \(round) \(format) by \(clock): \(check.output)\(check.errors)")
        }
      }
    }
  }

  @Test func theFileSaysWhatTheClientsSaw() throws {
    try Program.withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("sr1.edn")
      let arguments = ["run", "SR1", "--round", "1", "--history", file.path]
      #expect(try Program.run(arguments).status == 0)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains(":f :conventions") && text.contains("\"name\" \"Bob\""))
      #expect(
        text.contains(
          "{:process 0, :type :invoke, :f :write, :key \"name\", :value \"Alice\", :client \"c1\", "
            + ":time 100000000}"))
      let twice = try Program.run(arguments)
      #expect(twice.status == 74 && twice.errors.contains("there already"))
      let check = try Program.run(["check", file.path])
      #expect(check.status == 1 && check.output.contains("write name Alice"), "\(check.output)")
      #expect(check.output.contains("c1 "))
      for wrong in [["--history-format", "log"], ["--history", "x", "--history-format", "xml"]] {
        #expect(try Program.run(["run", "SR1", "--round", "1"] + wrong).status == 64)
      }
      #expect(try Program.run(["run", "SR1", "--history", "all.edn"]).status == 64)
    }
  }
}
