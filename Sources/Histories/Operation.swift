/// How an operation ended, as far as its client knows.
public enum Outcome: Hashable, Sendable {
  /// It took effect and returned this value (`.absent` for calls that return nothing).
  case ok(Value)
  /// It definitely did not take effect.
  case fail(FailureReason)
  /// Indeterminate: it may have taken effect, may still, or never will. A time-out is this.
  case info(IndeterminateReason)
}

/// Why an operation was refused before any effect.
public enum FailureReason: String, Hashable, Sendable {
  case versionConflict = "version conflict"
  case wrongType = "wrong type"
  case notSupported = "not supported by this store"
  case notLeader = "not the leader"
  case empty = "empty"
  case held = "held by another"
  case notHeld = "not held"
  case noCandidate = "no node takes this call"
  /// A replica refused a read, because it is behind what the session has written or seen.
  case notFresh = "not fresh enough"
}

/// Why the outcome of an operation is not known.
public enum IndeterminateReason: String, Hashable, Sendable {
  case timeout = "timed out"
  case connectionLost = "connection lost"
}

/// The writes that a replica had applied when it served an operation: `vis` of the formal models.
public enum Visibility: Hashable, Sendable {
  /// The input does not say; checkers that need it answer unknown.
  case unknown
  /// The entries of one log up to and including a position.
  case prefix(of: LogID, through: LogPosition)
  /// Of each of these logs the entries up to and including a position: a call that several shards
  /// answered, each from its own log.
  case prefixes(PositionVector)
  /// Exactly these writes, in ascending order.
  case writes([OperationID])
}

/// Which write a read returned: the reads-from relation.
public enum ReadsFrom: Hashable, Sendable {
  /// The input does not say.
  case unknown
  /// The initial value.
  case initial
  case write(OperationID)
  /// One for each key of a multi-key read, in the order of its keys.
  case each([ReadsFrom])
}

/// What only an omniscient observer knows of a served operation: white-box evidence.
public struct Observation: Hashable, Sendable {
  /// The replica that served it.
  public var node: NodeID
  /// The instant at which it was served, in true time.
  public var servedAt: VirtualTime
  public var visibility: Visibility
  public var readsFrom: ReadsFrom

  public init(
    node: NodeID, servedAt: VirtualTime, visibility: Visibility, readsFrom: ReadsFrom
  ) {
    self.node = node
    self.servedAt = servedAt
    self.visibility = visibility
    self.readsFrom = readsFrom
  }
}

/// The end of an operation: what was returned, when, and at which event of the run.
public struct Completion: Hashable, Sendable {
  public var outcome: Outcome
  public var time: VirtualTime
  /// The ordinal of the event of the run that completed it.
  public var eventIndex: Int
  /// Absent in black-box histories, on time-outs, and where no replica served it.
  public var observation: Observation?

  public init(
    outcome: Outcome, time: VirtualTime, eventIndex: Int, observation: Observation? = nil
  ) {
    self.outcome = outcome
    self.time = time
    self.eventIndex = eventIndex
    self.observation = observation
  }
}

/// One operation of a history.
public struct Operation: Hashable, Sendable {
  public let id: OperationID
  public let process: ProcessID
  public let session: SessionID
  public let intent: IntentID
  public let call: Call
  /// The instant the script or the user asked for it.
  public let intended: VirtualTime
  /// The instant it was really invoked: later than intended when its client was busy.
  public let invoked: VirtualTime
  /// The ordinal of the event of the run that invoked it.
  public let invokedEvent: Int
  /// Nil while it is outstanding.
  public internal(set) var completion: Completion?

  public init(
    id: OperationID, process: ProcessID, session: SessionID, intent: IntentID, call: Call,
    intended: VirtualTime, invoked: VirtualTime, invokedEvent: Int, completion: Completion? = nil
  ) {
    self.id = id
    self.process = process
    self.session = session
    self.intent = intent
    self.call = call
    self.intended = intended
    self.invoked = invoked
    self.invokedEvent = invokedEvent
    self.completion = completion
  }
}

extension Operation {
  /// The value returned, if the operation succeeded.
  public var result: Value? {
    if case .ok(let value)? = completion?.outcome { value } else { nil }
  }
  public var isOK: Bool { result != nil }
  /// Whether the operation definitely had no effect.
  public var isFailed: Bool {
    if case .fail? = completion?.outcome { true } else { false }
  }
  /// Outstanding or indeterminate: a write of it may take effect at any later time, or never.
  public var isPending: Bool {
    switch completion?.outcome {
    case nil, .info: true
    case .ok, .fail: false
    }
  }
}
