import Histories
import Simulation

/// Reads the lines of a saved run whose checksum fits.
struct SavedRunReader {
  private let lines: [SourceLines.Line]
  private var index = 0
  /// The links that the logs of all branches name.
  private var links = 0

  init(_ lines: [SourceLines.Line]) { self.lines = lines }

  static func lines(of text: String) throws(SavedRunError) -> [SourceLines.Line] {
    do { return try SourceLines.significant(text) } catch {
      throw SavedRunError(.malformed, line: error.line, column: error.column, error.message)
    }
  }

  private var line: SourceLines.Line? { index < lines.count ? lines[index] : nil }

  mutating func read() throws(SavedRunError) -> SavedRun {
    let scenario = try readHead()
    let grammar = try Self.grammar(of: scenario)
    var branches: [SavedRun.SavedBranch] = []
    var events = 0
    while line?.text == "[branch]" {
      guard branches.count < SavedRun.branchesMax else {
        throw Self.error(line, "a saved run has at most \(SavedRun.branchesMax) branches")
      }
      let heading = line
      index += 1
      let branch = try readBranch(after: branches, grammar)
      events += branch.end.events
      guard events <= SavedRun.eventsMax || branches.isEmpty else {
        throw Self.error(
          heading, "the branches have more than \(SavedRun.eventsMax) events together")
      }
      branches.append(branch)
    }
    guard !branches.isEmpty else {
      throw Self.error(line ?? lines.last, "expected the line [branch]")
    }
    try readSection("[shown]")
    let (place, name) = try read("branch NAME") { parser throws(ActionError) in
      try parser.require("branch", "the branch that was shown")
      return try parser.text("the name of a branch")
    }
    guard let shown = branches.firstIndex(where: { $0.name == name }) else {
      throw Self.error(place, "no branch is called \(QuotedText.shown(name))")
    }
    if let line {
      throw Self.error(line, "nothing stands between the shown branch and the checksum")
    }
    return SavedRun(scenario: scenario, branches: branches, shownBranch: shown)
  }

  /// The first version of the text form: one branch.
  mutating func readFormat1() throws(SavedRunError) -> SavedRun {
    let scenario = try readHead()
    try readSection("[log]")
    let log = try readLog(try Self.grammar(of: scenario), from: 0)
    try readSection("[run]")
    let branch = try readWay(name: "main", origin: nil, log)
    if let line { throw Self.error(line, "nothing stands between the end and the checksum") }
    return SavedRun(scenario: scenario, branches: [branch], shownBranch: 0)
  }

  private mutating func readHead() throws(SavedRunError) -> Scenario {
    index = 1
    try readEngine()
    try readSection("[scenario]")
    return try readScenario()
  }

  // MARK: Branches

  private mutating func readBranch(
    after others: [SavedRun.SavedBranch], _ grammar: ActionGrammar
  ) throws(SavedRunError) -> SavedRun.SavedBranch {
    let (place, name) = try read("name NAME") { parser throws(ActionError) in
      try parser.require("name", "the name of the branch")
      return try parser.text("a name")
    }
    guard (1...Run.branchNameMax).contains(name.count) else {
      throw Self.error(place, "a name of a branch has 1 to \(Run.branchNameMax) characters")
    }
    if others.contains(where: { $0.name == name }) {
      throw Self.error(place, "there are two branches called \(QuotedText.shown(name))")
    }
    let origin = others.isEmpty ? nil : try readOrigin(others)
    let log = try readLog(grammar, from: origin?.position ?? 0)
    return try readWay(name: name, origin: origin, log)
  }

  private mutating func readOrigin(
    _ others: [SavedRun.SavedBranch]
  ) throws(SavedRunError) -> Branch.Origin {
    let (place, origin) = try read("from BRANCH POSITION") { parser throws(ActionError) in
      try parser.require("from", "the branch that it left")
      let name = try parser.text("the name of a branch")
      let position = try parser.number("a position", in: 0...Int64(SavedRun.eventsMax))
      return Branch.Origin(branch: name, position: Int(position))
    }
    guard let parent = others.first(where: { $0.name == origin.branch }) else {
      throw Self.error(place, "no branch before it is called \(QuotedText.shown(origin.branch))")
    }
    guard origin.position <= parent.end.events else {
      throw Self.error(
        place,
        "position \(origin.position) is beyond the \(parent.end.events) events of "
          + QuotedText.shown(origin.branch))
    }
    return origin
  }

  /// Digests, where it was shown, and its end.
  private mutating func readWay(
    name: String, origin: Branch.Origin?, _ log: [LoggedIntervention]
  ) throws(SavedRunError) -> SavedRun.SavedBranch {
    var checkpoints: [SavedRun.Checkpoint] = []
    while line?.text.hasPrefix("digest") == true, checkpoints.count < SavedRun.checkpointsMax {
      checkpoints.append(try readCheckpoint("digest", after: checkpoints.last))
    }
    let (position, clock, shownLine) = try readShown()
    let endLine = line
    let end = try readCheckpoint("end", after: checkpoints.last)
    guard position <= end.events else {
      throw Self.error(shownLine, "position \(position) is beyond the \(end.events) events")
    }
    if let origin, end.events < origin.position {
      throw Self.error(endLine, "the branch ends before it left \(QuotedText.shown(origin.branch))")
    }
    return SavedRun.SavedBranch(
      name: name, origin: origin, log: log, checkpoints: checkpoints, end: end,
      shownPosition: position, shownClock: clock)
  }

