import Histories
import Simulation

/// A scenario file that cannot be read: where, what was found, what was expected.
public struct ScenarioTextError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// From 1, in characters; nil when the whole line is meant.
  public let column: Int?
  public let message: String

  public init(line: Int, column: Int?, message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  /// `line 3, column 7: found …`.
  public var description: String {
    "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": \(message)"
  }
}

/// A scenario as a text file: a line for each thing, the script in the action grammar.
///
/// ```
/// scenario format 1
/// title "A value that was there"
/// protocol single-leader
/// nodes P, R1
/// shard a nodes P, R1 keys name, mail lsn 6
/// placement rendezvous
/// client c1 session c1 routing preferred timeout 1000
/// client c2 session c2 routing sticky-modulo among P, R1 timeout none
/// delay nodes 10
/// delay clients 1
/// delay P -> R1 40
/// initial name = Bob
/// set acknowledgement = none
/// seed 7
/// ties standard
/// end 1500
/// at 100 c1 write name = Alice via P
/// ```
///
/// Lines of shards, and of where keys lie that no shard names, stand where the protocol is `sharded`;
/// `keys` and `lsn` may be left out.
///
/// Title, protocol, nodes, both delays and seed are required; every line but those of clients,
/// delays of links, initial values, settings and the script stands once. The order of kinds does
/// not matter, the order within a kind does. `timeout none` and `end none` mean without one.
public struct ScenarioText: Sendable {
  /// The version of this text form.
  public static let format = 1
  public let scenario: Scenario

  public init(of scenario: Scenario) { self.scenario = scenario }

  /// - Throws: `ScenarioTextError`; the scenario read can be run. O(length and links).
  public init(parsing text: String) throws(ScenarioTextError) {
    try self.init(parsing: text, firstLine: 1)
  }

  init(parsing text: String, firstLine: Int) throws(ScenarioTextError) {
    let lines: [SourceLines.Line]
    do { lines = try SourceLines.significant(text, from: firstLine) } catch {
      throw ScenarioTextError(line: error.line, column: error.column, message: error.message)
    }
    var reader = ScenarioReader()
    scenario = try reader.read(lines)
  }

  private func among(_ client: Scenario.ClientSpecification) -> String {
    client.among.isEmpty
      ? "" : " among " + client.among.map(ActionPrinter.name).joined(separator: ", ")
  }

  private func shard(_ shard: Scenario.Shard) -> String {
    var line = "shard \(ActionPrinter.name(shard.name)) nodes "
    line += shard.nodes.map(ActionPrinter.name).joined(separator: ", ")
    if !shard.keys.isEmpty {
      line += " keys " + shard.keys.map { ActionPrinter.key(Key($0)) }.joined(separator: ", ")
    }
    return line + (shard.lsn.map { " lsn \($0)" } ?? "")
  }

  /// Reads back as the same scenario, where the scenario can be run. O(length).
  public var text: String {
    let printer = ActionPrinter(names: scenario.names)
    var lines = [
      "scenario format \(Self.format)", "title \(QuotedText.quoted(scenario.title))",
      "protocol \(ActionPrinter.word(scenario.protocolName))",
      "nodes \(scenario.servers.map(ActionPrinter.name).joined(separator: ", "))",
    ]
    lines += scenario.shards.map(shard)
    if !scenario.shards.isEmpty { lines.append("placement \(scenario.spread.rawValue)") }
    lines += scenario.clients.map { client in
      "client \(ActionPrinter.name(client.name)) session \(ActionPrinter.word(client.session))"
        + " routing \(client.routing.rawValue)" + among(client)
        + " timeout \(client.timeout.map(\.description) ?? "none")"
    }
    lines += ["delay nodes \(scenario.serverDelay)", "delay clients \(scenario.clientDelay)"]
    lines += scenario.delays.map { delay in
      "delay \(ActionPrinter.name(delay.from)) -> \(ActionPrinter.name(delay.to)) \(delay.delay)"
    }
    lines += scenario.initial.map {
      "initial \(ActionPrinter.key($0.key)) = \(ActionPrinter.value($0.value))"
    }
    lines += scenario.settings.map {
      "set \(ActionPrinter.word($0.path)) = \(ActionPrinter.value($0.value))"
    }
    lines += [
      "seed \(scenario.seed)",
      "ties \(scenario.tieOrder == .standard ? "standard" : "reversed")",
      "end \(scenario.end.map(\.description) ?? "none")",
    ]
    lines += scenario.script.map { "at \($0.time) \(printer.text($0.intervention))" }
    return lines.joined(separator: "\n") + "\n"
  }
}
