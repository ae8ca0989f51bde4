import Histories
import Replication
import Simulation

/// A node as upper layers see it, whatever its protocol.
public struct NodeState: Sendable {
  public let id: NodeID
  public let status: NodeStatus
  /// How far its clock is ahead of true time.
  public let clockOffset: VirtualDuration
  public let serviceTime: VirtualDuration
  /// Messages that wait for it.
  public let backlog: Int
  /// Requests that wait while it serves another.
  public let requestsWaiting: Int
  public let stateDigest: UInt64
  public let inspection: NodeInspection
}

/// A run of some protocol: `Timeline<P>` with the protocol erased, once, here.
///
/// It is a value: a copy is a branch.
public protocol SimulationRun: Sendable {
  var position: Int { get }
  var newest: Int { get }
  var now: VirtualTime { get }
  var recording: Recording { get }
  var log: [LoggedIntervention] { get }
  var digest: Digest { get }
  var clients: ContiguousArray<Client> { get }
  var sessionPolicy: SessionPolicy { get }
  var sessions: ContiguousArray<Session> { get }
  var parked: ContiguousArray<ParkedRead> { get }
  var network: Network { get }
  var messagesInFlight: [MessageInFlight] { get }
  var enabled: [Choice] { get }
  var unrest: Unrest? { get }
  var hasForegroundPending: Bool { get }
  /// `World.generatesMore`.
  var generatesMore: Bool { get }
  /// `World.mayStir`.
  var mayStir: Bool { get }
  var knobs: [Knob] { get }
  var workload: Workload? { get }
  var nemesis: Nemesis? { get }

  /// The nodes, as they show themselves at `instant`, at or after `now`.
  func nodeStates(at instant: VirtualTime) -> [NodeState]
  func isInFlight(_ message: MessageID) -> Bool
  /// `World.token(of:)`.
  func token(of client: Client) -> LogPosition?
  /// `World.token(of:for:)`.
  func token(of client: Client, for call: Call) -> LogPosition?
  /// The token of a client as one position for each log; nil without a token and for another shape.
  func tokenVector(of client: Client) -> PositionVector?
  /// `World.pinnedUntil(_:for:at:)`, whatever the key.
  func pinnedUntil(_ client: Client, at instant: VirtualTime) -> VirtualTime?

  /// `Timeline.forward()`.
  mutating func goForward() -> StepSummary?
  /// `Timeline.nextTime()`.
  mutating func peekTime() -> VirtualTime?
  /// `Timeline.seek(to:)`.
  mutating func go(to target: Int)
  mutating func dropFuture()
  mutating func intervene(_ intervention: Intervention, at time: VirtualTime) -> StepSummary?
  mutating func plant(_ entries: [LoggedIntervention])
}

/// Behind the erasure, a step would run generic code that asks for metadata at every turn. So the
/// steps are specialised here for the protocols that are worth it: a line for each. The others work
/// too, only slower by an order of magnitude.
extension Timeline: SimulationRun {
  @_specialize(where P == SingleLeader)
  @_specialize(where P == ExpiringCache)
  @_specialize(where P == Sharded<SingleLeader>)
  public mutating func goForward() -> StepSummary? { forward() }

  @_specialize(where P == SingleLeader)
  @_specialize(where P == ExpiringCache)
  @_specialize(where P == Sharded<SingleLeader>)
  public mutating func peekTime() -> VirtualTime? { nextTime() }

  @_specialize(where P == SingleLeader)
  @_specialize(where P == ExpiringCache)
  @_specialize(where P == Sharded<SingleLeader>)
  public mutating func go(to target: Int) { seek(to: target) }

  public var now: VirtualTime { world.now }
  public var digest: Digest { world.digest }
  public var clients: ContiguousArray<Client> { world.clients }
  public var network: Network { world.network }
  public var messagesInFlight: [MessageInFlight] { world.messagesInFlight }
  public var enabled: [Choice] { world.enabled }
  public var unrest: Unrest? { world.unrest }
  public var hasForegroundPending: Bool { world.hasForegroundPending }
  public var generatesMore: Bool { world.generatesMore }
  public var mayStir: Bool { world.mayStir }
  public var sessionPolicy: SessionPolicy { world.sessionPolicy }
  public var sessions: ContiguousArray<Session> { world.sessions }
  public var parked: ContiguousArray<ParkedRead> { world.parked }
  public var knobs: [Knob] { P.knobs(world.configuration) + world.sessionPolicy.knobs }
  public var workload: Workload? { world.workload }
  public var nemesis: Nemesis? { world.nemesis }
  public func isInFlight(_ message: MessageID) -> Bool { world.isInFlight(message) }
  public func token(of client: Client) -> LogPosition? { world.token(of: client) }
  public func token(of client: Client, for call: Call) -> LogPosition? {
    world.token(of: client, for: call)
  }
  public func tokenVector(of client: Client) -> PositionVector? {
    let policy = world.sessionPolicy
    guard policy.shape == .vector, policy.token != .none else { return nil }
    return world.jar(of: client).vector(policy.token)
  }
  public func pinnedUntil(_ client: Client, at instant: VirtualTime) -> VirtualTime? {
    world.pinnedUntil(client, at: instant)
  }

  public func nodeStates(at instant: VirtualTime) -> [NodeState] {
    world.nodes.map { node in
      NodeState(
        id: node.id, status: node.status, clockOffset: node.clock.offset(at: instant),
        serviceTime: node.serviceTime, backlog: node.backlog,
        requestsWaiting: node.requestsWaiting, stateDigest: P.stateDigest(node),
        inspection: P.inspect(
          node, at: node.clock.reading(at: instant), configuration: world.configuration))
    }
  }
}
