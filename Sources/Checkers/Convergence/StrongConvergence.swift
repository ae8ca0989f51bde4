import Histories

/// Strong eventual consistency (Shapiro et al., SSS 2011): eventual consistency, and whenever the same writes are visible
/// the state is the same (strong convergence).
///
/// Strong convergence is judged by what was observed of the states: two reads of a key that were served
/// from the same writes to that key must have returned the same, and two replicas that hold the same writes at
/// the end must have equal digests. States that nobody read are not seen. A read whose visibility is not known
/// leaves the answer open. O(n log n), for explicit sets in their sizes.
struct StrongConvergence {
  /// What of one key a read was served from.
  private enum Seen: Hashable {
    /// The newest entry on the line of the log; nil before the first.
    case line(key: Int32, newest: Int32?)
    case set(key: Int32, writes: [OperationID])
  }

  let history: History
  let final: FinalState?

  /// Strong convergence alone.
  func judge() -> Verdict {
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    monitor.advance(over: history)
    let (witnesses, missing) = compareReads(monitor.evidence)
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    guard let final else {
      return .unknown(missing ?? .missingFinalState)
    }
    if let witness = differentReplicas(final) { return .violated([witness]) }
    if let replica = final.replicas.first(where: { $0.digest == nil }) {
      return .unknown(missing ?? .missingDigest(at: replica.node))
    }
    return missing.map(Verdict.unknown) ?? .holds
  }

  private func compareReads(_ evidence: Evidence) -> ([Witness], UnknownReason?) {
    var first: [Seen: (read: OperationID, value: Value)] = [:]
    var witnesses: [Witness] = []
    var missing: UnknownReason?
    for read in history.operations where read.isOK && read.call.returnsState {
      guard let completion = read.completion, let observation = completion.observation,
        let visible = evidence.visible(observation)
      else {
        missing = missing ?? .missingVisibility(of: read.id)
        continue
      }
      for (key, value) in read.plainReads {
        guard let ordinal = evidence.ordinal(ofKnown: key) else { continue }
        let seen = Self.seen(ordinal, visible, evidence)
        guard let other = first[seen] else {
          first[seen] = (read.id, value)
          continue
        }
        if other.value == value { continue }
        witnesses.append(
          Witness(
            .strongEventualConsistency, against: read, eventIndex: completion.eventIndex,
            relation: .sameWritesOtherState, missed: nil, related: [other.read]))
      }
    }
    return (witnesses, missing)
  }

  private static func seen(
    _ key: Int32, _ visible: VisibleWrites, _ evidence: Evidence
  ) -> Seen {
    if case .set(let writes, _) = visible {
      return .set(key: key, writes: writes.filter { evidence.writes($0.index, to: key) })
    }
    let newest = evidence.placements[Int(key)].newestVisible {
      evidence.isVisible($0, in: visible)
    }
    return .line(key: key, newest: newest)
  }

  private func differentReplicas(_ final: FinalState) -> Witness? {
    var first: [Visibility: UInt64] = [:]
    for replica in final.replicas where replica.surviving != .unknown {
      guard let digest = replica.digest else { continue }
      if first[replica.surviving, default: digest] != digest {
        return Witness(
          checker: .strongEventualConsistency, operation: nil, process: nil, session: nil,
          at: final.time, eventIndex: final.eventIndex, relation: .divergentReplicas)
      }
      first[replica.surviving] = digest
    }
    return nil
  }
}

extension Operation {
  /// The keys that it read, each with the value: of reads that are not part of a transaction.
  fileprivate var plainReads: [(Key, Value)] {
    switch (call, result) {
    case (.read(let key), let value?): [(key, value)]
    case (.readMany(let keys), .list(let values)?): Array(zip(keys, values))
    default: []
    }
  }
}

extension HistoryJudge {
  func strongEventualConsistency(_ history: History) -> Judgement {
    let check = StrongConvergence(history: history, final: options.finalState)
    return conjunction(
      .strongEventualConsistency,
      [Judgement(.strongEventualConsistency, check.judge()), eventualConsistency(history)])
  }

  /// Causal consistency with convergent handling of conflicts (Lloyd et al., SOSP 2011): causal memory, and
  /// strong eventual consistency.
  func causalPlus(_ history: History) -> Judgement {
    conjunction(
      .causalPlus, [judge(.causalConsistency, history), strongEventualConsistency(history)])
  }

  /// Violated if one part is, else open if one part is, else it holds; under the name of the whole.
  private func conjunction(_ checker: CheckerName, _ parts: [Judgement]) -> Judgement {
    let deciding =
      parts.first { $0.verdict.isViolated } ?? parts.first { $0.verdict.isOpen } ?? parts.first
    var result = deciding?.renamed(checker) ?? Judgement(checker, .holds)
    result.orders = []
    return result
  }
}
