import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `conlab check` as other programs see it.
@Suite struct CheckCommandTests {
  static let good = """
    {:process 0, :type :invoke, :f :write, :value 1}
    {:process 0, :type :ok, :f :write, :value 1}
    {:process 1, :type :invoke, :f :read, :value nil}
    {:process 1, :type :ok, :f :read, :value 1}

    """
  /// A write, then one that returned before the read of the first began.
  static let stale = """
    {:process 0, :type :invoke, :f :write, :value 1}
    {:process 0, :type :ok, :f :write, :value 1}
    {:process 0, :type :invoke, :f :write, :value 2}
    {:process 0, :type :ok, :f :write, :value 2}
    {:process 1, :type :invoke, :f :read, :value nil}
    {:process 1, :type :ok, :f :read, :value 1}

    """
  /// Swaps of which nobody knows whether they happened, and a read: no search decides it with one state.
  static let hard: String =
    (0..<60).map {
      "{:process \($0) :type :invoke :f :cas :value [\($0 % 7) \(($0 * 3 + 1) % 7)]}\n"
    }
    .joined() + "{:process 99 :type :invoke :f :read}\n{:process 99 :type :ok :f :read :value 5}\n"

  static func check(
    _ arguments: [String], input: String = "", extra: [String: String] = [:], in folder: URL? = nil
  ) throws -> Program.Outcome {
    try Program.run(["check"] + arguments, input: input, in: folder, extra: extra)
  }

  static func withFiles<Result>(
    _ files: [String: String], _ body: (URL) throws -> Result
  ) throws -> Result {
    try Program.withTemporaryFolder { folder in
      for (name, text) in files {
        try text.write(
          to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
      }
      return try body(folder)
    }
  }

  @Test func exitCodes() throws {
    let files = ["good": Self.good, "stale": Self.stale, "bad": "{:process 0\n :type x}"]
    try Self.withFiles(files) { folder in
      let cases: [([String], Int32)] = [
        (["good"], 0), (["stale"], 1), (["bad"], 65), (["none"], 66), (["."], 65), ([], 64),
        (["good", "stale"], 1), (["stale", "good"], 1), (["stale", "bad", "good"], 65),
        (["good", "none"], 66), (["good", "--model", "nonsense"], 64),
        (["good", "--model", "k-atomic"], 64),
        (["good", "--model", "k-stale", "--max-versions", "0"], 0),
        (["good", "--spec", "tree"], 64), (["good", "--spec", "queue"], 65),
        (["good", "--input", "jsonl"], 65), (["good", "--budget-seconds", "0"], 64),
        (["good", "--max-configurations", "0"], 64), (["good", "--initial", "[1"], 64),
        (["stale", "--model", "sequential"], 0), (["stale", "--model", "causal,pram"], 0),
        (["stale", "--model", "all"], 1), (["stale", "--model", "strongest"], 0),
        (["good", "--model", "all"], 0),
        (["good", "--model", "convergence"], 2), (["-", "-"], 64),
        (["good", "--max-operations", "1"], 65),
      ]
      for (arguments, status) in cases {
        let outcome = try Self.check(arguments, in: folder)
        #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
        #expect((status < 64) == outcome.errors.isEmpty, "\(arguments): \(outcome.errors)")
      }
      let bad = try Self.check(["stale", "bad"], in: folder)
      #expect(
        bad.errors == "conlab: bad: line 2, column 8: 'x', expected invoke, ok, fail or info\n")
      #expect(bad.output.contains("✗ linearizability violated"))
    }
  }

  @Test func theHelpSaysTheDefaultAsItIsWrittenAndEveryExitCode() throws {
    let help = try Self.check(["--help"]).output.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(help.contains("default: linearizable)") && !help.contains("ModelChoice"))
    for code in [
      "0 all hold", "1 one", "2 one", "64 wrong", "65 a file", "66 there", "74 a picture",
    ] {
      #expect(help.contains(code), "\(code)")
    }
  }

  @Test func standardInput() throws {
    #expect(try Self.check(["-"], input: Self.good).status == 0)
    let outcome = try Self.check(["-"], input: Self.stale)
    #expect(outcome.status == 1 && outcome.output.hasPrefix("-: 3 operations, 2 processes"))
    let empty = try Self.check(["-"])
    #expect(empty.status == 65 && empty.errors.contains("standard input: line 1, column 1:"))
  }

  @Test func aSearchThatIsTooLongIsUnknown() throws {
    let limit = ["-", "--initial", "0", "--max-configurations", "1"]
    for model in ["linearizable", "sequential"] {
      let outcome = try Self.check(limit + ["--model", model], input: Self.hard)
      #expect(outcome.status == 2, "\(outcome.output)")
      #expect(outcome.output.contains(" unknown: "))
    }
    // Of too many operations for its own search, what implies it is asked.
    let implied = try Self.check(
      ["-", "--initial", "0", "--model", "sequential"], input: Self.hard)
    #expect(implied.status == 0 && implied.output.contains("sequential consistency holds"))
  }

