import Histories

/// A distributed protocol: what its nodes remember, say and do.
///
/// A protocol is pure. It reads its node and the input, changes the node and asks for effects; it
/// sees local time only, draws no random number, and reads nothing else. The kernel owns network,
/// timers, crashes and clocks. One folder in `Replication` and one line in the catalogue add one.
public protocol SimulatedProtocol: Sendable {
  /// What the operator decides, the same for all nodes; it can change while the run goes on.
  associatedtype Configuration: Sendable
  /// What a crash leaves: the node's disk.
  associatedtype Durable: Sendable, CanonicallyEncodable
  /// What a crash destroys.
  associatedtype Volatile: Sendable
  associatedtype Message: Sendable
  /// The name of a timer. Setting a timer that is armed moves it.
  associatedtype Timer: Sendable, Equatable

  /// The disk of a node that has never run, or has lost it.
  static func format(_ id: NodeID, configuration: Configuration) -> Durable

  /// The memory of a node that starts from this disk.
  static func boot(_ id: NodeID, configuration: Configuration, durable: Durable) -> Volatile

  /// Handles one input. Runs in one instant; whatever takes time is a message, a timer or a step.
  static func receive(
    _ input: NodeInput<Self>, node: inout Node<Self>, at now: LocalTime,
    configuration: Configuration, effects: inout Effects<Self>)

  /// The nodes that take a call, in the order of preference.
  static func candidates(for call: Call, configuration: Configuration) -> [NodeID]

  /// Whom the node believes to order the writes: where it redirects a request that it cannot serve
  /// fresh enough. Nil when it knows nobody. By default the first candidate for a write.
  static func authority(asSeenBy node: Node<Self>, configuration: Configuration) -> NodeID?

  /// Whether what the node would answer now reflects the log up to `position`, for the keys of the
  /// call: how session tokens are checked. By default by `progress`.
  static func reflects(
    _ position: LogPosition, for call: Call, node: Node<Self>, configuration: Configuration
  ) -> Bool

  /// The stamp of the newest heartbeat that a follower has seen, by the clock of its leader: its age
  /// is the lag that the node itself knows of. Nil for a leader, and where there are no heartbeats.
  /// O(1): it is asked for after every event of the node.
  static func newestHeartbeat(seenBy node: Node<Self>) -> LocalTime?

  /// The log that the position in the answer to a call refers to, where the store has several: a
  /// client knows it from the keys. Nil where there is one log, and for calls that concern several. By
  /// default nil.
  static func log(for call: Call, configuration: Configuration) -> LogID?

  /// What an observer notes when the node crashes in this state: that it leads no more. By default
  /// nothing.
  static func notes(ofCrash node: Node<Self>, configuration: Configuration) -> [Note]

  static func channel(of message: Message) -> Channel
  static func label(of message: Message) -> Label
  static func label(of timer: Timer) -> Label

  /// A digest of the node's state as its users see it: two replicas that agree have the same.
  /// O(1) is expected: it is asked for after every event of the node.
  static func stateDigest(_ node: Node<Self>) -> UInt64

  /// How far the replica has come, for lag: asked for after every event of the node.
  static func progress(_ node: Node<Self>) -> Progress

  /// Why the node still has something to do, or nil: what quiescence waits for.
  static func outstandingWork(_ node: Node<Self>, configuration: Configuration) -> String?

  /// Whether the node will come to act by itself though nothing but background activity is pending and
  /// the world may not be whole: a follower that will miss its leader, a leader that will send again, a
  /// follower that will hear what is committed.
  /// - Parameters:
  ///   - reachable: another node, if it is up and both can hear each other.
  ///   - hearing: another node, if it is up and hears this one.
  static func mayStir(
    _ node: Node<Self>, configuration: Configuration, reachable: (NodeID) -> Node<Self>?,
    hearing: (NodeID) -> Node<Self>?
  ) -> Bool

  /// Whether a background message would tell the node something that it does not know. By default not.
  static func isNews(_ message: Message, to node: Node<Self>, configuration: Configuration) -> Bool

  /// What panels may show of a node.
  static func inspect(
    _ node: Node<Self>, at now: LocalTime, configuration: Configuration
  ) -> NodeInspection

