import Histories

/// Decides the four session guarantees (Terry et al. 1994) from values, session order and, where they
/// are noted, log positions.
///
/// * Read-your-writes and monotonic reads: see `SessionValues`. One witness for each violating read and key, as far as
///   they differ when each is minimal (`SessionReduction`). With what all of them read from they are named as far as
///   `sourcesMax` operations go for all witnesses, and while there is time; a later witness that rests on more
///   than a few names the read, the newer version and what shows the order, and does not claim to be minimal.
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
  /// How many operations all witnesses of a verdict name; the first one may name more, and each may name a few.
  let sourcesMax: Int

  public init(budget: Budget = .standard) {
    self.init(budget: budget, sourcesMax: 1_000_000)
  }

  init(budget: Budget, sourcesMax: Int) {
    self.budget = budget
    self.sourcesMax = sourcesMax
  }

  /// O(n) expected for the read guarantees, and for what the witnesses name; O(n x sessions) for the others.
  public func check(_ guarantee: CheckerName, _ history: History) -> Verdict {
    guard Self.guarantees.contains(guarantee) else { return .unknown(.notThisMethod) }
    let index = ReadsFromIndex(history.operations, initial: history.initial, owner: .session)
    let isPlaced = Self.isOfReads(guarantee) ? Self.placement(history) : nil
    guard let found = violations(of: guarantee, index, history, isPlaced) else {
      return .unknown(.timeIsUp)
    }
    if !found.isEmpty {
      var reduction = SessionReduction(self, guarantee, index, history, isPlaced)
      return .violated(reduction.reduced(found))
    }
    switch guarantee {
    case .monotonicWrites: return together(.pram, history)
    case .writesFollowReads: return together(.causalConsistency, history)
    default: return index.gap.map { .unknown(.missingReadsFrom(of: $0)) } ?? .holds
    }
  }

  /// Whether, by log positions, the first operation's write comes before the second's; by their places in the history.
  typealias Placement = (_ earlier: Int32, _ later: Int32) -> Bool

  private static func isOfReads(_ guarantee: CheckerName) -> Bool {
    guarantee == .readYourWrites || guarantee == .monotonicReads
  }

  /// What breaks a guarantee, each with all that shows it, perhaps with more than is needed; nil if time is up. One that
  /// says that it is not minimal may lack what its operations read from.
  ///
  /// - Parameter index: of all operations of the history.
  func violations(
    of guarantee: CheckerName, _ index: ReadsFromIndex, _ history: History, _ isPlaced: Placement?
  ) -> [Witness]? {
    let impossible = impossible(guarantee, index, history)
    if !impossible.isEmpty || !Self.isOfReads(guarantee) { return impossible }
    var values = SessionValues(
      index, history,
      isPlaced: isPlaced.map { isPlaced in
        { isPlaced(index.places[Int($0)], index.places[Int($1)]) }
      })
    guard values.walk(isOver: budget.isOver ?? { false }) else { return nil }
    var sources = WitnessSources(index, atMost: sourcesMax, isOver: budget.isOver)
    return values.findings.filter { $0.guarantee == guarantee }
      .map { Self.witness($0, &sources, index, history) }
  }

  /// Reads that no store can have served: of values that nobody wrote; if there are none, of what their sessions wrote
  /// later, of these only such as do not rest on another one.
  private func impossible(
    _ guarantee: CheckerName, _ index: ReadsFromIndex, _ history: History
  ) -> [Witness] {
    func witness(_ node: Int32, _ relation: Witness.Relation, _ nodes: [Int32]) -> Witness {
      let read = history.operations[Int(index.places[Int(node)])]
      return Witness(
        guarantee, against: read, eventIndex: read.completion?.eventIndex ?? 0,
        relation: relation, missed: nil,
        related: nodes.filter { $0 != node }
          .map { history.operations[Int(index.places[Int($0)])].id })
    }
    if !index.impossible.isEmpty {
      return index.impossible.map { witness($0.node, $0.relation, []) }
    }
    let sessions = SessionSequences(index, history)
    let readsAhead = (0..<Int32(index.count)).map { node in
      index.accesses(of: Int(node)).contains {
        index.sources[$0] >= 0 && sessions.isInOrder(node, index.sources[$0])
      }
    }
    let found = (0..<Int32(index.count)).filter { readsAhead[Int($0)] }
    if found.isEmpty { return [] }
    let restsOnOther = index.restOnAnother(found)
    let alone = found.filter { !restsOnOther[Int($0)] }
    var sources = WitnessSources(index, atMost: sourcesMax, isOver: budget.isOver)
    return (alone.isEmpty ? found : alone).map { node in
      let (nodes, isWhole) = sources.nodes(with: [node])
      var witness = witness(node, .cyclicCausality, nodes)
      witness.isMinimal = isWhole
      return witness
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

  /// Whether one write is on another's line of a log; nil if no positions are noted.
  private static func placement(_ history: History) -> Placement? {
    let isNoted = history.events.contains {
      if case .note(.placed) = $0.kind { true } else { false }
    }
    guard isNoted else { return nil }
    var monitor = GuaranteeMonitor(scope: .keysRead)
    monitor.advance(over: history)
    let evidence = monitor.evidence
    return { evidence.areInOneLog($0, $1) && evidence.line(of: $1, contains: $0) }
  }

  private static func witness(
    _ finding: SessionValues.Finding, _ sources: inout WitnessSources, _ index: ReadsFromIndex,
    _ history: History
  ) -> Witness {
    let operation = { (node: Int32) in history.operations[Int(index.places[Int(node)])] }
    let read = operation(finding.read)
    let missed = finding.newer < 0 ? nil : operation(finding.newer).id
    let nodes = [finding.read, finding.newer] + finding.others
    let (named, isWhole) = sources.nodes(with: nodes.filter { $0 >= 0 })
    var witness = Witness(
      finding.guarantee, against: read, eventIndex: read.completion?.eventIndex ?? 0,
      relation: finding.relation, missed: missed,
      related: named.map { operation($0).id }.filter { $0 != read.id && $0 != missed })
    witness.isMinimal = isWhole
    return witness
  }
}