  // MARK: Parts

  private mutating func readEngine() throws(SavedRunError) {
    let (line, version) = try read("engine VERSION") { parser throws(ActionError) in
      try parser.require("engine", "the version of the engine")
      return try parser.number("an engine version", in: 0...Int64(Int32.max))
    }
    guard version == EngineVersion.current else {
      throw SavedRunError(
        .otherEngine, line: line.number, column: 8,
        "saved by engine \(version); this is engine \(EngineVersion.current), whose runs may differ"
      )
    }
  }

  private mutating func readSection(_ name: String) throws(SavedRunError) {
    guard let line, line.text == name else {
      throw Self.error(line ?? lines.last, "expected the line \(name)")
    }
    index += 1
  }

  private mutating func readScenario() throws(SavedRunError) -> Scenario {
    var own: [SourceLines.Line] = []
    while let line, line.text != "[log]", line.text != "[branch]" {
      own.append(line)
      index += 1
    }
    var reader = ScenarioReader()
    do throws(ScenarioTextError) { return try reader.read(own) } catch {
      throw SavedRunError(.malformed, line: error.line, column: error.column, error.message)
    }
  }

  private static func grammar(of scenario: Scenario) throws(SavedRunError) -> ActionGrammar {
    do { return try ActionGrammar(of: scenario) } catch {
      throw SavedRunError(.malformed, error.message)
    }
  }

  /// The actions of a branch, none before the position that it left from.
  private mutating func readLog(
    _ grammar: ActionGrammar, from start: Int
  ) throws(SavedRunError) -> [LoggedIntervention] {
    var log: [LoggedIntervention] = []
    while line?.text.hasPrefix("@") == true {
      let (line, entry) = try read("@ EVENT TIME ACTION", of: grammar) {
        parser throws(ActionError) in
        try parser.require("@", "an action of the log")
        let event = try parser.number("an event", in: 0...Int64(SavedRun.eventsMax))
        let time = try parser.reachedInstant()
        return LoggedIntervention(
          eventIndex: Int(event), time: time, intervention: try parser.wholeAction())
      }
      if let last = log.last, entry.eventIndex <= last.eventIndex || entry.time < last.time {
        throw Self.error(line, "the log is not in the order of its events and times")
      }
      guard entry.eventIndex >= start else {
        throw Self.error(line, "event \(entry.eventIndex) lies before the branch left its origin")
      }
      links += entry.intervention.linkCount
      guard links <= SourceLines.linksMax else {
        throw Self.error(line, "the log names more than \(SourceLines.linksMax) links")
      }
      log.append(entry)
    }
    return log
  }

  private mutating func readShown() throws(SavedRunError) -> (Int, VirtualTime, SourceLines.Line) {
    let (line, shown) = try read("shown POSITION TIME") { parser throws(ActionError) in
      try parser.require("shown", "the shown position")
      let position = try parser.number("a position", in: 0...Int64(SavedRun.eventsMax))
      return (Int(position), try parser.reachedInstant())
    }
    return (shown.0, shown.1, line)
  }

  private mutating func readCheckpoint(
    _ word: String, after last: SavedRun.Checkpoint?
  ) throws(SavedRunError) -> SavedRun.Checkpoint {
    let (line, checkpoint) = try read("\(word) EVENTS TIME DIGEST") { parser throws(ActionError) in
      try parser.require(word, "a digest of the run")
      let events = try parser.number("a number of events", in: 0...Int64(SavedRun.eventsMax))
      let time = try parser.reachedInstant()
      let digest = try parser.digest()
      return SavedRun.Checkpoint(events: Int(events), time: time, digest: digest)
    }
    if let last, checkpoint.events <= last.events || checkpoint.time < last.time {
      throw Self.error(line, "the digests are not in the order of the run")
    }
    return checkpoint
  }

  // MARK: Lines

  private static let bare = ActionGrammar(
    names: NameTable(servers: [], clients: [], sessions: []), knobs: [], steps: [])

  /// Reads the next line whole.
  private mutating func read<T>(
    _ form: String, of grammar: ActionGrammar = Self.bare,
    _ parse: (inout ActionParser) throws(ActionError) -> T
  ) throws(SavedRunError) -> (SourceLines.Line, T) {
    guard let line else { throw Self.error(lines.last, "expected a further line \(form)") }
    index += 1
    do throws(ActionError) {
      var parser = try ActionParser(grammar, line.text)
      let result = try parse(&parser)
      try parser.requireEnd()
      return (line, result)
    } catch {
      throw SavedRunError(.malformed, line: line.number, column: error.column, error.message)
    }
  }

  private static func error(_ line: SourceLines.Line?, _ message: String) -> SavedRunError {
    SavedRunError(.malformed, line: line?.number ?? 1, column: 1, message)
  }
}
