import Histories

/// Decides all models that are judged from instants and values, and uses what one says of another.
///
/// Linearizability implies sequential consistency, that causal memory, and that PRAM: an order that is legal,
/// complete and respects program order is also one for each of the weaker models. So where
/// linearizability holds, which is decided for long histories too, they hold, with the same order; and where
/// a weaker model is violated, so is a stronger one that could not be decided.
///
/// Real time orders operations only where one returns strictly before the other is invoked; linearizability
/// is asked for with the order of each process (`checkInProgramOrder`), so that it implies the others also
/// where a process goes on at the instant of a response.
public struct ConsistencyModels: Sendable {
  public let linearizability: LinearizabilityChecker
  /// For the weaker models, where linearizability does not decide them.
  public let exact: ExactChecker

  public init(linearizability: LinearizabilityChecker = .init(), exact: ExactChecker = .init()) {
    self.linearizability = linearizability
    self.exact = exact
  }

  /// Every model decided by search, from the strongest to the weakest.
  public static let models: [CheckerName] = [
    .linearizability, .sequentialConsistency, .causalConsistency, .pram,
  ]

  /// One result for each of `models`, in that order.
  public func check(_ history: History) -> [ExactResult] {
    let strongest = linearizability.checkInProgramOrder(history)
    if case .holds(let orders) = strongest, let order = orders.first {
      let shared = order.withoutPoints
      return [strongest] + Self.models.dropFirst().map { _ in .holds([shared]) }
    }
    var results = [strongest] + exact.check(Self.models.dropFirst(), history)
    Self.strengthen(&results)
    return results
  }

  /// What is decided decides what is not: from weaker to stronger if violated, the other way if it
  /// holds.
  private static func strengthen(_ results: inout [ExactResult]) {
    for index in results.indices.dropFirst(2) {
      if case .unknown = results[index], case .holds = results[index - 1] {
        results[index] = results[index - 1]
      }
    }
    for index in results.indices.reversed() where index > 0 {
      if case .unknown = results[index - 1], case .violated(var witness) = results[index] {
        witness.checker = models[index - 1]
        results[index - 1] = .violated(witness)
      }
    }
  }
}

extension Serialization {
  /// Whether of two operations of one process, of which the first returned, the first comes first. O(n).
  func respectsProgramOrder(of history: History) -> Bool {
    var newest: [ProcessID: OperationID] = [:]
    return steps.allSatisfy { step in
      let operation = history[step.operation]
      guard let newer = newest[operation.process], newer > operation.id else {
        newest[operation.process] = operation.id
        return true
      }
      return !operation.isOK
    }
  }
}

extension History {
  /// Whether every process invokes its next operation strictly after the response of the one before.
  var processesPause: Bool {
    var latest: [ProcessID: VirtualTime] = [:]
    return operations.allSatisfy { operation in
      defer {
        if operation.isOK, let completion = operation.completion {
          let last = latest[operation.process] ?? completion.time
          latest[operation.process] = max(last, completion.time)
        }
      }
      return latest[operation.process].map { $0 < operation.invoked } ?? true
    }
  }

  /// The same history on a finer clock, on which a process that goes on at the instant of a response does
  /// so just after it. It orders at least what this one orders, and perhaps operations of others
  /// at that instant. O(n).
  func withProcessesInTurn() -> History {
    var goesOn = Array(repeating: false, count: operations.count)
    var isNext = goesOn
    var previous: [ProcessID: Int] = [:]
    for (index, operation) in operations.enumerated() {
      if let last = previous[operation.process], let end = operations[last].completion?.time,
        end == operation.invoked
      {
        goesOn[last] = true
        isNext[index] = true
      }
      previous[operation.process] = index
    }
    var result = History(initial: initial)
    for (index, operation) in operations.enumerated() {
      let invoked = VirtualTime(operation.invoked.milliseconds * 2 + (isNext[index] ? 1 : 0))
      result.invoke(
        Operation(
          id: operation.id, process: operation.process, session: operation.session,
          intent: operation.intent, call: operation.call, intended: operation.intended,
          invoked: invoked, invokedEvent: operation.invokedEvent))
    }
    for (index, operation) in operations.enumerated() {
      guard var completion = operation.completion else { continue }
      let time = completion.time.milliseconds * 2 + (goesOn[index] ? 0 : 1)
      // An operation that ended at its instant and came next at it did not end before it began.
      completion.time = max(VirtualTime(time), result[operation.id].invoked)
      result.complete(operation.id, completion)
    }
    return result
  }
}
