import Histories
import Simulation

/// Everything that a run is a function of, beside the user's own actions.
public struct Scenario: Hashable, Sendable {
  /// A client of the scenario.
  public struct ClientSpecification: Hashable, Sendable {
    public var name: String
    /// The session it works in; clients that name the same one share it.
    public var session: String
    public var routing: RoutingPolicy
    /// The only nodes that it reads from by its routing, in this order; empty: all.
    public var among: [String]
    public var timeout: VirtualDuration?

    public init(
      name: String, session: String? = nil, routing: RoutingPolicy, among: [String] = [],
      timeout: VirtualDuration?
    ) {
      self.name = name
      self.session = session ?? name
      self.routing = routing
      self.among = among
      self.timeout = timeout
    }
  }

  /// The delay of one directed link that differs from the default.
  public struct LinkDelay: Hashable, Sendable {
    public var from: String
    public var to: String
    public var delay: VirtualDuration

    public init(from: String, to: String, delay: VirtualDuration) {
      self.from = from
      self.to = to
      self.delay = delay
    }
  }

  /// A knob as it is set when the run begins.
  public struct Setting: Hashable, Sendable {
    public var path: String
    public var value: Value

    public init(_ path: String, _ value: Value) {
      self.path = path
      self.value = value
    }
  }

  /// Something that happens by itself at a known instant.
  public struct ScriptLine: Hashable, Sendable {
    public var time: VirtualTime
    public var intervention: Intervention

    public init(time: VirtualTime, intervention: Intervention) {
      self.time = time
      self.intervention = intervention
    }
  }

  public var title: String
  /// The protocol's name in the catalogue.
  public var protocolName: String
  public var servers: [String]
  /// The groups of a sharded store; empty for every other protocol.
  public var shards: [Shard]
  /// How keys that no shard names are spread over the shards.
  public var spread: KeySpread
  public var clients: [ClientSpecification]
  /// The one-way delay between servers where nothing else is said.
  public var serverDelay: VirtualDuration
  /// The one-way delay between a client and a server where nothing else is said.
  public var clientDelay: VirtualDuration
  public var delays: [LinkDelay]
  /// What every replica holds at the beginning, in the order of the log.
  public var initial: [History.InitialValue]
  public var settings: [Setting]
  public var script: [ScriptLine]
  public var seed: UInt64
  public var tieOrder: TieOrder
  /// How far a headless run goes at least; nil: until nothing more happens by itself.
  public var end: VirtualTime?

  public init(
    title: String, protocolName: String, servers: [String], shards: [Shard] = [],
    spread: KeySpread = .rendezvous, clients: [ClientSpecification],
    serverDelay: VirtualDuration, clientDelay: VirtualDuration, delays: [LinkDelay] = [],
    initial: [History.InitialValue] = [], settings: [Setting] = [], script: [ScriptLine] = [],
    seed: UInt64, tieOrder: TieOrder = .standard, end: VirtualTime? = nil
  ) {
    self.title = title
    self.protocolName = protocolName
    self.servers = servers
    self.shards = shards
    self.spread = spread
    self.clients = clients
    self.serverDelay = serverDelay
    self.clientDelay = clientDelay
    self.delays = delays
    self.initial = initial
    self.settings = settings
    self.script = script
    self.seed = seed
    self.tieOrder = tieOrder
    self.end = end
  }

  /// The most servers and clients that a scenario may have.
  public static let serversMax = 64
  public static let clientsMax = 256

  public var names: NameTable {
    var sessions: [String] = []
    for client in clients where !sessions.contains(client.session) {
      sessions.append(client.session)
    }
    return NameTable(servers: servers, clients: clients.map(\.name), sessions: sessions)
  }

  /// The clients as the world knows them.
  var clientConfigurations: [ClientConfiguration] {
    let names = self.names
    return clients.map { client in
      ClientConfiguration(
        session: SessionID(names.sessions.firstIndex(of: client.session) ?? 0),
        user: UserID(names.users.firstIndex(of: NameTable.user(of: client.name)) ?? 0),
        routing: client.routing, among: client.among.compactMap { names.server(named: $0) },
        timeout: client.timeout)
    }
  }

  /// The links as they are when the run begins.
  var network: Network {
    let names = self.names
    var network = Network(
      endpoints: servers.count + clients.count, defaultDelay: clientDelay)
    for from in servers.indices {
      for to in servers.indices where from != to {
        network[Link(from: NodeID(from), to: NodeID(to))].delay = serverDelay
      }
    }
    for delay in delays {
      guard let from = names.endpoint(named: delay.from), let to = names.endpoint(named: delay.to)
      else { continue }
      network[Link(from: from, to: to)].delay = delay.delay
    }
    return network
  }
}
