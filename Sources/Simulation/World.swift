import Histories

/// In which order occurrences of one instant happen.
public enum TieOrder: Hashable, Sendable {
  /// Faults, timers, deliveries in the order of sending, client invocations.
  case standard
  /// The audit: the other way round, though never within one link, one client's program or the
  /// script. No lesson's answer may depend on which of the two is used.
  case reversed
}

/// What a world is made of, before anything happens.
public struct WorldConfiguration<P: SimulatedProtocol>: Sendable {
  public var seed: UInt64
  public var tieOrder: TieOrder
  public var servers: Int
  public var clients: [ClientConfiguration]
  public var network: Network
  public var configuration: P.Configuration
  public var sessionPolicy: SessionPolicy

  public init(
    seed: UInt64, tieOrder: TieOrder, servers: Int, clients: [ClientConfiguration],
    network: Network, configuration: P.Configuration,
    sessionPolicy: SessionPolicy = SessionPolicy()
  ) {
    self.seed = seed
    self.tieOrder = tieOrder
    self.servers = servers
    self.clients = clients
    self.network = network
    self.configuration = configuration
    self.sessionPolicy = sessionPolicy
  }
}

/// The configuration as it stands, shared by all copies of a world until a knob is turned.
final class Setting<P: SimulatedProtocol>: Sendable {
  let configuration: P.Configuration
  let sessionPolicy: SessionPolicy
  init(_ configuration: P.Configuration, _ sessionPolicy: SessionPolicy) {
    self.configuration = configuration
    self.sessionPolicy = sessionPolicy
  }
}

/// What one step did.
public struct StepSummary: Hashable, Sendable {
  public let index: Int
  public let time: VirtualTime
  public let isForeground: Bool
}

/// A discrete-event simulation of one protocol: its nodes, clients and network at one instant.
///
/// A world is a value. A copy is a snapshot: rewinding, branching, comparing and hashing are all
/// copies. `step` is a pure function of the value, so the same world takes the same steps in every
/// process. One step costs O(log pending) plus the protocol's own work; a copy is O(1) and is paid
/// for by the first change to each part.
///
/// Endpoints are numbered: servers first, then clients.
public struct World<P: SimulatedProtocol>: Sendable {
  public internal(set) var now: VirtualTime = .zero
  /// How many events have happened; the next one has this index.
  public internal(set) var eventCount = 0
  /// A digest of every event so far.
  public internal(set) var eventDigest = Digest()

  public internal(set) var configuration: P.Configuration {
    get { setting.configuration }
    set { setting = Setting(newValue, sessionPolicy) }
  }
  public internal(set) var sessionPolicy: SessionPolicy {
    get { setting.sessionPolicy }
    set { setting = Setting(configuration, newValue) }
  }
  public internal(set) var nodes: ContiguousArray<Node<P>>
  public internal(set) var clients: ContiguousArray<Client>
  /// By number of the session.
  public internal(set) var sessions: ContiguousArray<Session>
  /// What the sessions of each user have in common, by number of the user. Kept whether or not the
  /// policy lets them share it.
  public internal(set) var users: ContiguousArray<TokenJar>
  /// The reads that wait at replicas, in the order of arrival.
  public internal(set) var parked: ContiguousArray<ParkedRead> = []
  /// By node, what was routed past it by lag; empty until a lag limit first took effect.
  public internal(set) var diversions: ContiguousArray<Diversions> = []
  public internal(set) var network: Network
  public internal(set) var workload: Workload?
  public internal(set) var nemesis: Nemesis?
  /// Nodes that will crash when they reach a named point.
  public internal(set) var armedCrashes: [ArmedCrash] = []
  public let tieOrder: TieOrder
  public var seed: UInt64 { random.seed }

  public struct ArmedCrash: Hashable, Sendable {
    public let node: NodeID
    public let step: StepName
  }

  /// One reference, so that handing the configuration to a node copies none of its parts.
  var setting: Setting<P>
  var queue = EventQueue<P>()
  /// Messages taken off the wire by hand, until they are released.
  var held: ContiguousArray<Scheduled<P>> = []
  /// How many foreground occurrences are pending.
  var foregroundPending = 0
  var nextMessage: Int64 = 1
  var nextOperation: Int32 = 0
  var nextToken: Int64 = 1
  var workloadGeneration: Int32 = 0
  var nemesisGeneration: Int32 = 0
  let random: RandomStream
  /// Reused between steps, so that handling an input allocates nothing.
  var scratch = Effects<P>()

