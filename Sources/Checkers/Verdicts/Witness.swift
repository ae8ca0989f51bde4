import Histories

/// The evidence of one violation: the operations, the relation broken, and the write missed.
///
/// Operations are named by identifier; names of clients and nodes belong to upper layers, which
/// pass them to `sentence(in:names:)`.
public struct Witness: Hashable, Sendable {
  public var checker: CheckerName
  /// The violating operation; nil for a divergence of replicas, which no operation commits.
  public var operation: OperationID?
  public var process: ProcessID?
  public var session: SessionID?
  /// The *intended* instant of the violating operation, by which goals name it: `(c1, 200)`.
  public var at: VirtualTime
  /// The event of the run at which the violation became known.
  public var eventIndex: Int
  public var relation: Relation
  /// The write that was missed, lost or overtaken.
  public var missed: OperationID?
  /// The other operations in the relation, ascending.
  public var related: [OperationID]
  /// StaleRead: newer committed versions missed (k). Convergence: distinct digests minus one.
  public var versions: Int?
  /// StaleRead: age of the oldest version missed (t).
  public var age: VirtualDuration?
  /// TwoLeaders: who committed `operation`, and who committed the `missed` write.
  public var leaders: [Leadership] = []
  /// Whether no operation can be left out. False where a limit or a deadline ended the reduction, or left it open: then
  /// it is a violation, closed under reads-from, perhaps with more than is needed. Of very many witnesses against one session
  /// guarantee, by values, later ones may lack what their operations read from instead (`SessionChecker`).
  public var isMinimal = true

  /// The relation of the formal models that is broken.
  public enum Relation: Hashable, Sendable {
    /// Committed before the invocation, and not visible.
    case committedBeforeInvocation
    /// Session order from a write to a read, and not visible.
    case sessionOrderToRead
    /// Visible to an earlier read of the session, and not visible to a later one.
    case visibleToEarlierRead
    /// Session order between writes, reversed in the arbitration order.
    case arbitrationOfSessionWrites
    /// A server holds a later write of a session without an earlier one.
    case serverLacksEarlierWrite
    /// The write is arbitrated before a write that its session had read.
    case arbitrationAgainstRead
    /// A server holds a write without a write that its session had read.
    case serverLacksWriteRead
    /// A later entry of the commit order is visible without an earlier one.
    case gapInCommitOrder
    /// Acknowledged, and in no surviving version's past.
    case acknowledgedAndLost
    /// Replicas hold different states at quiescence.
    case divergentReplicas
    /// Committed by two leaders of one time, on different lines of the log.
    case committedByTwoLeaders
    /// The value read had been overwritten, by a write that returned before the read was invoked.
    case overwrittenBeforeRead
    /// Nobody had written the value when the read returned.
    case neverWritten
    /// A read that had ended before returned a newer version.
    case newOldInversion
    /// The read misses more versions, or older ones, than the bound allows.
    case beyondTheBound
    /// Two read-modify-writes read one version, and both took effect.
    case sameVersionUpdatedTwice
    /// Each of two transactions overwrote what the other had read (a cycle of two antidependencies).
    case mutualAntidependency
    /// The write was thrown away, or had never taken effect.
    case writeThrownAway
    /// Acknowledged, and not part of what a replica holds at quiescence.
    case invisibleAtRest
    /// The same writes were visible, and the results differ.
    case sameWritesOtherState
    /// No order explains these operations under the model.
    case noSerialization
    /// It read a value that nobody wrote (ThinAirRead of Bouajjani et al. 2017).
    case valueNobodyWrote
    /// It returned an element, of a queue, stack, set or list, that nobody inserted.
    case elementNobodyInserted
    /// It returned two values of one key, or not what it had written itself.
    case twoValuesAtOnce
    /// Session order and reads-from form a cycle (CyclicCO).
    case cyclicCausality
    /// It read the initial value though a write of the key is in its causal past (WriteCOInitRead).
    case initialValueOverwritten
    /// It read a value that was overwritten in its causal past (WriteCORead).
    case overwrittenValueRead
    /// Reads of its process require a write before the initial value (WriteHBInitRead).
    case initialValueOverwrittenInView
    /// Reads of one process require its writes in two orders (CyclicHB).
    case cyclicView
    /// Causality and the order that reads require of conflicting writes form a cycle (CyclicCF).
    case cyclicConflictOrder
    /// It read an older version than its session had written.
    case olderThanOwnWrite
    /// It read an older version than an earlier read of its session.
    case olderThanEarlierRead
  }

