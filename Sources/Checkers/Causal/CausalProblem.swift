import Histories

/// One model and the operations to be judged by it.
struct CausalProblem {
  enum Decision {
    case holds([Serialization])
    case violated(Violation)
    case unknown(UnknownReason)
  }

  /// What was found, in nodes of the index.
  enum Violation {
    /// One operation that no model explains.
    case impossible(Int32, Witness.Relation)
    /// A node on a cycle of program order and reads-from.
    case cycle(through: Int32)
    /// A read that no order of its causal past explains.
    case past(CausalPast.Violation)
    /// The owner has no view.
    case view(of: Int32)
    /// Conflicts that form a cycle with causality.
    case conflicts([CausalPast.Conflict], left: ConflictOrder)
  }

  let model: CheckerName
  let operations: [Operation]
  let initial: [History.InitialValue]
  let budget: Budget
  let asObserved: Bool
  let index: ReadsFromIndex

  init(
    _ model: CheckerName, _ operations: [Operation], _ initial: [History.InitialValue],
    _ budget: Budget, owner: ReadsFromIndex.Owner = .process, asObserved: Bool = false
  ) {
    self.asObserved = asObserved
    self.model = model
    self.operations = operations
    self.initial = initial
    self.budget = budget
    index = ReadsFromIndex(operations, initial: initial, owner: owner, asObserved: asObserved)
  }

  func decide(wantsOrders: Bool) -> Decision {
    if let first = index.impossible.first {
      return .violated(.impossible(first.node, first.relation))
    }
    let decision =
      switch model {
      case .pram: decideViews(.programOrder, wantsOrders)
      case .causalConsistency: decideViews(.causality, wantsOrders)
      case .weakCausalConsistency: decidePast(wantsConflicts: false, wantsOrders)
      default: decidePast(wantsConflicts: true, wantsOrders)
      }
    if case .holds = decision, let gap = index.gap {
      return .unknown(.missingReadsFrom(of: gap))
    }
    return decision
  }

  func operation(_ node: Int32) -> Operation { operations[Int(index.places[Int(node)])] }

  // MARK: CM and PRAM

  private func decideViews(_ relation: ViewSearch.Relation, _ wantsOrders: Bool) -> Decision {
    var search = ViewSearch(index, relation)
    let isOver = budget.isOver ?? { false }
    let readers = search.readers
    let givesOrders =
      wantsOrders && index.count * max(index.ownerCount, 1) <= CausalChecker.orderedMax
    // A step of a budget is a transition of a search; placing an operation is far cheaper.
    let visitsMax = budget.stepsMax.multipliedReportingOverflow(by: 64)
    var visits = 0
    for owner in readers {
      visits += index.count
      if !visitsMax.overflow && visits > visitsMax.partialValue {
        return .unknown(.tooManySteps(maximum: budget.stepsMax))
      }
      switch search.hasView(of: owner, isOver) {
      case nil: return .unknown(.timeIsUp)
      case false?: return .violated(.view(of: owner))
      case true?: continue
      }
    }
    if let cyclic = relation == .causality ? CausalSequence(index).cyclic : nil {
      return .violated(.cycle(through: cyclic))
    }
    guard givesOrders else { return .holds([]) }
    return .holds(orders(&search))
  }

  /// The view of every process, ascending, as `ExactChecker` gives them.
  private func orders(_ search: inout ViewSearch) -> [Serialization] {
    let owners = (0..<index.count).reduce(into: [ProcessID: Int32]()) {
      $0[operation(Int32($1)).process] = index.owners[$1]
    }
    return owners.sorted { $0.key < $1.key }.map { process, owner in
      _ = search.hasView(of: owner, { false })
      let members = search.placed.reversed().filter { search.isInView(Int($0)) }
      return Serialization(
        process: process,
        steps: members.map { .init(operation: operation($0).id, point: nil) })
    }
  }

  // MARK: CC and CCv

  private func decidePast(wantsConflicts: Bool, _ wantsOrders: Bool) -> Decision {
    let sequence = CausalSequence(index)
    if let cyclic = sequence.cyclic { return .violated(.cycle(through: cyclic)) }
    let lanes = Lanes(index)
    // A clock for each process and for each write.
    let writes = (0..<index.count).reduce(0) { $0 + (index.writes($1) ? 1 : 0) }
    let clocksMax = CausalChecker.clockNumbersMax / max(lanes.count, 1)
    if writes + lanes.count > clocksMax {
      return .unknown(.tooManyOperations(count: writes + lanes.count, maximum: clocksMax))
    }
    var past = CausalPast(index, lanes)
    guard past.walk(sequence, wantsConflicts: wantsConflicts, isOver: budget.isOver ?? { false })
    else { return .unknown(.timeIsUp) }
    if let violation = past.violation { return .violated(.past(violation)) }
    guard wantsConflicts else { return .holds([]) }
    let order = ConflictOrder(index, past.conflicts)
    guard order.isComplete else { return .violated(.conflicts(past.conflicts, left: order)) }
    guard wantsOrders && index.count <= CausalChecker.orderedMax else { return .holds([]) }
    let steps = order.placed.reversed().filter { index.counts(Int($0)) }
    return .holds([
      Serialization(
        process: nil, steps: steps.map { .init(operation: operation($0).id, point: nil) })
    ])
  }
}

extension ReadsFromIndex {
  /// Whether the node is part of the history: all are but pending writes that nobody read.
  func counts(_ node: Int) -> Bool { !isPending[node] || writes(node) }
}
