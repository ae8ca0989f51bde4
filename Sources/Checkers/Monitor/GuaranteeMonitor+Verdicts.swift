import Histories

extension GuaranteeMonitor {
  /// The verdict as of an event of the run, that event included. Equal to the verdict of a monitor
  /// that consumed `history.prefix(events: eventIndex + 1)`, with the settlements up to there.
  ///
  /// A violation outweighs missing evidence. Checkers that search answer unknown here.
  /// O(log violations + violations of that checker).
  public func verdict(for checker: CheckerName, asOf eventIndex: Int) -> Verdict {
    switch checker.method {
    case .exactSearch, .wholeHistory: return .unknown(.notThisMethod)
    case .atQuiescence: return settled(checker, asOf: eventIndex)
    case .live:
      let witnesses = witnesses(of: checker, asOf: eventIndex)
      if !witnesses.isEmpty { return .violated(witnesses) }
      return gaps.reason(for: checker, asOf: eventIndex).map(Verdict.unknown) ?? .holds
    }
  }

  /// The witnesses of a checker as of an event of the run, that event included, in the order in
  /// which they became known.
  public func witnesses(of checker: CheckerName, asOf eventIndex: Int) -> [Witness] {
    guard checker.method == .live else { return settled(checker, asOf: eventIndex).witnesses }
    let count = violations.partitioningIndex { $0.eventIndex > eventIndex }
    return violations[..<count].filter { $0.checker == checker }
  }

  /// The last settlement up to the event, unless the history has moved on since.
  private func settled(_ checker: CheckerName, asOf eventIndex: Int) -> Verdict {
    let count = settlements.partitioningIndex { $0.eventIndex > eventIndex }
    guard count > 0 else { return .pending }
    let settlement = settlements[count - 1]
    if let superseded = settlement.supersededAt, superseded <= eventIndex { return .pending }
    return checker == .convergence ? settlement.convergence : settlement.lost
  }

  /// How stale each judged read was, in order of completion; violations or not.
  public var staleness: [StalenessMeasure] { journal.measures }

  /// How stale a read was; nil if it was not judged. O(reads).
  public func staleness(of read: OperationID) -> StalenessMeasure? {
    journal.measures.first { $0.read == read }
  }

  /// The largest k and the largest t of the reads through an event. O(log reads).
  public func maximumStaleness(asOf eventIndex: Int) -> (versions: Int, age: VirtualDuration) {
    journal.maximum(asOf: eventIndex)
  }
}
