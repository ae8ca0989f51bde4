import Histories

/// A history prepared for searches over it and over subsets of it.
struct SearchProblem {
  enum Solution {
    case found([Serialization])
    /// No order explains these operations: the whole input, or the component that fails.
    case impossible([Operation])
    case unknown(UnknownReason)
  }

  let history: History
  let limits: ExactChecker.Limits
  /// A deadline: asked by every search.
  let isOver: (@Sendable () -> Bool)?
  let specification: ObjectMapSpecification
  /// The operations that count, in order of invocation.
  let operations: [Operation]

  init(
    history: History, limits: ExactChecker.Limits, as name: SpecificationName? = nil,
    isOver: (@Sendable () -> Bool)? = nil
  ) {
    self.history = history
    self.limits = limits
    self.isOver = isOver
    specification = ObjectMapSpecification(initial: history.initial, as: name)
    operations = history.operations.filter { $0.isOK || $0.isPending && !$0.call.isReadOnly }
  }

  /// Solves a model for some of the operations, given in order of invocation.
  func solve(_ model: CheckerName, _ operations: [Operation]) -> Solution {
    var budget = allowance(for: operations)
    return solve(model, operations, &budget)
  }

  /// What one search may spend.
  func allowance(for operations: [Operation], statesMax: Int? = nil) -> StateBudget {
    let parts = operations.reduce(0) { $0 + $1.call.partCount }
    return StateBudget(statesMax ?? limits.statesMax, parts: parts, isOver: isOver)
  }

  func solve(
    _ model: CheckerName, _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    switch model {
    case .linearizability: linearize(operations, &budget)
    case .sequentialConsistency: sequentialize(operations, &budget)
    case .causalConsistency: serializeCausally(operations, &budget)
    case .weakCausalConsistency, .causalConvergence: explainCausally(model, operations, &budget)
    case .serializability: serializeFreely(operations, &budget)
    default: serializeByProcess(operations, &budget)
    }
  }

  // MARK: One order for all

  /// Linearizability is local (Herlihy and Wing 1990, theorem 1): each component of keys that are
  /// joined by multi-key calls is solved by itself. A violation in one outweighs a limit in another.
  private func linearize(
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    var steps: [Serialization.Step] = []
    var undecided: UnknownReason?
    for component in components(operations) {
      if let reason = tooMany(component) {
        undecided = undecided ?? reason
        continue
      }
      // One component's limit is not another's.
      var own = allowance(for: component)
      defer { budget.add(own) }
      let items = items(component) { earlier, later in
        earlier.completion.map { $0.time < later.invoked } ?? false
      }
      var serializer = Serializer(items, specification)
      switch serializer.search(&own) {
      case .found(let order): steps += points(order.map { component[$0] })
      case .impossible: return .impossible(component)
      case .exhausted(let reason): undecided = undecided ?? reason
      }
    }
    if let undecided { return .unknown(undecided) }
    // Stable by construction: steps of one component are in order, and ties go by component.
    let sorted = steps.enumerated().sorted {
      ($0.element.point ?? .never, $0.offset) < ($1.element.point ?? .never, $1.offset)
    }
    return .found([Serialization(process: nil, steps: sorted.map(\.element))])
  }

  /// Not local, so the whole history at once.
  private func sequentialize(
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    if let reason = tooMany(operations) { return .unknown(reason) }
    var serializer = Serializer(items(operations, Self.isProgramOrdered), specification)
    switch serializer.search(&budget) {
    case .found(let order):
      return .found([Self.serialization(of: nil, order.map { operations[$0].id })])
    case .impossible: return .impossible(operations)
    case .exhausted(let reason): return .unknown(reason)
    }
  }

  static func isProgramOrdered(_ earlier: Operation, _ later: Operation) -> Bool {
    earlier.process == later.process && earlier.id < later.id && earlier.isOK
  }

  /// The items of a search, each with those before it. Only completed operations come before others.
  func items(
    _ operations: [Operation], _ precedes: (Operation, Operation) -> Bool
  ) -> [SearchItem] {
    operations.map { operation in
      var item = SearchItem(
        id: operation.id,
        operation: SpecifiedOperation(
          call: operation.call, process: operation.process, result: operation.result),
        isRequired: operation.isOK)
      for (index, other) in operations.enumerated()
      where other.id != operation.id && other.isOK && precedes(other, operation) {
        item.predecessors |= 1 << UInt64(index)
      }
      return item
    }
  }

  func tooMany(_ operations: [Operation]) -> UnknownReason? {
    operations.count > limits.operationsMax
      ? .tooManyOperations(count: operations.count, maximum: limits.operationsMax) : nil
  }

  static func serialization(of process: ProcessID?, _ order: [OperationID]) -> Serialization {
    Serialization(
      process: process, steps: order.map { Serialization.Step(operation: $0, point: nil) })
  }

  /// The earliest points: each at its invocation or at the point before it, whichever is later. No
  /// point is after its response, as an operation invoked after that response would come later.
  private func points(_ order: [Operation]) -> [Serialization.Step] {
    var now = VirtualTime(.min)
    return order.map { operation in
      now = max(now, operation.invoked)
      return Serialization.Step(operation: operation.id, point: now)
    }
  }

  /// Operations that share keys, directly or through multi-key calls, by their first operation.
  private func components(_ operations: [Operation]) -> [[Operation]] {
    var groups: [(keys: [Key], members: [Operation])] = []
    for operation in operations {
      var merged = (keys: operation.call.keys, members: [operation])
      let touches = { (keys: [Key]) in keys.contains { operation.call.addresses($0) } }
      let joined = groups.filter { touches($0.keys) }
      let place = groups.firstIndex { touches($0.keys) } ?? groups.count
      groups.removeAll { touches($0.keys) }
      for group in joined {
        merged.keys += group.keys.filter { !merged.keys.contains($0) }
        merged.members += group.members
      }
      groups.insert(merged, at: place)
    }
    return groups.map { $0.members.sorted { $0.id < $1.id } }
  }
}
