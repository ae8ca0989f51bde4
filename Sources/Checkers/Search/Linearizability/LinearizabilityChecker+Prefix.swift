import Histories

extension LinearizabilityChecker {
  /// Of a history that is not linearizable the longest prefix that is, an order that explains it, and the
  /// response that comes next.
  ///
  /// Events are invocations and completions in the order of time; at one instant invocations come first,
  /// then completions, each in the order of operations. (Equal instants do not order, so a prefix that
  /// cut an instant before its invocations would be harder to explain than a longer one.) In a prefix
  /// what has not returned yet is pending; what failed is known to have had no effect from the start.
  ///
  /// Nil if the history is linearizable, or if the limits leave it open where the prefix ends. As many
  /// decisions as the logarithm of the number of events, for each component that is violated.
  public func prefix(of history: History) -> LinearizablePrefix? {
    let problem = LinearizationProblem(history, self)
    var first: Operation?
    for component in problem.components {
      switch problem.firstUnexplained(in: component) {
      case .none: continue
      case .unknown: return nil
      case .response(let index):
        let operation = history.operations[index]
        if first.map({ operation.returnsBefore($0) }) ?? true { first = operation }
      }
    }
    guard let first, case .holds(let orders) = check(history.before(first)) else { return nil }
    return LinearizablePrefix(
      events: history.eventsBefore(first), order: orders[0], blocking: first.id)
  }
}

extension LinearizationProblem {
  enum Unexplained {
    case none
    case unknown
    /// The operation that returns.
    case response(Int)
  }

  /// The first response that no order explains together with what came before it.
  ///
  /// A search that knows what open operations will return fails no later than one that does not, so
  /// its failure is where the bisection begins.
  func firstUnexplained(in component: HistoryComponent) -> Unexplained {
    var spent = 0
    let known: Int
    switch solve(component, isTraced: false, &spent) {
    case .holds: return .none
    case .unknown: return .unknown
    case .fails(_, let response): known = response
    }
    if var zones = zones(component) { return .response(Int(zones.firstConflict().at.member)) }
    let responses = component.members.map { history.operations[Int($0)] }.filter(\.isOK)
      .sorted { $0.returnsBefore($1) }
    return bisected(component, responses, from: responses.firstIndex { $0.id.index == known } ?? 0)
  }

  /// By deciding prefixes: every prefix of a linearizable history is linearizable.
  ///
  /// - Parameter start: a response before which everything can be explained.
  private func bisected(
    _ component: HistoryComponent, _ responses: [Operation], from start: Int
  ) -> Unexplained {
    // Everything before the response at `low` can be explained, and not everything before that at `high`.
    var (low, high) = (start, responses.count)
    var stride = 1
    while high - low > 1 {
      let middle = min(low + stride, (low + high) / 2)
      stride *= 2
      switch isExplained(component, before: responses[middle]) {
      case nil: return .unknown
      case true?: low = middle
      case false?: high = middle
      }
    }
    return responses.isEmpty ? .unknown : .response(Int(responses[low].id.index))
  }

  private func isExplained(_ component: HistoryComponent, before end: Operation) -> Bool? {
    var part = self
    if component.kind == .queue || component.kind == .stack {
      // What an open removal is going to return is one of the things that it may.
      for other in [nil, end] {
        part.history = history.before(end, completing: true, but: other?.id)
        let rest = part.present(component)
        if case .holds = part.monitored(rest, isTraced: false) { return true }
      }
    }
    part.history = history.before(end)
    let rest = part.present(component)
    var spent = 0
    return switch part.solve(rest, isTraced: false, &spent) {
    case .holds: true
    case .fails: false
    case .unknown: nil
    }
  }

  /// The members of a component of a longer history that count in this one.
  private func present(_ component: HistoryComponent) -> HistoryComponent {
    var rest = component
    rest.members = component.members.filter { member in
      guard member < history.operations.count else { return false }
      let operation = history.operations[Int(member)]
      return operation.isOK || operation.isPending && !operation.call.isReadOnly
    }
    return rest
  }
}

extension Operation {
  /// Whether its response comes before the other's. Both have returned.
  fileprivate func returnsBefore(_ other: Operation) -> Bool {
    guard let mine = completion?.time, let others = other.completion?.time else { return false }
    return (mine, id) < (others, other.id)
  }
}

extension History {
  /// The history up to a response, without it: what had returned, and what was outstanding. O(n).
  ///
  /// - Parameters:
  ///   - completes: whether removals that are outstanding return, at the end of time, what they return in the
  ///     whole history.
  ///   - exception: one that does not.
  fileprivate func before(
    _ end: Operation, completing completes: Bool = false, but exception: OperationID? = nil
  ) -> History {
    var result = History(initial: initial)
    guard let instant = end.completion?.time else { return self }
    let count = (operations.lastIndex { $0.invoked <= instant } ?? -1) + 1
    for operation in operations[..<count] {
      var copy = Operation(
        id: operation.id, process: operation.process, session: operation.session,
        intent: operation.intent, call: operation.call, intended: operation.intended,
        invoked: operation.invoked, invokedEvent: operation.invokedEvent)
      if operation.invoked > instant {
        // Not there yet: it stands in its place as one without effect.
        copy = copy.withoutEffect
      } else if let completion = operation.completion,
        (completion.time, operation.id) < (instant, end.id) || operation.isFailed
      {
        copy = copy.ended(by: completion)
      } else if completes, operation.id != exception, operation.call.argument == nil,
        var completion = operation.completion
      {
        completion.time = VirtualTime(TimedAction.never - 2)
        copy = copy.ended(by: completion)
      }
      result.invoke(copy)
    }
    return result
  }

  /// How many invocations and completions come before a response.
  fileprivate func eventsBefore(_ end: Operation) -> Int {
    guard let instant = end.completion?.time else { return 0 }
    return operations.reduce(0) { count, operation in
      let hasEnded =
        operation.completion.map { ($0.time, operation.id) < (instant, end.id) } ?? false
      return count + (operation.invoked <= instant ? 1 : 0) + (hasEnded ? 1 : 0)
    }
  }
}

extension Operation {
  fileprivate func ended(by completion: Completion) -> Operation {
    Operation(
      id: id, process: process, session: session, intent: intent, call: call, intended: intended,
      invoked: invoked, invokedEvent: invokedEvent, completion: completion)
  }

  fileprivate var withoutEffect: Operation {
    ended(
      by: Completion(
        outcome: .fail(.notSupported), time: invoked, eventIndex: invokedEvent))
  }
}
