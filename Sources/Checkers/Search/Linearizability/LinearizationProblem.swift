import Histories

/// A history prepared for deciding linearizability of its components and of subsets of them.
struct LinearizationProblem {
  var history: History
  let limits: LinearizabilityChecker.Limits
  let reductions: LinearizabilityChecker.Reductions
  let components: [HistoryComponent]

  let specification: SpecificationName?
  let isOver: (@Sendable () -> Bool)?

  init(_ history: History, _ checker: LinearizabilityChecker) {
    self.history = history
    limits = checker.limits
    reductions = checker.reductions
    specification = checker.specification
    isOver = checker.isOver
    components = HistoryPartition(history.operations).components
  }

  /// Decides one component, or a subset of one. The order is of indices into the history.
  ///
  /// - Parameter spent: grows by the operations looked at and the steps of the search.
  func solve(
    _ component: HistoryComponent, isTraced: Bool, _ spent: inout Int
  ) -> SearchOutcome {
    spent += component.members.count
    if var zones = zones(component) {
      if zones.conflict() == nil { return .holds(isTraced ? zones.order() : []) }
      return .fails(at: TimedAction.never - 1, by: -1)
    }
    switch monitored(component, isTraced: isTraced) {
    case .holds(let order): return .holds(order)
    case .fails: return .fails(at: TimedAction.never - 1, by: -1)
    case .handsOver:
      if strays(component)?.first != nil { return .fails(at: TimedAction.never - 1, by: -1) }
      return search(component, isTraced: isTraced, &spent)
    }
  }

  /// What is violated by itself, before a search; nil if it is not to be looked for: the search of a register comes
  /// to it at once.
  func strays(_ component: HistoryComponent) -> StrayResults? {
    guard reductions.contains(.monitors), component.kind != .plainRegister,
      component.kind != .register
    else { return nil }
    return StrayResults(component.members, history, as: specification)
  }

  /// What the monitor of the data type says, if it has one.
  func monitored(_ component: HistoryComponent, isTraced: Bool) -> MonitorFinding {
    guard reductions.contains(.monitors) else { return .handsOver }
    let operations = history.operations
    switch component.kind {
    case .plainRegister, .register, .general: return .handsOver
    case .growingSet:
      var monitor = GrowingSetMonitor(
        component.members, operations, initial: initialValue(component.members),
        isTraced: isTraced)
      return monitor?.judge() ?? .handsOver
    case .queue, .stack:
      guard
        let table = ElementTable(
          component.members, operations, initial: initialValue(component.members))
      else { return .handsOver }
      if component.kind == .queue {
        var monitor = QueueMonitor(table, isTraced: isTraced)
        return monitor.judge()
      }
      var monitor = StackMonitor(table, operations, isTraced: isTraced)
      return monitor.judge()
    }
  }

  /// The component by zones, if that method can decide it.
  func zones(_ component: HistoryComponent) -> RegisterZones? {
    guard component.kind == .plainRegister, reductions.contains(.zones) else { return nil }
    return RegisterZones(
      component.members, history.operations, initial: initialValue(component.members),
      as: specification)
  }

  private func initialValue(_ members: [Int32]) -> Value {
    guard let first = members.first, let key = history.operations[Int(first)].call.key else {
      return .absent
    }
    return history.initialValue(of: key)
  }

  private func search(
    _ component: HistoryComponent, isTraced: Bool, _ spent: inout Int
  ) -> SearchOutcome {
    guard component.kind == .plainRegister || component.kind == .register else {
      let encoding = SpecificationEncoding(
        component.members, history, as: specification,
        forgets: reductions.contains(.forgetting))
      let outcome = run(encoding.actions, encoding.transitions, isTraced, &spent)
      return named(component.members, outcome)
    }
    let encoding = RegisterEncoding(
      component.members, history.operations, initial: initialValue(component.members),
      forgets: reductions.contains(.forgetting), as: specification)
    let outcome = run(encoding.actions, encoding.transitions, isTraced, &spent)
    return named(encoding.members, outcome)
  }

  private func run<Model: Transitions>(
    _ actions: [TimedAction], _ model: Model, _ isTraced: Bool, _ spent: inout Int
  ) -> SearchOutcome {
    let timetable = Timetable(actions)
    if timetable.capacity <= UInt64.bitWidth {
      var search = FrontierSearch<Model, NarrowSlots>(
        actions, timetable, model, limits, reductions, isTraced: isTraced, isOver)
      defer { spent += search.spent }
      return search.run()
    }
    var search = FrontierSearch<Model, WideSlots>(
      actions, timetable, model, limits, reductions, isTraced: isTraced, isOver)
    defer { spent += search.spent }
    return search.run()
  }

  private func named(_ members: [Int32], _ outcome: SearchOutcome) -> SearchOutcome {
    switch outcome {
    case .holds(let order): .holds(order.map { Int(members[$0]) })
    case .fails(let end, let response): .fails(at: end, by: Int(members[response]))
    case .unknown: outcome
    }
  }

  /// One order from those of the components, each operation at its earliest point.
  ///
  /// An operation takes effect at its invocation or at the point of the one before it in its component,
  /// whichever is later. No point is after its response, as an operation invoked after that response
  /// would come later in the order.
  func serialization(_ orders: [[Int]]) -> Serialization {
    var steps: [Serialization.Step] = []
    for order in orders {
      var now = VirtualTime(.min)
      for index in order {
        now = max(now, history.operations[index].invoked)
        steps.append(Serialization.Step(operation: OperationID(index), point: now))
      }
    }
    if orders.count > 1 {
      // Stable by construction: steps of one component are in order, and ties go by component.
      steps = steps.enumerated().sorted {
        ($0.element.point ?? .never, $0.offset) < ($1.element.point ?? .never, $1.offset)
      }.map(\.element)
    }
    return Serialization(process: nil, steps: steps)
  }
}
