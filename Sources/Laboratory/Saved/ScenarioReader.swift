import Histories
import Simulation

/// Reads the lines of a scenario. The head is read first, because the script needs its names.
struct ScenarioReader {
  var title: String?
  var protocolName: String?
  var servers: [String]?
  var shards: [Scenario.Shard] = []
  var spread: Scenario.KeySpread?
  var clients: [Scenario.ClientSpecification] = []
  var serverDelay: VirtualDuration?
  var clientDelay: VirtualDuration?
  var delays: [Scenario.LinkDelay] = []
  var initial: [History.InitialValue] = []
  var settings: [Scenario.Setting] = []
  var seed: UInt64?
  var tieOrder: TieOrder?
  var end: Ending?
  /// The line of each part, for errors that only show when all is read.
  var places: [ScenarioError.Part: Int] = [:]

  enum Ending {
    case whenNothingHappens
    case at(VirtualTime)
    var time: VirtualTime? { if case .at(let time) = self { time } else { nil } }
  }

  /// The most lines of a script, and of each kind that may stand often in the head.
  static let scriptMax = 100_000
  static let initialMax = 10_000
  static let delaysMax = 20_000
  static let settingsMax = 256

  mutating func read(_ lines: [SourceLines.Line]) throws(ScenarioTextError) -> Scenario {
    try readFormat(lines.first)
    var script: [SourceLines.Line] = []
    for line in lines.dropFirst() {
      if line.isOfScript {
        guard script.count < Self.scriptMax else {
          throw ScenarioTextError(
            line: line.number, column: 1,
            message: "a script has at most \(Self.scriptMax) lines")
        }
        script.append(line)
        continue
      }
      var reader = try lineReader(line)
      guard reader.token.kind != .end else { continue }
      do throws(ActionError) { try readHead(&reader, line.number) } catch {
        throw Self.error(line, error)
      }
    }
    var scenario = try head(lastLine: lines.last?.number ?? 1)
    let grammar = try check(scenario)
    var links = 0
    for line in script {
      do throws(ActionError) {
        let read = try grammar.parseLine(line.text)
        links += read.intervention.linkCount
        guard links <= SourceLines.linksMax else {
          throw ActionError(column: 1, "the script names more than \(SourceLines.linksMax) links")
        }
        places[.script(scenario.script.count)] = line.number
        scenario.script.append(read)
      } catch { throw Self.error(line, error) }
    }
    _ = try check(scenario)
    return scenario
  }

  private static func error(_ line: SourceLines.Line, _ error: ActionError) -> ScenarioTextError {
    ScenarioTextError(line: line.number, column: error.column, message: error.message)
  }

  /// A parser without names: enough for the head.
  private func lineReader(_ line: SourceLines.Line) throws(ScenarioTextError) -> ActionParser {
    do throws(ActionError) { return try ActionParser(Self.bare, line.text) } catch {
      throw Self.error(line, error)
    }
  }

  private static let bare = ActionGrammar(
    names: NameTable(servers: [], clients: [], sessions: []), knobs: [], steps: [])

  private func readFormat(_ line: SourceLines.Line?) throws(ScenarioTextError) {
    guard let line else {
      throw ScenarioTextError(
        line: 1, column: 1, message: "the file is empty; expected \"scenario format 1\"")
    }
    var reader = try lineReader(line)
    do throws(ActionError) {
      try reader.require("scenario", "the first line")
      try reader.require("format", "the version of the text form")
      let place = reader.token
      let format = try reader.number("a format version", in: 0...Int64(Int32.max))
      guard format == Int64(ScenarioText.format) else {
        throw reader.error(
          "found format \(format); this program reads format \(ScenarioText.format)", at: place)
      }
      try reader.requireEnd()
    } catch { throw Self.error(line, error) }
  }

  // MARK: The whole

  private func head(lastLine: Int) throws(ScenarioTextError) -> Scenario {
    func required<T>(_ value: T?, _ what: String) throws(ScenarioTextError) -> T {
      guard let value else {
        throw ScenarioTextError(
          line: lastLine, column: nil, message: "the scenario ends without a line \"\(what)\"")
      }
      return value
    }
    return Scenario(
      title: try required(title, "title TEXT"),
      protocolName: try required(protocolName, "protocol NAME"),
      servers: try required(servers, "nodes NAME, …"), shards: shards,
      spread: spread ?? .rendezvous, clients: clients,
      serverDelay: try required(serverDelay, "delay nodes MS"),
      clientDelay: try required(clientDelay, "delay clients MS"), delays: delays,
      initial: initial, settings: settings, seed: try required(seed, "seed N"),
      tieOrder: tieOrder ?? .standard, end: end?.time)
  }

  /// The grammar of a scenario that can be run.
  private func check(_ scenario: Scenario) throws(ScenarioTextError) -> ActionGrammar {
    do throws(ScenarioError) { return try ActionGrammar(of: scenario) } catch {
      throw ScenarioTextError(
        line: places[error.part] ?? 1, column: 1, message: error.message)
    }
  }
}
