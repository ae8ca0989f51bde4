import Histories

/// The checkers that watch a run while it goes on, asked of a whole history.
extension HistoryJudge {
  /// Stale reads, consistent prefix, two leaders, lost writes and convergence, from what an observer inside
  /// the system noted. A history recorded by clients alone lacks that: the answer is unknown, unless nothing
  /// happened. The two at rest need the final state too.
  func observed(_ checker: CheckerName, _ history: History) -> Judgement {
    guard history.hasEvidence || !history.operations.contains(where: \.isOK) else {
      return Judgement(checker, .unknown(.missingNotes))
    }
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    monitor.advance(over: history)
    guard checker.method == .atQuiescence else {
      return Judgement(checker, monitor.verdict(for: checker, asOf: .max))
    }
    guard let final = options.finalState else {
      return Judgement(checker, .unknown(.missingFinalState))
    }
    guard final.isAfter(history) else { return Judgement(checker, .pending) }
    monitor.settle(final, over: history)
    return Judgement(checker, monitor.verdict(for: checker, asOf: .max))
  }
}

extension FinalState {
  /// Whether it includes every event of the history.
  func isAfter(_ history: History) -> Bool {
    history.events.last.map { $0.eventIndex <= eventIndex } ?? true
  }
}

extension History {
  /// Whether an observer inside the system noted anything of writes or of reads.
  var hasEvidence: Bool {
    hasNotes || operations.contains { $0.completion?.observation != nil }
  }
}
