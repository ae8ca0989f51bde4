import Histories

/// What a checker says of a run or of a history.
public enum Verdict: Hashable, Sendable {
  case holds
  /// Never empty. In the order in which the violations became known.
  case violated([Witness])
  /// Decided only at quiescence, which has not been reached.
  case pending
  case unknown(UnknownReason)
}

extension Verdict {
  /// The witnesses of a violation, else none.
  public var witnesses: [Witness] {
    if case .violated(let witnesses) = self { witnesses } else { [] }
  }
  public var isViolated: Bool { !witnesses.isEmpty }
}

/// Why a checker could not decide: the input that is missing, or the limit that was reached.
public enum UnknownReason: Hashable, Sendable {
  /// A served read without its visibility.
  case missingVisibility(of: OperationID)
  /// An acknowledged write that was never noted as committed.
  case missingCommit(of: OperationID)
  /// A write whose place in the log is needed and was never noted.
  case missingPlacement(of: OperationID)
  /// Two entries were noted at one position of a log, so that a position does not name a state.
  case ambiguousPosition(LogPosition, in: LogID)
  /// Acknowledged writes with neither a place in a log nor a read that shows a server's set.
  case missingArbitration
  /// A final state that does not say which writes survived at a replica.
  case missingSurvivors(at: NodeID)
  /// A final state without the digest of a replica.
  case missingDigest(at: NodeID)
  /// A call from whose result the write it read from cannot be told.
  case missingReadsFrom(of: OperationID)
  /// More operations than the exact search accepts at once.
  case tooManyOperations(count: Int, maximum: Int)
  /// The exact search visited as many states as it may.
  case tooManyStates(maximum: Int)
  /// The search for a linearization held as many configurations at once as it may.
  case tooManyConfigurations(maximum: Int)
  /// The search for a linearization made as many steps as it may.
  case tooManySteps(maximum: Int)
  /// Several processes go on at the instant of an answer of theirs, and no order that keeps each
  /// one's own was found.
  case equalInstants
  /// The deadline that the caller set has passed.
  case timeIsUp
  /// No bound was given to judge by.
  case missingBound
  /// A call of which the model does not speak: not a read or an overwriting write of a register.
  case unsupportedCall(of: OperationID)
  /// The history does not say where writes stood in logs, what was committed or what was thrown away:
  /// one recorded by clients cannot tell.
  case missingNotes
  /// Nothing is known of the state at rest, or of what replicas held: clients cannot tell.
  case missingFinalState
  /// Which of the versions of a key is the newer one cannot be told.
  case missingVersionOrder(of: Key)
  /// The checker belongs to another method: a live one asked of a search, or the reverse.
  case notThisMethod
}

extension UnknownReason: CustomStringConvertible {
  /// The reason with operations by their ordinal (`#3`).
  public var description: String { words(operation: { "#\($0.index)" }, key: \.name) }

  /// The reason, with operations and keys as whoever shows them calls them.
  public func words(
    operation name: (OperationID) -> String, key keyName: (Key) -> String
  ) -> String {
    switch self {
    case .missingVisibility(let id): "the visibility of read \(name(id)) is missing"
    case .missingCommit(let id): "the commit of acknowledged write \(name(id)) is missing"
    case .missingPlacement(let id): "the log position of write \(name(id)) is missing"
    case .ambiguousPosition(let position, let log):
      "log \(log.index) has two entries at epoch \(position.epoch), LSN \(position.lsn)"
    case .missingArbitration: "neither log positions nor server sets of the writes are given"
    case .missingSurvivors(let node): "the surviving writes of node \(node.index) are missing"
    case .missingDigest(let node): "the state digest of node \(node.index) is missing"
    case .missingReadsFrom(let id): "which write \(name(id)) read from cannot be told"
    case .equalInstants: "several processes go on at the instant of an answer"
    case .tooManyOperations(let count, let maximum):
      "\(count) operations, and the exact search accepts \(maximum)"
    case .tooManyStates(let maximum): "the exact search stopped after \(maximum) states"
    case .tooManyConfigurations(let maximum):
      "the search stopped when it held \(maximum) configurations"
    case .tooManySteps(let maximum): "the search stopped after \(maximum) steps"
    case .timeIsUp: "time was up before it was decided"
    case .missingBound: "no bound is given: neither versions (k) nor age (t)"
    case .unsupportedCall(let id): "the model does not speak of \(name(id))"
    case .missingNotes: "what became of the writes inside the system is not part of the history"
    case .missingFinalState: "the states of the replicas at rest are not given"
    case .missingVersionOrder(let key):
      "the order of the versions of \(keyName(key)) cannot be told"
    case .notThisMethod: "this checker is decided by another method"
    }
  }
}
