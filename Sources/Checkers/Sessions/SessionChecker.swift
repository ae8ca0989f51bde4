import Histories

/// Decides the four session guarantees (Terry et al. 1994) from values, session order and, where they
/// are noted, log positions.
///
/// * Read-your-writes and monotonic reads: see `SessionValues`. One witness for each violating read and key.
/// * Monotonic writes and writes-follow-reads are about the order in which a store applies writes. Each alone is
///   compatible with any values: a store may always be said to have shown nothing else. So *holds* is answered
///   where the values can be explained with all the guarantees: PRAM, which is read-your-writes, monotonic reads and monotonic
///   writes together, holds of the sessions; or causal memory, which is all four. Otherwise it is not known
///   which of them was broken, for lack of the arbitration order.
///
/// A value that nobody else had written violates all four: one that nobody wrote, that the reading operation itself wrote
/// afterwards, or that its session wrote later.
public struct SessionChecker: Sendable {
  public static let guarantees: [CheckerName] = [
    .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads,
  ]

  public let budget: Budget

  public init(budget: Budget = .standard) { self.budget = budget }

  /// O(n) expected for the read guarantees; O(n x sessions) for the others.
  public func check(_ guarantee: CheckerName, _ history: History) -> Verdict {
    guard Self.guarantees.contains(guarantee) else { return .unknown(.notThisMethod) }
    let index = ReadsFromIndex(history.operations, initial: history.initial, owner: .session)
    let impossible = Self.impossible(guarantee, index, history)
    if !impossible.isEmpty { return .violated(impossible) }
    switch guarantee {
    case .monotonicWrites: return together(.pram, history)
    case .writesFollowReads: return together(.causalConsistency, history)
    default: return reads(guarantee, index, history)
    }
  }

  /// Reads that no store can have served, in order of the operations: of values that nobody else had written. O(n).
  private static func impossible(
    _ guarantee: CheckerName, _ index: ReadsFromIndex, _ history: History
  ) -> [Witness] {
    let sessions = SessionSequences(index, history)
    var found = index.impossible.map { (node: $0.node, relation: $0.relation, source: Int32(-1)) }
    for node in 0..<Int32(index.count) {
      for access in index.accesses(of: Int(node)) where index.sources[access] >= 0 {
        let source = index.sources[access]
        if sessions.isInOrder(node, source) { found.append((node, .cyclicCausality, source)) }
      }
    }
    return found.sorted { ($0.node, $0.source) < ($1.node, $1.source) }.map { finding in
      let operation = { (node: Int32) in history.operations[Int(index.places[Int(node)])] }
      let related = finding.source < 0 ? [] : [operation(finding.source).id]
      return Witness(
        guarantee, against: operation(finding.node),
        eventIndex: operation(finding.node).completion?.eventIndex ?? 0,
        relation: finding.relation, missed: nil, related: related)
    }
  }

  /// Whether all guarantees that make up a model explain the history together.
  private func together(_ model: CheckerName, _ history: History) -> Verdict {
    let problem = CausalProblem(
      model, history.operations, history.initial, budget, owner: .session)
    switch problem.decide(wantsOrders: false) {
    case .holds: return .holds
    case .violated: return .unknown(.missingArbitration)
    case .unknown(let reason): return .unknown(reason)
    }
  }

  private func reads(
    _ guarantee: CheckerName, _ index: ReadsFromIndex, _ history: History
  ) -> Verdict {
    var values = SessionValues(index, history, isPlaced: Self.placement(index, history))
    guard values.walk(isOver: budget.isOver ?? { false }) else { return .unknown(.timeIsUp) }
    let witnesses = values.findings.filter { $0.guarantee == guarantee }
      .map { Self.witness($0, index, history) }
    if !witnesses.isEmpty { return .violated(witnesses) }
    return index.gap.map { .unknown(.missingReadsFrom(of: $0)) } ?? .holds
  }

  /// Whether one node's write is on another's line of a log; nil if no positions are noted.
  private static func placement(
    _ index: ReadsFromIndex, _ history: History
  ) -> ((Int32, Int32) -> Bool)? {
    let isNoted = history.events.contains {
      if case .note(.placed) = $0.kind { true } else { false }
    }
    guard isNoted else { return nil }
    var monitor = GuaranteeMonitor(scope: .keysRead)
    monitor.advance(over: history)
    let evidence = monitor.evidence
    return { earlier, later in
      let (first, second) = (index.places[Int(earlier)], index.places[Int(later)])
      return evidence.areInOneLog(first, second) && evidence.line(of: second, contains: first)
    }
  }

  private static func witness(
    _ finding: SessionValues.Finding, _ index: ReadsFromIndex, _ history: History
  ) -> Witness {
    let operation = { (node: Int32) in history.operations[Int(index.places[Int(node)])] }
    let read = operation(finding.read)
    let missed = finding.newer < 0 ? nil : operation(finding.newer).id
    let nodes = [finding.read, finding.newer] + finding.others
    let related = index.withSources(nodes.filter { $0 >= 0 }).map { operation($0).id }
    return Witness(
      finding.guarantee, against: read, eventIndex: read.completion?.eventIndex ?? 0,
      relation: finding.relation, missed: missed,
      related: related.filter { $0 != read.id && $0 != missed })
  }
}

extension ReadsFromIndex {
  /// A few nodes with what they read from, and what that read from, ascending.
  func withSources(_ nodes: [Int32]) -> [Int32] {
    var known = Set(nodes)
    var stack = nodes
    while let node = stack.popLast() {
      for access in accesses(of: Int(node)) where sources[access] >= 0 {
        if known.insert(sources[access]).inserted { stack.append(sources[access]) }
      }
    }
    return known.sorted()
  }
}
