import Foundation
import Testing

/// What `conlab check` says beside its verdicts.
@Suite struct CheckReportTests {
  /// Events in brief, one a line: process, type, function and value as EDN writes them.
  static func edn(_ events: String) -> String {
    events.split(separator: "\n").map { line in
      let words = line.split(separator: " ", maxSplits: 3)
      return "{:process \(words[0]) :type :\(words[1]) :f :\(words[2]) :value \(words[3])}\n"
    }.joined()
  }

  static func report(_ arguments: [String], _ events: String) throws -> [String: Any] {
    let outcome = try CheckCommandTests.check(
      ["-", "--format", "json"] + arguments, input: edn(events))
    let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(any as? [String: Any])
  }

  @Test func readsOfNilThatAreNotJudgedAreCounted() throws {
    let one = "0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read nil"
    let line = "1 read of nil was not judged: whether nil was seen or the value was not recorded"
    let outcome = try CheckCommandTests.check(["-"], input: Self.edn(one))
    #expect(outcome.status == 0 && outcome.output.contains("\n\(line) is not known (--nil-read"))
    #expect(try Self.report([], one)["unjudgedNilReads"] as? Int == 1)
    let two = one + "\n0 invoke read nil\n0 ok read nil"
    let both = try CheckCommandTests.check(["-"], input: Self.edn(two)).output
    #expect(both.contains("\n2 reads of nil were not judged: "))
    for option in [["--nil-read", "observed"], ["--initial", "nil"]] {
      let strict = try CheckCommandTests.check(["-"] + option, input: Self.edn(two))
      #expect(strict.status == 1 && !strict.output.contains("not judged"))
      #expect(try Self.report(option, two)["unjudgedNilReads"] as? Int == 0)
    }
  }

  /// What is not decided may hold: that nothing does is said only where everything is violated.
  @Test func noneIsKnownToHoldIsNotNoneHolds() throws {
    let one = "0 invoke increment 1\n0 ok increment 1\n1 invoke read nil\n1 ok read 0"
    let open = try CheckCommandTests.check(
      ["-", "--model", "strongest", "--max-configurations", "1"], input: Self.edn(one))
    #expect(open.status == 2 && open.output.contains("\nnone is known to hold; not decided: lin"))
    #expect(!open.output.contains("none of these") && !open.output.contains("stronger"))
    let many = (0..<48).map { _ in "0 invoke increment 1\n0 ok increment 1\n" }.joined()
    let mixed = try CheckCommandTests.check(
      ["-", "--model", "strongest"], input: Self.edn(many + "1 invoke read nil\n1 ok read 47"))
    #expect(mixed.output.contains("\nnone is known to hold; not decided: sequential consistency,"))
    #expect(mixed.output.contains("✗ linearizability violated"))
    let never = "0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read 2"
    let none = try CheckCommandTests.check(["-", "--model", "strongest"], input: Self.edn(never))
    #expect(none.status == 0 && none.output.contains("\nit satisfies none of these models\n"))
  }

  /// The lines of the help are of histories that are read.
  @Test func theHelpShowsWhatIsRead() throws {
    let help = try CheckCommandTests.check(["--help"]).output
    let lines = help.split(separator: "\n").map(String.init)
    let examples = lines.filter { $0.hasPrefix("{") && $0.hasSuffix("}") }
    #expect(examples.count == 6)
    #expect(lines.contains { $0.hasPrefix("multi-register") && $0.contains("[:append :z 4]") })
    #expect(lines.allSatisfy { $0.count <= 80 })
    for example in examples {
      var text = example + "\n"
      if !example.contains("invoke") {
        text = text.replacing(":ok", with: ":invoke").replacing("fail", with: "invoke") + text
      }
      let outcome = try CheckCommandTests.check(["-", "--initial", "1"], input: text)
      #expect(outcome.status < 64, "\(example) \(outcome.errors)")
    }
  }

  @Test func aTextThatLooksLikeANumberIsQuoted() throws {
    let events = "0 invoke write 1\n0 ok write 1\n0 invoke read nil\n0 ok read \"1\""
    let outcome = try CheckCommandTests.check(["-"], input: Self.edn(events))
    #expect(outcome.output.contains("read → \"1\" (lines 3-4): nobody wrote that value"))
    for (value, shown) in [
      ("\"true\"", "\"true\""), ("\"\"", "\"\""), (":a", ":a"), ("\"Bob\"", "Bob"),
      ("[1 \"1\" \"a, b\"]", "[1, \"1\", \"a, b\"]"), ("\"[1]\"", "\"[1]\""),
    ] {
      let other = events.replacing("\"1\"", with: value)
      let output = try CheckCommandTests.check(["-"], input: Self.edn(other)).output
      #expect(output.contains("read → \(shown) (lines 3-4)"), "\(output)")
    }
  }

