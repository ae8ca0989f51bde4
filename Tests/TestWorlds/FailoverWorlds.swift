import Histories
import Replication
import Simulation

/// A single-leader cluster in which followers take over, with its clients, ready to be scripted.
public struct FailoverSetup: Sendable {
  public var seed: UInt64 = 1
  public var tieOrder: TieOrder = .standard
  public var servers = 3
  public var clients = 4
  public var delay: VirtualDuration = 30
  public var timeout: VirtualDuration? = 1000
  public var routing: RoutingPolicy = .any
  public var initial: [History.InitialValue] = [.init("x", 0)]
  /// What is turned, as a scenario would write it.
  public var settings: [(path: String, value: Value)] = [
    ("failover", "majority-vote"), ("heartbeat-interval", 20),
  ]

  public init() {}

  /// The configuration that promises linearizability.
  public static var safe: FailoverSetup {
    var setup = FailoverSetup()
    setup.settings += [
      ("acknowledgement", "majority"), ("visibility", "commit"), ("leader-reads", "read-index"),
      ("follower-reads", "sync"),
    ]
    return setup
  }

  public func setting(_ path: String, _ value: Value) -> FailoverSetup {
    var copy = self
    copy.settings.append((path, value))
    return copy
  }

  public var members: [NodeID] { (0..<servers).map { NodeID($0) } }

  public var configuration: SingleLeader.Configuration {
    var configuration = SingleLeader.Configuration(
      log: LogID(0), members: members, leader: NodeID(0))
    configuration.initial = initial
    for (path, value) in settings {
      guard let knob = SingleLeader.knobs(configuration).first(where: { $0.path == path }),
        knob.allows(value)
      else { preconditionFailure("\(path) cannot be \(value)") }
      SingleLeader.turn(path, to: value, in: &configuration)
    }
    return configuration
  }

  public var world: World<SingleLeader> {
    var network = Network(endpoints: servers + clients, defaultDelay: 1)
    for link in serverLinks { network[link].delay = delay }
    return World(
      WorldConfiguration(
        seed: seed, tieOrder: tieOrder, servers: servers,
        clients: (0..<clients).map {
          ClientConfiguration(session: SessionID($0), routing: routing, timeout: timeout)
        },
        network: network, configuration: configuration))
  }

  /// Every link between two servers.
  public var serverLinks: [Link] {
    members.flatMap { a in members.compactMap { a == $0 ? nil : Link(from: a, to: $0) } }
  }

  /// The address of a client.
  public func address(_ client: Int) -> NodeID { NodeID(servers + client) }
}

/// The links that a partition into these groups cuts, in both directions.
public func partition(_ groups: [NodeID]...) -> [Link] {
  var links: [Link] = []
  for (place, group) in groups.enumerated() {
    for other in groups.dropFirst(place + 1) {
      for a in group { for b in other { links += between(a, b) } }
    }
  }
  return links
}
