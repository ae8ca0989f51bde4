import Checkers
import Histories

/// What the definitions say of a tiny history, for every checker and every data type.
enum Expectation: Hashable {
  case holds
  case violated
  /// The pair means nothing, or values do not tell: for lack of one of these.
  case unknown([Lack])

  enum Lack: Hashable {
    case readsFrom, supportedCall, arbitration, versionOrder, notes, finalState, visibility
  }

  private static func decided(_ holds: Bool) -> Expectation { holds ? .holds : .violated }

  /// Nothing is left out by `default`: a new checker must be given its definition here.
  static func of(
    _ checker: CheckerName, _ operations: [TinyOperation], _ name: SpecificationName,
    _ initial: [History.InitialValue]
  ) -> Expectation {
    let counting = operations.filter(\.counts)
    switch checker {
    case .linearizability, .strictSerializability, .sequentialConsistency, .serializability, .pram,
      .causalConsistency, .weakCausalConsistency, .causalConvergence:
      return decided(OrderDefinitions.holds(checker, counting, name, initial))
    case .readYourWrites, .monotonicReads:
      let session = SessionExpectations(counting, name, initial)
      if session.isImpossible || session.isBroken(checker) { return .violated }
      return session.isUnclear ? .unknown([.readsFrom]) : .holds
    case .monotonicWrites, .writesFollowReads:
      let session = SessionExpectations(counting, name, initial)
      if session.isImpossible { return .violated }
      if session.isUnclear { return .unknown([.readsFrom, .arbitration]) }
      let together: CheckerName = checker == .monotonicWrites ? .pram : .causalConsistency
      return OrderDefinitions.holds(together, counting, name, initial)
        ? .holds : .unknown([.arbitration])
    case .regularRegister, .safeRegister, .boundedStaleness:
      // No version missed at all is the regular register.
      let registers = RegisterExpectations(counting, name, initial)
      if !registers.isRegular(safeOnly: checker == .safeRegister) { return .violated }
      return registers.unsupported == nil ? .holds : .unknown([.supportedCall])
    case .newOldInversion:
      let registers = RegisterExpectations(counting, name, initial)
      if registers.hasInversion { return .violated }
      if registers.unclear { return .unknown([.readsFrom]) }
      return registers.unsupported == nil ? .holds : .unknown([.supportedCall])
    case .eventualConsistency, .strongEventualConsistency, .causalPlus:
      if checker == .causalPlus,
        of(.causalConsistency, operations, name, initial) == .violated
      {
        return .violated
      }
      if RegisterExpectations(counting, name, initial).readsFromNobody { return .violated }
      if checker == .eventualConsistency { return .unknown([.finalState]) }
      return .unknown([.visibility, .finalState])
    case .lostUpdate, .writeSkew:
      let transactions = TransactionExpectations(counting, name, initial)
      let found = checker == .lostUpdate ? transactions.lostUpdates : transactions.skews
      if found.contains(true) { return .violated }
      if found.contains(nil) {
        return .unknown(
          [checker == .lostUpdate ? .readsFrom : .versionOrder]
            + (transactions.unsupported == nil ? [] : [.supportedCall]))
      }
      return transactions.unsupported == nil ? .holds : .unknown([.supportedCall])
    case .rolledBackRead: return rolledBack(operations, name, initial)
    case .staleRead, .consistentPrefix, .twoLeaders:
      return operations.contains(where: \.isOK) ? .unknown([.notes]) : .holds
    case .acknowledgedWriteLost, .convergence:
      return .unknown([operations.contains(where: \.isOK) ? .notes : .finalState])
    }
  }

  /// A read of a value that only failed operations wrote (Adya's G1a).
  private static func rolledBack(
    _ operations: [TinyOperation], _ name: SpecificationName, _ initial: [History.InitialValue]
  ) -> Expectation {
    let written = operations.filter { $0.counts || !$0.call.isReadOnly }
    let accesses = TinyAccesses(written, name, initial)
    var isUnclear = false
    for read in accesses.reads where accesses.initialValue(of: read.key) != read.value {
      let writers = accesses.writers(of: read.value, to: read.key)
      let failed = writers.filter { written[$0].ending == .failed }
      if failed.isEmpty { continue }
      if failed.count == writers.count && !accesses.foreign.contains(read.key) { return .violated }
      isUnclear = true
    }
    if isUnclear { return .unknown([.readsFrom]) }
    return operations.contains(where: \.isOK) ? .unknown([.notes]) : .holds
  }
}

extension Expectation {
  /// Whether a verdict says that; what an unknown names must be an operation of the history.
  func isMet(by verdict: Verdict, of history: History) -> Bool {
    switch (self, verdict) {
    case (.holds, .holds), (.violated, .violated): return true
    case (.unknown(let lacks), .unknown(let reason)):
      let (lack, named) = Self.lack(reason)
      return lack.map(lacks.contains) ?? false
        && named.map { $0.index < history.operations.count && !history[$0].isFailed } ?? true
    default: return false
    }
  }

  private static func lack(_ reason: UnknownReason) -> (Lack?, OperationID?) {
    switch reason {
    case .missingReadsFrom(let id): (.readsFrom, id)
    case .unsupportedCall(let id): (.supportedCall, id)
    case .missingArbitration: (.arbitration, nil)
    case .missingVersionOrder: (.versionOrder, nil)
    case .missingNotes: (.notes, nil)
    case .missingFinalState: (.finalState, nil)
    case .missingVisibility(let id): (.visibility, id)
    default: (nil, nil)
    }
  }
}
