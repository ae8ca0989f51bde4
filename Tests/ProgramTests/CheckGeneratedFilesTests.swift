import Foundation
import GeneratedHistories
import Testing

/// `conlab check` from the command line to the exit code, on files that a generator wrote.
@Suite struct CheckGeneratedFilesTests {
  private static func plan(
    _ type: GeneratedType, _ notation: GeneratedNotation, events: Int, isViolated: Bool
  ) -> GeneratedHistory {
    var plan = GeneratedHistory(type, notation, events: events)
    plan.processes = 4
    plan.operationsPerObject = 40
    plan.nemesisEvery = 70
    plan.timeoutEvery = type == .stack ? 0 : 150
    plan.isViolated = isViolated
    return plan
  }

  /// Both files in one call: what can be explained, and the same with an error.
  @Test(arguments: GeneratedType.allCases, GeneratedNotation.allCases)
  func everyTypeInEveryNotation(_ type: GeneratedType, _ notation: GeneratedNotation) throws {
    let files = [false, true].map { isViolated in
      Self.plan(type, notation, events: type == .counter ? 120 : 240, isViolated: isViolated).text
    }
    try CheckCommandTests.withFiles(["good": files[0], "bad": files[1]]) { folder in
      let arguments = [
        "good", "bad", "--spec", type.rawValue, "--format", "json", "--svg", "a.svg",
      ]
      let outcome = try CheckCommandTests.check(arguments, in: folder)
      #expect(outcome.status == 1 && outcome.errors.isEmpty, "\(outcome.errors)")
      let any = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let reports = try #require(any as? [[String: Any]])
      let models = reports.compactMap { ($0["models"] as? [[String: Any]])?.first }
      #expect(models.map { $0["verdict"] as? String } == ["holds", "violated"])
      let witnesses = try #require(models[1]["witnesses"] as? [[String: Any]])
      let operations = try #require(witnesses[0]["operations"] as? [[String: Any]])
      #expect((1...120).contains(operations.count), "\(operations)")
      let svg = try String(contentsOfFile: folder.path + "/a.svg", encoding: .utf8)
      #expect(svg.contains("linearizability violated") && svg.hasSuffix("</svg>\n"))
    }
  }

  @Test func longFilesOneAfterTheOtherAndFromAPipe() throws {
    var files: [String: String] = [:]
    for type in [GeneratedType.register, .queue, .stack] {
      files[type.rawValue] = Self.plan(type, .edn, events: 20_000, isViolated: false).text
    }
    files["broken"] = (files["queue"] ?? "") + "{:process 1, :type :invoke"
    try CheckCommandTests.withFiles(files) { folder in
      let good = try CheckCommandTests.check(["register", "queue", "stack"], in: folder)
      #expect(good.status == 0 && good.output.ranges(of: "✓ linearizability holds").count == 3)
      let worst = try CheckCommandTests.check(["register", "broken", "stack"], in: folder)
      #expect(worst.status == 65 && worst.output.ranges(of: "✓").count == 2)
      #expect(worst.errors.contains("broken: line 2"), "\(worst.errors)")
    }
    let violated = Self.plan(.register, .records, events: 20_000, isViolated: true).text
    let piped = try CheckCommandTests.check(["-"], input: violated)
    #expect(piped.status == 1 && piped.output.contains("✗ read → "))
  }

  /// A deadline ends what no search would end, soon after it and with the reason.
  @Test func aDeadlineEndsTheSearch() throws {
    let arguments = ["-", "--initial", "0", "--budget-seconds", "0.5"]
    for more in [["--max-configurations", "1000000000"], ["--model", "all"]] {
      let start = ContinuousClock.now
      let outcome = try CheckCommandTests.check(arguments + more, input: Self.endless)
      #expect(outcome.status == 2, "\(outcome.output)")
      #expect(outcome.output.contains("unknown: "))
      #expect(ContinuousClock.now - start < .seconds(40))
    }
  }

  /// Swaps of many values that all may have happened, in any order, and a value that none leaves alone.
  static let endless: String =
    (0..<400).map {
      "{:process \($0) :type :invoke :f :cas :value [\($0 % 90) \(($0 * 37 + 11) % 91)]}\n"
    }
    .joined()
    + "{:process 999 :type :invoke :f :read}\n{:process 999 :type :ok :f :read :value 90}\n"
}
