import Histories

/// Eventual consistency (Vogels 2009; Viotti and Vukolic 2016: eventual visibility, no circular causality, and return
/// values that the visible writes explain), on a run that has come to rest.
///
/// A read violates it if it returned a value that nobody had written by its response: instants and values tell. The
/// rest is told by the final state: every write that was acknowledged, or that some replica holds, must be part
/// of what each replica of its log holds, or of each replica outside logs; or have lost an arbitration
/// there; or be in the past of a version there, overwritten by one who had seen it. What a replica returns to later reads
/// is taken to be what it holds. Replicas outside logs are all meant to hold every key.
///
/// Pending until the run is at rest; unknown without a final state. O(replicas * (writes + keys * history)).
struct EventualConsistency {
  let history: History
  let final: FinalState?

  func judge() -> Verdict {
    let unexplained = readsFromNobody()
    if !unexplained.isEmpty { return .violated(unexplained) }
    guard let final else {
      return history.operations.isEmpty ? .holds : .unknown(.missingFinalState)
    }
    guard final.quiescence == .quiescent, final.isAfter(history) else { return .pending }
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    monitor.advance(over: history)
    return visibility(final, monitor.evidence)
  }

  private func readsFromNobody() -> [Witness] {
    let table = RegisterTable(history)
    var witnesses: [Witness] = []
    for register in table.registers where register.unsupported == nil {
      let index = FreshnessIndex(register.writes)
      for read in register.reads {
        guard case .none(let later) = index.source(of: read) else { continue }
        witnesses.append(
          history.witness(
            .eventualConsistency, read, .neverWritten, missed: nil, later.map { index.writes[$0] }))
      }
    }
    return witnesses.inOrderOfEvents()
  }

  private func visibility(_ final: FinalState, _ evidence: Evidence) -> Verdict {
    var held: [VisibleWrites] = []
    for replica in final.replicas {
      let observation = Observation(
        node: replica.node, servedAt: final.time, visibility: replica.surviving,
        readsFrom: .unknown)
      guard let visible = evidence.visible(observation) else {
        return .unknown(.missingSurvivors(at: replica.node))
      }
      held.append(visible)
    }
    let writes = history.operations.filter { operation in
      guard !operation.call.isReadOnly else { return false }
      let isAcknowledged = operation.result.map(operation.call.takesEffect) ?? false
      return isAcknowledged || held.contains { Self.holds($0, operation.id.index, evidence) }
    }
    var missing: UnknownReason?
    var witnesses: [Witness] = []
    var isReported = Array(repeating: false, count: history.operations.count)
    for visible in held {
      var past = PastOfKeys(evidence: evidence, history: history, survivors: [visible])
      for write in writes where !isReported[Int(write.id.index)] {
        guard let concerns = Self.concerns(visible, write.id.index, evidence) else {
          missing = missing ?? .missingPlacement(of: write.id)
          continue
        }
        if concerns, !Self.holds(visible, write.id.index, evidence), past.lacks(write.id.index) {
          isReported[Int(write.id.index)] = true
          witnesses.append(
            Witness(
              .eventualConsistency, against: write, eventIndex: final.eventIndex,
              relation: .invisibleAtRest, missed: write.id))
        }
      }
    }
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    return missing.map(Verdict.unknown) ?? .holds
  }

  /// Whether a replica is meant to hold a write; nil if that cannot be told.
  private static func concerns(
    _ visible: VisibleWrites, _ write: Int32, _ evidence: Evidence
  ) -> Bool? {
    let own = evidence[write].place?.log
    switch visible {
    case .log(let log, _): return own.map { $0 == log }
    case .logs(let lines): return own.map { own in lines.contains { $0.log == own } }
    case .set: return own == nil
    }
  }

  /// Whether a write is part of what a replica holds, or lost an arbitration there.
  private static func holds(
    _ visible: VisibleWrites, _ write: Int32, _ evidence: Evidence
  ) -> Bool {
    if evidence.isVisible(write, in: visible) { return true }
    if case .set(_, let node) = visible { return evidence.hasLost(write, at: node) }
    return false
  }
}

extension HistoryJudge {
  func eventualConsistency(_ history: History) -> Judgement {
    let check = EventualConsistency(history: history, final: options.finalState)
    return Judgement(.eventualConsistency, check.judge())
  }
}
