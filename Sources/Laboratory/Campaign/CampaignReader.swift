import Checkers
import Histories
import Simulation

extension CampaignResult {
  /// Reads the file of a campaign. Nothing is run. O(length).
  /// - Throws: `CampaignError` with line and column: another format or engine, damage, or a line that
  ///   says what cannot be.
  public init(parsing text: String) throws(CampaignError) {
    guard text.utf8.count <= SourceLines.bytesMax else {
      throw CampaignError(
        line: 1, column: 1,
        "the file has \(text.utf8.count) bytes; at most \(SourceLines.bytesMax) are read")
    }
    let first = String(
      decoding: text.utf8.prefix(64).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard first == "\(Self.heading) \(Self.format)" else {
      throw CampaignError(
        line: 1, column: 1,
        "found \(QuotedText.shown(first)), expected \"\(Self.heading) \(Self.format)\"; this is no "
          + "result of a campaign that this program reads")
    }
    let body: String
    do throws(SavedRunError) { body = try SavedRun.checkedBody(text) } catch {
      let lines = text.utf8.lazy.filter { $0 == UInt8(ascii: "\n") }.count
      let isOpen = text.utf8.last != UInt8(ascii: "\n")
      throw CampaignError(line: max(lines + (isOpen ? 1 : 0), 1), column: 1, error.message)
    }
    var reader: CampaignReader
    do throws(SourceLines.Fault) {
      reader = CampaignReader(try SourceLines.significant(body))
    } catch {
      throw CampaignError(line: error.line, column: error.column, error.message)
    }
    self = try reader.read()
  }
}

/// Reads the lines of a campaign's file whose checksum fits.
struct CampaignReader {
  private let lines: [SourceLines.Line]
  private var index = 1

  init(_ lines: [SourceLines.Line]) { self.lines = lines }

  var line: SourceLines.Line? { index < lines.count ? lines[index] : nil }

  mutating func read() throws(CampaignError) -> CampaignResult {
    try readEngine()
    try readSection("[scenario]")
    let scenario = try readScenario()
    try readSection("[plan]")
    let plan = try readPlan(scenario)
    let source = try read("source TEXT") { parser throws(ActionError) in
      try parser.require("source", "what opens a run of it")
      return try parser.text("what opens a run of it")
    }
    try readSection("[results]")
    let asked = try readSeeds("asked")
    let whole = try readWhole(asked)
    var result = CampaignResult(of: plan, source: source, asked: asked, whole: whole)
    try readCounts(&result)
    for (place, checker) in CheckerName.inRuns.enumerated() {
      result.tallies[place] = try readTally(of: checker, result)
    }
    if let line { throw Self.error(line, "nothing stands between the results and the checksum") }
    return result
  }

  // MARK: Plan

  private mutating func readEngine() throws(CampaignError) {
    let place = line
    let version = try read("engine VERSION") { parser throws(ActionError) in
      try parser.require("engine", "the version of the engine")
      return try parser.number("an engine version", in: 0...Int64(Int32.max))
    }
    guard version == EngineVersion.current else {
      throw CampaignError(
        line: place?.number, column: 8,
        "run by engine \(version); this is engine \(EngineVersion.current), whose runs may differ")
    }
  }

  private mutating func readSection(_ name: String) throws(CampaignError) {
    guard let line, line.text == name else {
      throw Self.error(line ?? lines.last, "expected the line \(name)")
    }
    index += 1
  }

  private mutating func readScenario() throws(CampaignError) -> Scenario {
    var own: [SourceLines.Line] = []
    while let line, line.text != "[plan]" {
      own.append(line)
      index += 1
    }
    var reader = ScenarioReader()
    do throws(ScenarioTextError) { return try reader.read(own) } catch {
      throw CampaignError(line: error.line, column: error.column, error.message)
    }
  }

  private mutating func readPlan(_ scenario: Scenario) throws(CampaignError) -> CampaignPlan {
    let start = line
    guard scenario.seed == 0 else {
      throw Self.error(start, "the scenario of a plan has the seed 0")
    }
    let drain = try readNumber("drain", "a time in ms", to: ActionLimits.durationMax)
    let budget = try readNumber(
      "budget", "a number of events", to: Int64(CampaignPlan.eventsLimit))
    let decisive = try read("decides CHECKER, …") { parser throws(ActionError) in
      try parser.require("decides", "the checkers that decide")
      if parser.take("any", "any violation") { return [CheckerName]() }
      return try parser.list { parser throws(ActionError) in try parser.checker() }
    }
    do throws(ScenarioError) {
      return try CampaignPlan(
        complete: scenario, drain: VirtualDuration(drain), eventsMax: Int(budget),
        decisive: decisive)
    } catch { throw Self.error(start, error.message) }
  }

  // MARK: Lines

  mutating func readNumber(
    _ word: String, _ what: String, to maximum: Int64
  ) throws(CampaignError) -> Int64 {
    try read("\(word) N") { parser throws(ActionError) in
      try parser.require(word, what)
      return try parser.number(what, in: 0...maximum)
    }
  }

  static let bare = ActionGrammar(
    names: NameTable(servers: [], clients: [], sessions: []), knobs: [], steps: [])

  /// Reads the next line whole.
  mutating func read<T>(
    _ form: String, _ parse: (inout ActionParser) throws(ActionError) -> T
  ) throws(CampaignError) -> T {
    guard let line else { throw Self.error(lines.last, "expected a further line \(form)") }
    index += 1
    do throws(ActionError) {
      var parser = try ActionParser(Self.bare, line.text)
      let result = try parse(&parser)
      try parser.requireEnd()
      return result
    } catch {
      throw CampaignError(line: line.number, column: error.column, error.message)
    }
  }

  static func error(_ line: SourceLines.Line?, _ message: String) -> CampaignError {
    CampaignError(line: line?.number ?? 1, column: 1, message)
  }
}

extension ActionParser {
  fileprivate mutating func checker() throws(ActionError) -> CheckerName {
    expect(
      Expectation("a checker", words: CheckerName.inRuns.map { ($0.kebabName, $0.definition) }))
    guard let checker = token.word.flatMap({ CheckerName(parsing: $0) }) else { throw failure() }
    advance()
    return checker
  }
}
