import Histories

/// Whether a node runs.
public enum NodeStatus: Hashable, Sendable {
  case up
  /// It has lost its volatile state and receives nothing.
  case crashed
  /// It does not run (a long garbage collection); what arrives waits for it.
  case paused
}

/// One node of the world: its protocol state, and what the kernel knows of it.
public struct Node<P: SimulatedProtocol>: Sendable {
  public let id: NodeID
  public var durable: P.Durable
  public var volatile: P.Volatile

  public internal(set) var status: NodeStatus = .up
  public internal(set) var clock = Clock()
  /// How often it has started: a timer or a step of an earlier life is void.
  public internal(set) var incarnation: Int32 = 1
  /// How long it takes over each client request.
  public internal(set) var serviceTime: VirtualDuration = .zero
  /// Until when the requests that it has accepted keep it busy.
  public internal(set) var busyUntil: VirtualTime = .zero
  /// Messages that wait for it while it serves others.
  public internal(set) var backlog = 0
  /// The requests among them and the one that it serves.
  public internal(set) var requests = 0
  /// The requests that wait while it serves another.
  public var requestsWaiting: Int { max(requests - 1, 0) }

  /// Whether the configuration changed while it was paused.
  var missedConfiguration = false
  /// Messages to other nodes that wait for their turn here.
  var departing = 0
  var timers: ContiguousArray<ArmedTimer<P>> = []
  /// What arrived or fell due while it was paused, in order.
  var deferred: ContiguousArray<Scheduled<P>> = []
}

/// A timer of a node, and its one entry in the queue.
///
/// Setting a timer again moves only its due instant: the entry stays where it is and moves on when
/// it comes up. So a timer that is set with every message costs nothing in the queue.
struct ArmedTimer<P: SimulatedProtocol>: Sendable {
  var timer: P.Timer
  /// Names the entry in the queue.
  var token: Int64
  /// When it fires; nil when it is cancelled and its entry has not come up yet.
  var due: VirtualTime?
  /// When its entry comes up, at or before `due`.
  var entryTime: VirtualTime
  var isForeground: Bool
  var key: CausalKey
  var cause: Int32
}
