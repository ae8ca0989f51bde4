import Checkers
import Histories
import Simulation

/// A scenario to start from in the sandbox.
public struct Preset: Sendable, Hashable {
  /// As it is typed: `three-replicas`.
  public let name: String
  public let title: String
  /// One sentence for people.
  public let summary: String
  /// With the seed 1; give it another one for another run.
  public let scenario: Scenario
  /// What holds on every run of it, whatever faults strike: what a campaign is judged by.
  public let promises: [CheckerName]

  init(
    name: String, title: String, summary: String, promises: [CheckerName] = [], scenario: Scenario
  ) {
    self.name = name
    self.promises = promises
    self.title = title
    self.summary = summary
    self.scenario = scenario
    // The title of the scenario is what the screen shows.
    precondition(scenario.title == title, "a preset and its scenario have one title")
  }

  /// The preset with this name.
  public static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// A leader P and followers R1, R2, …, with clients c1, c2, c3: c1 asks the leader first, c2 each
  /// node in turn, c3 any node.
  ///
  /// - Parameters:
  ///   - servers: how many nodes there are, 1 to 9.
  ///   - lags: the one-way delays from the leader to R1, R2, …; the other way takes the same. Those
  ///     that are not given are `serverDelay`.
  ///   - settings: knobs of the single-leader protocol that differ from its own.
  /// - Throws: `ScenarioError` when the number or a setting is not allowed.
  public static func make(
    servers count: Int, title: String, seed: UInt64, serverDelay: VirtualDuration = 10,
    lags: [VirtualDuration] = [], settings: [Scenario.Setting] = [],
    script: [Scenario.ScriptLine] = [], end: VirtualTime? = nil
  ) throws(ScenarioError) -> Scenario {
    guard (1...9).contains(count) else {
      throw ScenarioError(.servers, "a preset has 1 to 9 nodes, found \(count)")
    }
    let scenario = cluster(
      servers: count, title: title, seed: seed, serverDelay: serverDelay, lags: lags,
      settings: settings, script: script, end: end)
    _ = try scenario.validate()
    return scenario
  }

  static func cluster(
    servers count: Int, title: String, seed: UInt64 = 1, serverDelay: VirtualDuration,
    lags: [VirtualDuration] = [], settings: [Scenario.Setting] = [],
    script: [Scenario.ScriptLine] = [], end: VirtualTime? = nil, timeout: VirtualDuration = 5000
  ) -> Scenario {
    let names = ["P"] + (1..<max(count, 1)).map { "R\($0)" }
    let delays = zip(names.dropFirst(), lags).flatMap { name, lag in
      [
        Scenario.LinkDelay(from: "P", to: name, delay: lag),
        Scenario.LinkDelay(from: name, to: "P", delay: lag),
      ]
    }
    return Scenario(
      title: title, protocolName: "single-leader", servers: names,
      clients: [
        .init(name: "c1", routing: .preferred, timeout: timeout),
        .init(name: "c2", routing: .roundRobin, timeout: timeout),
        .init(name: "c3", routing: .any, timeout: timeout),
      ], serverDelay: serverDelay, clientDelay: 1, delays: delays,
      initial: [.init("name", "Bob")], settings: settings, script: script, seed: seed, end: end)
  }
}
