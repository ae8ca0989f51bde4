import Histories

extension HistoryJudge {
  /// A session guarantee: from visibility and log positions where the history has them (`GuaranteeMonitor`), else
  /// from values (`SessionChecker`).
  func session(_ guarantee: CheckerName, _ history: History) -> Judgement {
    if let verdict = Self.observed(guarantee, history) {
      return Judgement(guarantee, verdict, basis: .visibility)
    }
    return Judgement(
      guarantee, SessionChecker(budget: options.budget).check(guarantee, history), basis: .values)
  }

  /// The verdict of the white-box monitor; nil if it lacks what it needs. O(n).
  private static func observed(_ guarantee: CheckerName, _ history: History) -> Verdict? {
    guard history.operations.contains(where: { $0.completion?.observation != nil }) else {
      return nil
    }
    // Servers of a sharded store hold their own keys only.
    var logs: [LogID] = []
    for event in history.events {
      if case .note(.placed(_, let log, _, _)) = event.kind, !logs.contains(log) {
        logs.append(log)
      }
    }
    var monitor = GuaranteeMonitor(scope: logs.count > 1 ? .keysRead : .wholeReplica)
    monitor.advance(over: history)
    let verdict = monitor.verdict(for: guarantee, asOf: history.events.last?.eventIndex ?? 0)
    if case .unknown = verdict { return nil }
    return verdict
  }
}