  @Test func modelsThatDoNotFitAreNamed() throws {
    let events = "0 invoke cas [1 2]\n0 ok cas [1 2]\n0 invoke read nil\n0 ok read 2"
    for model in ["all", "strongest"] {
      let arguments = ["--model", model, "--initial", "1"]
      let text = try CheckCommandTests.check(["-"] + arguments, input: Self.edn(events)).output
      let line = text.split(separator: "\n").last ?? ""
      #expect(
        line == "not judged: strict serializability, serializability (there are no transactions), "
          + "regular register, safe register (the model does not speak of cas 1 2 (lines 1-2)), "
          + "lost update, write skew, new old inversion (judged only by its name)")
      let report = try Self.report(arguments, events)
      let unfit = try #require(report["notJudged"] as? [[String: String]])
      #expect(unfit.first?["model"] == "StrictSerializability")
      #expect(unfit.first?["reason"] == "there are no transactions" && unfit.count == 7)
    }
    #expect(try Self.report(["--initial", "1"], events)["notJudged"] == nil)
  }

  @Test func aReportHasOneEntryAFileAndWhatItRestsOn() throws {
    let files = ["good": CheckCommandTests.good, "bad": "{:process 0\n :type x}"]
    try CheckCommandTests.withFiles(files) { folder in
      let outcome = try CheckCommandTests.check(
        ["good", "none", "bad", "good", "--format", "json"], in: folder)
      let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let entries = try #require(any as? [[String: Any]])
      #expect(outcome.status == 65)
      #expect(entries.map { $0["file"] as? String } == ["good", "none", "bad", "good"])
      #expect(entries.map { $0["exitCode"] as? Int } == [nil, 66, 65, nil])
      #expect((entries[2]["error"] as? String)?.hasPrefix("bad: line 2, column 8: 'x'") == true)
      let one = try CheckCommandTests.check(["bad", "--format", "json"], in: folder)
      #expect(one.output.contains("\"exitCode\" : 65"))
    }
    let events = "0 invoke write [:a 1]\n0 ok write [:a 1]\n1 invoke read [:b nil]"
    let report = try Self.report(["--initial", "\"7\""], events)
    let options = try #require(report["options"] as? [String: String])
    #expect(
      options == [
        "nilRead": "unknown", "nilReadInTransactions": "observed", "initial": "\"7\"",
        "clock": "order",
      ])
    #expect(report["keys"] as? Int == 2)
  }

  @Test func anInitialValueThatTheTypeCannotHoldIsWrongUsage() throws {
    let types = [
      "mutex": "0 invoke acquire nil", "counter": "0 invoke increment 1",
      "queue": "0 invoke enqueue 1", "list": "0 invoke append 1", "kv": "0 invoke get nil",
    ]
    for (type, unfit, fit) in [
      ("mutex", "5", "nil"), ("counter", "x", "5"), ("queue", "1", "[1]"),
      ("list", "x", "[]"), ("kv", "5", "a"),
    ] {
      let text = Self.edn(types[type] ?? "")
      for spec in [[], ["--spec", type]] {
        let wrong = try CheckCommandTests.check(["-", "--initial", unfit] + spec, input: text)
        #expect(wrong.status == 64, "\(type) \(wrong.output)")
        #expect(wrong.errors.contains("--initial \(unfit) for a \(type), expected"))
        let right = try CheckCommandTests.check(["-", "--initial", fit] + spec, input: text)
        #expect(right.status == 0, "\(type) \(right.errors)")
      }
    }
  }

  @Test func boundsGoWithTheModelThatTheyBound() throws {
    for bound in [["--max-versions", "1"], ["--max-age", "5"]] {
      for model in [[], ["--model", "all"], ["--model", "pram"]] {
        let wrong = try CheckCommandTests.check(
          ["-"] + bound + model, input: CheckCommandTests.good)
        #expect(wrong.status == 64 && wrong.errors.contains("\(bound[0]) is a bound of bounded-st"))
      }
    }
  }

  @Test func theLineOfConventionsIsNotPassedOver() throws {
    let own = "{:process :conlab, :type :info, :f :conventions, :value {:nil-read :observed}}\n"
    let nemesis = "{:process :nemesis, :type :info, :f :start}\n"
    let text = own + nemesis + CheckCommandTests.good
    let outcome = try CheckCommandTests.check(["-"], input: text)
    #expect(outcome.output.contains("register, 1 line of conventions, 1 event of no client passed"))
  }

  /// A mistake in a path makes no folders.
  @Test func noFolderIsMadeForAPicture() throws {
    try CheckCommandTests.withFiles(["stale": CheckCommandTests.stale]) { folder in
      let outcome = try CheckCommandTests.check(["stale", "--svg", "no/such/a.svg"], in: folder)
      #expect(outcome.status == 74 && outcome.errors.contains("No such file or directory"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/no"))
    }
  }
}