  public init(
    checker: CheckerName, operation: OperationID?, process: ProcessID?, session: SessionID?,
    at: VirtualTime, eventIndex: Int, relation: Relation, missed: OperationID? = nil,
    related: [OperationID] = [], versions: Int? = nil, age: VirtualDuration? = nil
  ) {
    self.checker = checker
    self.operation = operation
    self.process = process
    self.session = session
    self.at = at
    self.eventIndex = eventIndex
    self.relation = relation
    self.missed = missed
    self.related = related
    self.versions = versions
    self.age = age
  }

  /// A witness against `operation`, which gives process, session and instant.
  init(
    _ checker: CheckerName, against operation: Operation, eventIndex: Int, relation: Relation,
    missed: OperationID?, related: [OperationID] = []
  ) {
    self.init(
      checker: checker, operation: operation.id, process: operation.process,
      session: operation.session, at: operation.intended, eventIndex: eventIndex,
      relation: relation, missed: missed, related: related)
  }

  /// All operations named, ascending, without repetition: what a panel highlights.
  public var operations: [OperationID] {
    let all = ([operation, missed].compactMap(\.self) + related).sorted()
    return all.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

extension Witness.Relation {
  /// The relation in field terms.
  public var words: String {
    switch self {
    case .committedBeforeInvocation: "committed before the invocation, not visible"
    case .sessionOrderToRead: "before it in the session, not visible"
    case .visibleToEarlierRead: "visible to an earlier read of the session, not visible"
    case .arbitrationOfSessionWrites: "session order reversed by arbitration"
    case .serverLacksEarlierWrite: "held by a server without an earlier write of its session"
    case .arbitrationAgainstRead: "arbitrated before a write its session had read"
    case .serverLacksWriteRead: "held by a server without a write its session had read"
    case .gapInCommitOrder: "a gap in the commit order"
    case .acknowledgedAndLost: "acknowledged, in no surviving version's past"
    case .divergentReplicas: "replicas differ at quiescence"
    case .committedByTwoLeaders: "committed on another line of the log by a second leader"
    case .overwrittenBeforeRead: "overwritten before the read began"
    case .neverWritten: "a value that nobody had written"
    case .newOldInversion: "an older version than an earlier read returned"
    case .beyondTheBound: "further behind than the bound allows"
    case .sameVersionUpdatedTwice: "the same version was updated twice"
    case .mutualAntidependency: "each overwrote what the other had read"
    case .writeThrownAway: "read from a write that was thrown away"
    case .invisibleAtRest: "acknowledged, missing from a replica at quiescence"
    case .sameWritesOtherState: "the same writes visible, another result"
    case .noSerialization: "no order explains these operations"
    case .valueNobodyWrote: "a value that nobody wrote"
    case .elementNobodyInserted: "an element that nobody inserted"
    case .twoValuesAtOnce: "two values of one key at once"
    case .cyclicCausality: "in its own causal past"
    case .initialValueOverwritten: "the initial value, overwritten in its causal past"
    case .overwrittenValueRead: "a value overwritten in its causal past"
    case .initialValueOverwrittenInView:
      "the initial value, overwritten before by what its process reads"
    case .cyclicView: "its process's reads require the writes in two orders"
    case .cyclicConflictOrder: "reads require the writes in two orders"
    case .olderThanOwnWrite: "older than what its session had written"
    case .olderThanEarlierRead: "older than what its session had read"
    }
  }
}
