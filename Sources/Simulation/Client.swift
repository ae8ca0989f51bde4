import Histories

/// A call that a client will make, and where the author wants it served.
public struct PlannedCall: Hashable, Sendable {
  public var call: Call
  /// The node named by the author; nil leaves it to the client's routing policy.
  public var target: NodeID?
  /// The instant at which it was asked for.
  public var intended: VirtualTime

  public init(call: Call, target: NodeID? = nil, intended: VirtualTime) {
    self.call = call
    self.target = target
    self.intended = intended
  }
}

/// How a client is set up.
public struct ClientConfiguration: Hashable, Sendable {
  public var session: SessionID
  /// Whose session it is.
  public var user: UserID
  public var routing: RoutingPolicy
  /// The only nodes that it reads from by its routing, in the order given; empty: all that take the
  /// call.
  public var among: [NodeID]
  /// How long it waits for an answer; nil waits for ever.
  public var timeout: VirtualDuration?

  /// Without a user, each session has a user of its own.
  public init(
    session: SessionID, user: UserID? = nil, routing: RoutingPolicy, among: [NodeID] = [],
    timeout: VirtualDuration?
  ) {
    self.session = session
    self.user = user ?? UserID(Int(session.index))
    self.routing = routing
    self.among = among
    self.timeout = timeout
  }
}

/// A sequential client: one operation outstanding, further ones wait their turn.
public struct Client: Sendable {
  public let id: ProcessID
  public let address: NodeID
  public var configuration: ClientConfiguration
  public internal(set) var waiting: ContiguousArray<PlannedCall> = []
  public internal(set) var outstanding: Outstanding?
  /// The requests of its latest operation, in the order of sending.
  public internal(set) var trail: ContiguousArray<Hop> = []
  /// Where it has learnt of another leader than the one that the protocol names first.
  public internal(set) var beliefs: [Belief] = []
  var rotation = 0
  /// How many operations the workload has planned for it so far.
  var generated = 0
  /// What it has read of each key last, newest first, at most two values: kept while a workload asks
  /// for compare-and-sets.
  var lastReads = SortedMap<Key, [Value]>()
  /// The one time-out entry of this client in the queue: its name and when it comes up.
  var timeoutEntry: (token: Int64, time: VirtualTime)?

  /// The operation that the client waits for.
  public struct Outstanding: Hashable, Sendable {
    public let operation: OperationID
    public let call: Call
    public let invoked: VirtualTime
    public internal(set) var attempt: AttemptNumber
    public internal(set) var target: NodeID
    /// What a replica must reflect before it may serve the read.
    public internal(set) var token: LogPosition?
    /// The second request of a hedged read, while it is under way.
    public internal(set) var hedge: Leg?
    /// Names the entry in the queue at which a second node is asked; nil when none will be.
    var hedgeToken: Int64?
    let intent: IntentID
    let key: CausalKey
    /// When the client gives up; nil when it waits for ever.
    let deadline: VirtualTime?
    let invokedEvent: Int
  }

  /// One request that is under way.
  public struct Leg: Hashable, Sendable {
    public let attempt: AttemptNumber
    public let target: NodeID
    public let token: LogPosition?
  }

  /// A leader that the client has learnt of: by a redirect, an acknowledgement or a time-out.
  public struct Belief: Hashable, Sendable, CanonicallyEncodable {
    /// The node that the protocol names first for the writes in question.
    public let first: NodeID
    public let leader: NodeID

    public func encode(into digest: inout Digest) {
      digest.combine(first)
      digest.combine(leader)
    }
  }
}

/// Operations that a seeded generator invokes while it is switched on.
public struct Workload: Hashable, Sendable {
  public var clients: [ProcessID]
  /// The mean gap between a client's operations; gaps are uniform from 1 to twice the mean.
  public var meanGap: VirtualDuration
  public var readPercent: Int
  /// How many of the operations are compare-and-sets; together with the reads at most 100. Each
  /// expects a value that its client has read of the key, the newest or the one before, or nil.
  public var compareAndSetPercent: Int
  public var keys: [Key]
  /// Whether each client asks exactly once every `meanGap`, whether or not its last operation is
  /// answered; the clients take turns, equally far apart. Otherwise gaps are drawn, and a client that
  /// waits for an answer asks for nothing.
  public var isSteady: Bool

  public init(
    clients: [ProcessID], meanGap: VirtualDuration, readPercent: Int,
    compareAndSetPercent: Int = 0, keys: [Key], isSteady: Bool = false
  ) {
    self.isSteady = isSteady
    self.clients = clients
    self.meanGap = meanGap
    self.readPercent = readPercent
    self.compareAndSetPercent = compareAndSetPercent
    self.keys = keys
  }
}

/// Faults that a seeded generator places, each with its repair, while it is switched on.
public struct Nemesis: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case cut, crash, pause, skew
  }
  public var kinds: [Kind]
  /// The mean gap between two faults; gaps are uniform from 1 to twice the mean.
  public var meanGap: VirtualDuration
  /// The mean time until a fault is repaired; uniform likewise.
  public var meanDuration: VirtualDuration

  public init(kinds: [Kind], meanGap: VirtualDuration, meanDuration: VirtualDuration) {
    self.kinds = kinds
    self.meanGap = meanGap
    self.meanDuration = meanDuration
  }
}
