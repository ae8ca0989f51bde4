import Histories
import Replication
import Simulation

/// A protocol that scenarios can name.
///
/// A new protocol is a folder in `Replication` and one line in `ProtocolCatalogue.all`.
public struct ProtocolEntry: Sendable {
  /// As scenarios and lessons name it.
  public let name: String
  /// One sentence for people.
  public let summary: String
  let begin: @Sendable (Scenario) -> any SimulationRun
  /// Runs a scenario to its end at once, for campaigns.
  let finish: @Sendable (Scenario, RunBounds) -> FinishedRun
  let initialKnobs: @Sendable (Scenario) -> [Knob]
  public let steps: [StepName]
  /// Whether scenarios of it describe shards.
  public let takesShards: Bool

  init<P: SimulatedProtocol>(
    _ type: P.Type, name: String, summary: String, takesShards: Bool = false,
    configure: @escaping @Sendable (Scenario) -> P.Configuration
  ) {
    self.name = name
    self.summary = summary
    self.takesShards = takesShards
    steps = P.steps
    initialKnobs = { P.knobs(configure($0)) + SessionPolicy().knobs }
    let world = { @Sendable (scenario: Scenario) in
      var configuration = configure(scenario)
      var sessions = SessionPolicy()
      for setting in scenario.settings {
        if SessionPolicy.owns(setting.path) {
          sessions.turn(setting.path, to: setting.value)
        } else {
          P.turn(setting.path, to: setting.value, in: &configuration)
        }
      }
      return Self.world(P.self, scenario, configuration, sessions)
    }
    begin = { Timeline(world($0), initial: $0.initial) }
    finish = { FinishedRun(world($0), initial: $0.initial, $1) }
  }

  /// The world with its script scheduled: client calls as such, everything else as interventions.
  private static func world<P: SimulatedProtocol>(
    _ type: P.Type, _ scenario: Scenario, _ configuration: P.Configuration,
    _ sessions: SessionPolicy
  ) -> World<P> {
    var world = World<P>(
      WorldConfiguration(
        seed: scenario.seed, tieOrder: scenario.tieOrder, servers: scenario.servers.count,
        clients: scenario.clientConfigurations, network: scenario.network,
        configuration: configuration, sessionPolicy: sessions))
    for line in scenario.script {
      if case .invoke(let process, let call, let target) = line.intervention {
        world.schedule(
          PlannedCall(call: call, target: target, intended: line.time), of: process)
      } else {
        world.schedule(line.intervention, at: line.time)
      }
    }
    return world
  }
}

/// The protocols of the lab, in one list: screens, files and tests are driven by it.
public enum ProtocolCatalogue {
  public static let all: [ProtocolEntry] = [
    ProtocolEntry(
      SingleLeader.self, name: "single-leader",
      summary: "one leader ships its log to followers; the first server is the leader",
      configure: { scenario in
        let members = scenario.servers.indices.map { NodeID($0) }
        var configuration = SingleLeader.Configuration(
          log: LogID(0), members: members, leader: members[0])
        configuration.initial = scenario.initial
        return configuration
      }),
    ProtocolEntry(
      ExpiringCache.self, name: "expiring-cache",
      summary: "an origin and caches that answer from what they fetched until it expires, as DNS",
      configure: { scenario in
        let members = scenario.servers.indices.map { NodeID($0) }
        return ExpiringCache.Configuration(
          log: LogID(0), origin: members[0], caches: Array(members.dropFirst()),
          initial: scenario.initial)
      }),
    ProtocolEntry(
      Sharded<SingleLeader>.self, name: "sharded",
      summary: "shards, each with a part of the keys, a leader and a log of its own",
      takesShards: true, configure: \.shardedConfiguration),
  ]

  public static func entry(named name: String) -> ProtocolEntry? {
    all.first { $0.name == name }
  }
}
