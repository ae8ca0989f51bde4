import Histories
import Laboratory
import Replication
import Simulation

/// Five nodes of single-leader replication under writes of fifty clients: about fifty messages are
/// in flight on average.
enum BenchWorld {
  static let initial: [History.InitialValue] = [.init("a", 0)]

  static func world() -> World<SingleLeader> {
    let (servers, clients) = (5, 50)
    let members = (0..<servers).map { NodeID($0) }
    var configuration = SingleLeader.Configuration(
      log: LogID(0), members: members, leader: members[0])
    configuration.initial = initial
    configuration.acknowledgement = .majority
    var network = Network(endpoints: servers + clients, defaultDelay: 1)
    for a in members {
      for b in members where a != b { network[Link(from: a, to: b)].delay = 5 }
    }
    var world = World<SingleLeader>(
      WorldConfiguration(
        seed: 1, tieOrder: .standard, servers: servers,
        clients: (0..<clients).map {
          ClientConfiguration(session: SessionID($0), routing: .preferred, timeout: 100_000)
        },
        network: network, configuration: configuration))
    let workload = Workload(
      clients: (0..<clients).map { ProcessID($0) }, meanGap: 40, readPercent: 0,
      keys: ["a", "b", "c", "d"])
    world.schedule(.setWorkload(workload), at: 0)
    return world
  }

  /// The world alone, after so many events.
  static func bare(events: Int) -> World<SingleLeader> {
    var world = world()
    var nobody = NoObserver()
    world.start(&nobody)
    for _ in 0..<events { _ = world.step(&nobody) }
    return world
  }

  /// The world with its recording and keyframes.
  static func recorded(events: Int) -> Timeline<SingleLeader> {
    var timeline = Timeline(world(), initial: initial)
    for _ in 0..<events { _ = timeline.forward() }
    return timeline
  }

  /// The same cluster as a scenario of the lab.
  static func scenario(servers: Int = 5, clients: Int = 50) -> Scenario {
    var scenario = Scenario(
      title: "bench", protocolName: "single-leader",
      servers: (0..<servers).map { $0 == 0 ? "P" : "R\($0)" },
      clients: (1...clients).map {
        Scenario.ClientSpecification(name: "c\($0)", routing: .preferred, timeout: 100_000)
      },
      serverDelay: 5, clientDelay: 1, initial: initial,
      settings: [.init("acknowledgement", "majority")], seed: 1)
    let workload = Workload(
      clients: (0..<clients).map { ProcessID($0) }, meanGap: 40, readPercent: 0,
      keys: ["a", "b", "c", "d"])
    scenario.script = [.init(time: 0, intervention: .setWorkload(workload))]
    return scenario
  }

  /// A run of the lab, with recording, keyframes and every live check, as the screen plays it.
  static func judged(events: Int, _ scenario: Scenario = scenario()) -> Run {
    guard var run = try? Run(scenario) else { preconditionFailure("the scenario can be run") }
    while run.newest < events {
      run.seek(time: run.clock + 16)
    }
    return run
  }
}