  /// The knobs of the configuration with their present values.
  static func knobs(_ configuration: Configuration) -> [Knob]

  /// Turns a knob. Called with a value that the knob allows.
  static func turn(_ knob: String, to value: Value, in configuration: inout Configuration)

  /// The names of the points inside operations at which a node can be made to crash.
  static var steps: [StepName] { get }
}

extension SimulatedProtocol {
  public static func authority(asSeenBy node: Node<Self>, configuration: Configuration) -> NodeID? {
    candidates(for: .write("", .absent), configuration: configuration).first
  }

  public static func reflects(
    _ position: LogPosition, for call: Call, node: Node<Self>, configuration: Configuration
  ) -> Bool {
    progress(node).applied >= position
  }

  public static func newestHeartbeat(seenBy node: Node<Self>) -> LocalTime? { nil }

  public static func mayStir(
    _ node: Node<Self>, configuration: Configuration, reachable: (NodeID) -> Node<Self>?,
    hearing: (NodeID) -> Node<Self>?
  ) -> Bool {
    false
  }

  public static func isNews(
    _ message: Message, to node: Node<Self>, configuration: Configuration
  ) -> Bool {
    false
  }

  public static func log(for call: Call, configuration: Configuration) -> LogID? { nil }

  public static func notes(ofCrash node: Node<Self>, configuration: Configuration) -> [Note] { [] }
}

/// The name of a point inside an operation: "after-commit".
public struct StepName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { name = value }
  public var description: String { name }
}

/// What happens to a node.
public enum NodeInput<P: SimulatedProtocol>: Sendable {
  /// The run begins.
  case started
  /// It comes back from a crash; the volatile state is new.
  case restarted
  case message(P.Message, from: NodeID)
  case request(ClientRequest)
  /// The answer to a request that this node sent.
  case reply(ClientReply, from: NodeID)
  case timer(P.Timer)
  /// It goes on from the named point: nothing crashed it there.
  case continued(StepName, ticket: Int64)
  /// The configuration has changed.
  case reconfigured
  /// The directed link to this peer carries messages again: a connection was re-established.
  case linkRestored(to: NodeID)
}

/// What a node asks the kernel for.
public enum Effect<P: SimulatedProtocol>: Sendable {
  case send(P.Message, to: NodeID, Visit)
  case request(ClientRequest, to: NodeID)
  case reply(ClientReply, to: NodeID)
  case setTimer(P.Timer, after: VirtualDuration, Visit)
  case cancelTimer(P.Timer)
  /// A named point: the kernel comes back with `.continued`, or crashes the node there.
  case step(StepName, ticket: Int64)
  case note(Note)
}

/// The effects of one input, in order.
public struct Effects<P: SimulatedProtocol>: Sendable {
  public var list: ContiguousArray<Effect<P>> = []
  public init() {}

  @inlinable public mutating func send(
    _ message: P.Message, to peer: NodeID, _ visit: Visit = .foreground
  ) {
    list.append(.send(message, to: peer, visit))
  }
  /// Sends an operation to another store, as its client.
  @inlinable public mutating func request(_ request: ClientRequest, of store: NodeID) {
    list.append(.request(request, to: store))
  }
  @inlinable public mutating func reply(to request: ClientRequest, _ body: ClientReply.Body) {
    list.append(.reply(ClientReply(to: request, body), to: request.origin))
  }
  @inlinable public mutating func setTimer(
    _ timer: P.Timer, after duration: VirtualDuration, _ visit: Visit = .foreground
  ) {
    list.append(.setTimer(timer, after: duration, visit))
  }
  @inlinable public mutating func cancelTimer(_ timer: P.Timer) {
    list.append(.cancelTimer(timer))
  }
  @inlinable public mutating func step(_ name: StepName, ticket: Int64) {
    list.append(.step(name, ticket: ticket))
  }
  @inlinable public mutating func note(_ note: Note) { list.append(.note(note)) }
}

