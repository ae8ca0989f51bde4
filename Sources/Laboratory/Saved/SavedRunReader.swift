import Histories
import Simulation

/// Reads the lines of a saved run whose checksum fits.
struct SavedRunReader {
  private let lines: [SourceLines.Line]
  private var index = 0

  init(_ lines: [SourceLines.Line]) { self.lines = lines }

  static func lines(of text: String) throws(SavedRunError) -> [SourceLines.Line] {
    do { return try SourceLines.significant(text) } catch {
      throw SavedRunError(.malformed, line: error.line, column: error.column, error.message)
    }
  }

  private var line: SourceLines.Line? { index < lines.count ? lines[index] : nil }

  mutating func read() throws(SavedRunError) -> SavedRun {
    index = 1
    try readEngine()
    try readSection("[scenario]")
    let scenario = try readScenario()
    try readSection("[log]")
    let log = try readLog(scenario)
    try readSection("[run]")
    var checkpoints: [SavedRun.Checkpoint] = []
    while line?.text.hasPrefix("digest") == true, checkpoints.count < SavedRun.checkpointsMax {
      checkpoints.append(try readCheckpoint("digest", after: checkpoints.last))
    }
    let (position, clock, shownLine) = try readShown()
    let end = try readCheckpoint("end", after: checkpoints.last)
    if let line { throw Self.error(line, "nothing stands between the end and the checksum") }
    guard position <= end.events else {
      throw Self.error(shownLine, "position \(position) is beyond the \(end.events) events")
    }
    return SavedRun(
      scenario: scenario, log: log, checkpoints: checkpoints, end: end, shownPosition: position,
      shownClock: clock)
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
    while let line, line.text != "[log]" {
      own.append(line)
      index += 1
    }
    var reader = ScenarioReader()
    do throws(ScenarioTextError) { return try reader.read(own) } catch {
      throw SavedRunError(.malformed, line: error.line, column: error.column, error.message)
    }
  }

  private mutating func readLog(_ scenario: Scenario) throws(SavedRunError) -> [LoggedIntervention]
  {
    let grammar: ActionGrammar
    do { grammar = try ActionGrammar(of: scenario) } catch {
      throw SavedRunError(.malformed, error.message)
    }
    var log: [LoggedIntervention] = []
    var links = 0
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