  public init(_ setup: WorldConfiguration<P>) {
    setting = Setting(setup.configuration, setup.sessionPolicy)
    network = setup.network
    tieOrder = setup.tieOrder
    random = RandomStream(seed: setup.seed)
    nodes = ContiguousArray(
      (0..<setup.servers).map { index in
        let id = NodeID(index)
        let durable = P.format(id, configuration: setup.configuration)
        let volatile = P.boot(id, configuration: setup.configuration, durable: durable)
        return Node(id: id, durable: durable, volatile: volatile)
      })
    clients = ContiguousArray(
      setup.clients.enumerated().map { index, configuration in
        Client(
          id: ProcessID(index), address: NodeID(setup.servers + index),
          configuration: configuration)
      })
    sessions = ContiguousArray(
      repeating: Session(),
      count: setup.clients.reduce(0) { max($0, Int($1.session.index) + 1) })
    users = ContiguousArray(
      repeating: TokenJar(), count: setup.clients.reduce(0) { max($0, Int($1.user.index) + 1) })
    precondition(
      network.endpoints == setup.servers + setup.clients.count,
      "the network has a place for every server and client")
  }

  /// Starts every node. Called once, before the first step.
  public mutating func start(_ observer: inout some WorldObserver) {
    for index in nodes.indices {
      let key = CausalKey(source: 1, ordinal: index)
      feed(.started, to: index, key: key, cause: -1, &observer)
    }
  }

  /// Whether an endpoint is a server.
  @inline(__always)
  public func isServer(_ endpoint: NodeID) -> Bool { Int(endpoint.index) < nodes.count }

  func client(at endpoint: NodeID) -> Int { Int(endpoint.index) - nodes.count }

  public subscript(node id: NodeID) -> Node<P> { nodes[Int(id.index)] }

  /// Adds an intervention to what will happen.
  public mutating func schedule(_ intervention: Intervention, at time: VirtualTime) {
    let key = CausalKey(source: 2, ordinal: Int(time.milliseconds))
    enqueue(.intervention(intervention), at: time, cause: -1, key: key, foreground: true)
  }

  /// Adds a client's call to what will happen.
  public mutating func schedule(_ call: PlannedCall, of process: ProcessID) {
    enqueue(
      .invocation(process, call), at: call.intended, cause: -1,
      key: callKey(process, call), foreground: true)
  }

  @inline(__always)
  mutating func enqueue(
    _ occurrence: __owned Occurrence<P>, at time: VirtualTime, cause: Int, key: CausalKey,
    foreground: Bool
  ) {
    if foreground { foregroundPending += 1 }
    queue.insert(
      Scheduled(
        occurrence: occurrence, cause: Int32(truncatingIfNeeded: cause), key: key,
        isForeground: foreground),
      at: time)
  }

  /// The key of a call depends on who asks for what and when, not on what else is asked.
  func callKey(_ process: ProcessID, _ call: PlannedCall) -> CausalKey {
    var digest = Digest()
    digest.combine(process)
    digest.combine(call.intended)
    digest.combine(call.call)
    return CausalKey(word: digest.state)
  }

  /// A digest of the whole world: every event so far, what every node holds on disk, and what
  /// sessions and clients know.
  public var digest: Digest {
    var digest = eventDigest
    digest.combine(now)
    digest.combine(eventCount)
    for node in nodes {
      digest.combine(node.durable)
      digest.combine(P.stateDigest(node) as UInt64)
      digest.combine(node.clock)
    }
    digest.combine(sessionPolicy)
    digest.combine(contentsOf: sessions)
    digest.combine(contentsOf: users)
    let shape = sessionPolicy.shape
    if shape != .maximum {
      for session in sessions { session.jar.encode(shape, into: &digest) }
      for jar in users { jar.encode(shape, into: &digest) }
    }
    for client in clients { digest.combine(contentsOf: client.beliefs) }
    if !diversions.isEmpty { digest.combine(contentsOf: diversions) }
    for read in parked {
      digest.combine(read.node)
      digest.combine(read.request.operation)
      digest.combine(read.since)
    }
    return digest
  }
}