/// How far a replica has come.
public struct Progress: Hashable, Sendable {
  /// The last entry it has applied.
  public var applied: LogPosition
  /// The last entry it has received.
  public var received: LogPosition
  public init(applied: LogPosition, received: LogPosition) {
    self.applied = applied
    self.received = received
  }
  public static let none = Progress(applied: .origin, received: .origin)
}

/// A setting that can be turned while the run goes on.
public struct Knob: Hashable, Sendable {
  public enum Domain: Hashable, Sendable {
    case choice([Value])
    case integer(ClosedRange<Int64>)
  }
  /// The configuration path, as it stands in scripts: `acknowledgement`.
  public var path: String
  /// One sentence for the learner.
  public var summary: String
  public var domain: Domain
  public var value: Value
  /// Whose setting it is, for panels.
  public var section: Section

  public enum Section: Hashable, Sendable {
    case store
    /// Of clients, sessions and tokens: the same knobs for every store.
    case sessions
  }

  public init(
    path: String, summary: String, domain: Domain, value: Value, section: Section = .store
  ) {
    self.path = path
    self.summary = summary
    self.domain = domain
    self.value = value
    self.section = section
  }

  /// Whether the knob can be set to the value.
  public func allows(_ value: Value) -> Bool {
    switch domain {
    case .choice(let values): values.contains(value)
    case .integer(let range): if case .integer(let n) = value { range.contains(n) } else { false }
    }
  }
}

/// What a panel may show of a node, whatever its protocol.
public struct NodeInspection: Hashable, Sendable {
  /// One key of the replica's visible state.
  public struct Cell: Hashable, Sendable {
    public var key: Key
    public var value: Value
    /// The version's name for display: `lsn 2`, `{A:1, B:2}`.
    public var version: String
    /// The write that the value comes from; nil for the initial value.
    public var writer: OperationID?
    /// The position that this cell alone reflects, where cells differ: in a cache.
    public var reflects: LogPosition?

    public init(
      key: Key, value: Value, version: String, writer: OperationID?, reflects: LogPosition? = nil
    ) {
      self.key = key
      self.value = value
      self.version = version
      self.writer = writer
      self.reflects = reflects
    }
  }

  /// One entry of a node's log.
  public struct LogLine: Hashable, Sendable {
    public var position: LogPosition
    public var call: Call
    /// Nil for an entry that the log began with.
    public var operation: OperationID?
    /// Whether the node knows that it is committed.
    public var isCommitted: Bool
    /// What it depends on in other logs.
    public var dependencies = PositionVector()

    public init(
      position: LogPosition, call: Call, operation: OperationID?, isCommitted: Bool
    ) {
      self.position = position
      self.call = call
      self.operation = operation
      self.isCommitted = isCommitted
    }
  }

  /// The field's word for what the node is now: leader, follower, consumer.
  public var role: String
  public var progress: Progress
  public var cells: [Cell]
  /// Seconds behind as the node would report it from its apply queue.
  public var queueMeter: VirtualDuration?
  /// The age of the newest heartbeat row that it has seen.
  public var heartbeatMeter: VirtualDuration?
  /// Further lines, in order: a name and what it holds.
  public var details: [(name: String, text: String)] {
    get { zip(detailNames, detailTexts).map { ($0, $1) } }
    set {
      detailNames = newValue.map(\.name)
      detailTexts = newValue.map(\.text)
    }
  }
  /// The newest entries of its log, oldest first: a few dozen. Empty where there is no log.
  public var log: [LogLine] = []
  /// The newest epoch that it knows, where there are epochs.
  public var epoch: Int?
  private var detailNames: [String] = []
  private var detailTexts: [String] = []
  /// The writes that its state comprises, for the checks at quiescence.
  public var visibility: Visibility
  /// Whether it is meant to hold the same as the others at rest. A cache is not.
  public var isReplica = true

  public init(
    role: String, progress: Progress, cells: [Cell], queueMeter: VirtualDuration? = nil,
    heartbeatMeter: VirtualDuration? = nil, details: [(name: String, text: String)] = [],
    visibility: Visibility = .unknown
  ) {
    self.role = role
    self.progress = progress
    self.cells = cells
    self.queueMeter = queueMeter
    self.heartbeatMeter = heartbeatMeter
    self.visibility = visibility
    self.details = details
  }
}
