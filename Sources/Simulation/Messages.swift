import Histories

/// A message in the network of one run, counted in the order of sending. For display and for the
/// hand of the user; no random draw depends on it.
public struct MessageID: Hashable, Comparable, Sendable {
  public let number: Int64
  @inlinable public init(_ number: Int64) { self.number = number }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}

/// An operation on its way to a store: the one request envelope of every store, so that protocols
/// compose. A node may send it too; it is then the client of that store.
public struct ClientRequest: Sendable {
  /// Where the reply goes.
  public var origin: NodeID
  /// Names the request among those of its origin; the reply carries it back.
  public var correlation: Int64
  public var attempt: AttemptNumber
  public var operation: OperationID
  public var session: SessionID
  public var intent: IntentID
  public var call: Call
  /// The oldest log position that the session may be served from, if its policy asks for one.
  public var minimumPosition: LogPosition?
  /// Of a write to a store with several logs: what its session had read and written before.
  public var dependencies = PositionVector()

  public init(
    origin: NodeID, correlation: Int64, attempt: AttemptNumber = AttemptNumber(1),
    operation: OperationID, session: SessionID, intent: IntentID, call: Call,
    minimumPosition: LogPosition? = nil
  ) {
    self.origin = origin
    self.correlation = correlation
    self.attempt = attempt
    self.operation = operation
    self.session = session
    self.intent = intent
    self.call = call
    self.minimumPosition = minimumPosition
  }
}

/// Takes back a request that need not be answered any more: another node was faster.
///
/// Best effort. A request that waits at the node, behind others or for a position, is dropped; one that
/// is being served is answered all the same, and the client does not listen.
public struct ClientCancellation: Hashable, Sendable {
  public let operation: OperationID
  public let attempt: AttemptNumber
}

/// A store's answer to a request.
public struct ClientReply: Sendable {
  public enum Body: Sendable {
    /// Answered: the outcome is `ok` or `fail`, never `info`.
    /// Behind a reference, as the largest thing that a message carries.
    indirect case outcome(Outcome, position: LogPosition?, observation: Observation?)
    /// Not here: ask that node. The client pays the way back.
    case redirect(NodeID)
  }
  public var correlation: Int64
  public var attempt: AttemptNumber
  public var operation: OperationID
  public var body: Body
  /// On the answer to a read that was too much for the node: the position that it lacks. Set by the
  /// kernel alone.
  public internal(set) var needs: LogPosition?
  /// The positions that an answer reflects, where it was put together from several logs.
  public var positions = PositionVector()

  /// The reply to `request`.
  public init(to request: ClientRequest, _ body: Body) {
    correlation = request.correlation
    attempt = request.attempt
    operation = request.operation
    self.body = body
  }

  /// Writes the instant of serving into the observation: nodes do not know true time.
  mutating func stamp(_ now: VirtualTime) {
    guard case .outcome(let outcome, let position, var observation?) = body else { return }
    observation.servedAt = now
    body = .outcome(outcome, position: position, observation: observation)
  }
}

/// How a message is carried.
public enum Channel: Sendable {
  /// May overtake and be overtaken.
  case datagram
  /// In order with the other messages of the same stream on its link; four streams a link.
  case stream(UInt8)
}

/// Whether a thing counts as activity. Heartbeats, retransmissions and periodic gossip with nothing
/// to do are background: they happen, and neither stepping nor quiescence waits for them.
public enum Visit: Sendable {
  case foreground
  case background
}

/// A short description for screens and traces: `append lsn 2`.
public struct Label: Hashable, Sendable {
  public var name: String
  public var number: Int64?
  public init(_ name: String, _ number: Int64? = nil) {
    self.name = name
    self.number = number
  }
}

extension Label: CustomStringConvertible {
  public var description: String { number.map { "\(name) \($0)" } ?? name }
}

/// What a message carries: the protocol's own, or the envelope shared by all stores.
///
/// It stands behind a reference, so that the queue, its keyframes and a duplicate share it. An
/// indirect enum rather than a generic class, whose destruction the compiler does not specialise.
public indirect enum Payload<Message: Sendable>: Sendable {
  case peer(Message)
  case request(ClientRequest)
  case reply(ClientReply)
  case cancellation(ClientCancellation)
}

/// A message on its way.
public struct Envelope<Message: Sendable>: Sendable {
  public let id: MessageID
  public let from: NodeID
  public let to: NodeID
  public let payload: Payload<Message>
  public let sent: VirtualTime
  /// Drawn when it was sent: the network will lose it on the way.
  let doomed: Bool
  /// It has reached a node that was paused, and waits there.
  var hasArrived = false
}