  @Test func theViolationIsDrawn() throws {
    let unicode = try Self.check(["-"], input: Self.stale).output
    #expect(
      unicode == """
        -: 3 operations, 2 processes, register
        ✗ linearizability violated: no order explains these operations

          process 0  ├─write 1─┤ ├─write 2─┤
          process 1                          ├─✗ read → 1─┤
          line       1         2 3         4 5            6

          read → 1 (lines 5-6) returned what write 1 (lines 1-2) wrote
          write 1 (lines 1-2) returned before write 2 (lines 3-4) was invoked
          write 2 (lines 3-4) returned before read → 1 (lines 5-6) was invoked
          the first 5 events can be explained; the response of read → 1 (lines 5-6)
           cannot be any more

        """)
    for extra in [["--ascii"], []] {
      let environment = extra.isEmpty ? ["LANG": "C", "LC_ALL": "C"] : [:]
      let plain = try Self.check(["-"] + extra, input: Self.stale, extra: environment).output
      #expect(plain.utf8.allSatisfy { $0 < 0x80 })
      #expect(plain.contains("|-write 1-| |-write 2-|") && plain.contains("! read -> 1"))
    }
    for columns in ["40", "60", "200"] {
      let output = try Self.check(["-"], input: Self.stale, extra: ["COLUMNS": columns]).output
      let widest = output.split(separator: "\n").dropFirst(2).map(\.count).max() ?? 0
      #expect(widest <= Int(columns) ?? 0, "\(output)")
    }
  }

  @Test func theReportAsJSON() throws {
    let outcome = try Self.check(
      ["-", "--format", "json", "--model", "linearizable,pram"], input: Self.stale)
    let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let report = try #require(any as? [String: Any])
    #expect(report["operations"] as? Int == 3 && report["format"] as? String == "edn")
    let models = try #require(report["models"] as? [[String: Any]])
    #expect(models.map { $0["verdict"] as? String } == ["violated", "holds"])
    let witnesses = try #require(models[0]["witnesses"] as? [[String: Any]])
    let operations = try #require(witnesses[0]["operations"] as? [[String: Any]])
    #expect(operations.map { $0["text"] as? String } == ["write 1", "write 2", "read → 1"])
    #expect(operations.map { $0["invoked"] as? Int } == [1, 3, 5])
    let prefix = try #require(models[0]["prefix"] as? [String: Any])
    #expect(prefix["blocking"] as? Int == 2 && prefix["events"] as? Int == 5)
    let orders = try #require(models[1]["orders"] as? [[String: Any]])
    #expect(orders.isEmpty == false && orders[0]["operations"] is [Int])
    try Self.withFiles(["a": Self.good, "b": Self.stale]) { folder in
      let both = try Self.check(["a", "b", "--format", "json"], in: folder)
      let list = try JSONSerialization.jsonObject(with: Data(both.output.utf8)) as? [[String: Any]]
      #expect(list?.map { $0["file"] as? String } == ["a", "b"])
    }
  }

  @Test func thePictureOfAViolation() throws {
    let evil = Self.stale.replacing(":value 1", with: ":value \"<a&b>\u{1B}[31m\"")
    try Self.withFiles(["good": Self.good, "stale": evil]) { folder in
      let none = try Self.check(["good", "--svg", "none.svg"], in: folder)
      #expect(none.status == 0 && none.errors.contains("nothing is violated"))
      let picture = folder.appendingPathComponent("one.svg")
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/none.svg"))
      #expect(try Self.check(["stale", "--svg", "one.svg"], in: folder).status == 1)
      let svg = try String(contentsOf: picture, encoding: .utf8)
      let parser = XMLParser(data: Data(svg.utf8))
      #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
      // Only the name of the name space: it loads nothing.
      #expect(svg.ranges(of: "http").count == 1 && !svg.contains("\u{1B}"))
      #expect(svg.contains("linearizability violated") && svg.contains("returned before"))
      let twice = try Self.check(["stale", "--svg", "one.svg"], in: folder)
      #expect(twice.status == 74 && twice.errors.contains("there already"))
    }
  }

  @Test func contentsOfFilesAreData() throws {
    let evil = "\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}"
    let text = Self.stale.replacing("1}", with: "\"\(evil)\"}").replacing(
      "{:process 0", with: "{:process \"\(evil)\"")
    for arguments in [
      ["-"], ["-", "--ascii"], ["-", "--format", "json"], ["-", "--spec", "queue"],
    ] {
      let outcome = try Self.check(arguments, input: text)
      for shown in [outcome.output, outcome.errors] {
        let bad = shown.unicodeScalars.filter {
          $0 != "\n"
            && [.control, .format].contains($0.properties.generalCategory)
        }
        #expect(bad.isEmpty, "\(arguments)")
      }
    }
  }
}
