import Checkers
import Curriculum
import Foundation
import Laboratory
import LessonFiles

/// A cluster that was named on the command line, by a preset or a file, with knobs set beside it.
struct RunSource {
  let scenario: Scenario
  /// The saved run that it comes from.
  private let run: Run?
  let title: String
  let promises: [CheckerName]
  /// What one types to name it again.
  let arguments: String

  /// - Parameter nodes: a plain cluster of so many in place of the preset.
  init(preset: Preset, nodes: Int? = nil, settings: [String]) throws {
    if let nodes {
      let title = nodes == 1 ? "One node" : "\(nodes) nodes"
      try self.init(
        try Preset.make(servers: nodes, title: title, seed: 1, serverDelay: 50), title: title,
        arguments: ["--nodes", "\(nodes)"], settings)
      return
    }
    try self.init(
      preset.scenario, title: preset.title, promises: preset.promises,
      arguments: ["--preset", preset.name], settings)
  }

  init(path: String, settings: [String]) throws {
    switch try RunnableFile(path: path) {
    case .saved(let run):
      try self.init(
        run.scenario, run: run, title: run.scenario.title, arguments: [path], settings)
    case .scenario(let scenario):
      try self.init(scenario, title: scenario.title, arguments: [path], settings)
    case .lesson(let lesson):
      guard case .cluster(let scenario)? = lesson.rounds.first?.setup else {
        throw CommandFailure(.data, "\(path): its first round is no cluster")
      }
      try self.init(scenario, title: lesson.title, arguments: [path], settings)
    }
  }

  private init(
    _ scenario: Scenario, run: Run? = nil, title: String, promises: [CheckerName] = [],
    arguments: [String], _ settings: [String]
  ) throws {
    self.run = run
    self.title = title
    self.promises = promises
    var words = arguments
    var set = scenario
    for setting in settings {
      set = try Self.turn(setting, in: set)
      words += ["--set", setting]
    }
    self.scenario = set
    self.arguments = words.map(Self.quoted).joined(separator: " ")
  }

  var isSavedRun: Bool { run != nil }

  /// What a campaign runs.
  func plan(decisive: [CheckerName]) throws -> CampaignPlan {
    do throws(ScenarioError) {
      guard let run else { return try CampaignPlan(of: scenario, decisive: decisive) }
      return try CampaignPlan(of: scenario, log: run.simulation.log, decisive: decisive)
    } catch { throw CommandFailure(.data, "\(title): \(error)") }
  }

  /// Sets a knob: `KNOB=VALUE`, in the spelling of the action grammar.
  private static func turn(_ setting: String, in scenario: Scenario) throws -> Scenario {
    let before = "set "
    do throws(ActionError) {
      let grammar: ActionGrammar
      do throws(ScenarioError) { grammar = try ActionGrammar(of: scenario) } catch {
        throw ActionError(error.message)
      }
      guard case .configure(let path, let value) = try grammar.parse(before + setting) else {
        throw ActionError("this sets no knob")
      }
      var result = scenario
      result.settings.removeAll { $0.path == path }
      result.settings.append(.init(path, value))
      return result
    } catch {
      let column = error.column.map { ", column \(max($0 - before.count, 1))" } ?? ""
      throw CommandFailure(.usage, "--set \(setting)\(column): \(error.message)")
    }
  }

  /// The word as a shell takes it.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || "_./:=,@%+-".unicodeScalars.contains(scalar))
    }
    if isPlain && !word.isEmpty { return word }
    return "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
