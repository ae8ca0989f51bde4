import Histories

/// Real time and the order of each process together.
///
/// In a history as Herlihy and Wing define it an operation comes after every one that its own process
/// has had the answer of. Instants say so too, unless a process goes on at the very instant of an
/// answer: equal instants do not order. Such histories are judged on a finer clock.
extension LinearizabilityChecker {
  /// What was found, and of which history: the given one, or the same on a finer clock.
  struct Finding {
    let result: ExactResult
    let history: History
  }

  /// As `check`, with the order of each process kept also where it goes on at the instant of an answer.
  /// Unknown where several processes do so at one instant and no order that keeps all of theirs was found,
  /// since the finer clock orders operations of different ones too then.
  public func checkInProgramOrder(_ history: History) -> ExactResult {
    findInProgramOrder(history).result
  }

  func findInProgramOrder(_ history: History) -> Finding {
    guard !history.processesPause else { return Finding(result: check(history), history: history) }
    let finer = history.withProcessesInTurn()
    guard history.instantsHaveOneProcessInTurn else { return find(history, finer: finer) }
    switch check(finer) {
    case .holds(let orders):
      let result = Self.inProgramOrder(orders, of: history) ?? .unknown(.equalInstants)
      return Finding(result: result, history: finer)
    case .violated(var witness):
      witness.at = witness.at.onCoarserClock
      return Finding(result: .violated(witness), history: finer)
    case .unknown(let reason): return Finding(result: .unknown(reason), history: finer)
    }
  }

  /// Where the finer clock orders too much: what it refuses says nothing, so no witness of it is sought.
  private func find(_ history: History, finer: History) -> Finding {
    let result = check(history)
    guard case .holds(let orders) = result,
      !orders.allSatisfy({ $0.respectsProgramOrder(of: history) })
    else { return Finding(result: result, history: history) }
    var quick = limits
    quick.minimizationMax = 0
    let checker = LinearizabilityChecker(
      limits: quick, reductions: reductions, specification: specification, isOver: isOver)
    if case .holds(let others) = checker.check(finer),
      let result = Self.inProgramOrder(others, of: history)
    {
      return Finding(result: result, history: finer)
    }
    return Finding(result: .unknown(.equalInstants), history: history)
  }

  /// Orders that were found on the finer clock, if they keep that of each process.
  private static func inProgramOrder(
    _ orders: [Serialization], of history: History
  ) -> ExactResult? {
    guard orders.allSatisfy({ $0.respectsProgramOrder(of: history) }) else { return nil }
    return .holds(orders.map(\.onCoarserClock))
  }
}

extension Serialization {
  /// The points on the clock of the history of which `withProcessesInTurn` is the finer one.
  fileprivate var onCoarserClock: Serialization {
    Serialization(
      process: process,
      steps: steps.map { step in
        Step(operation: step.operation, point: step.point?.onCoarserClock)
      })
  }
}

extension VirtualTime {
  fileprivate var onCoarserClock: VirtualTime { VirtualTime(milliseconds >> 1) }
}

extension History {
  /// Whether at no instant several processes go on just after an answer of their own. Then
  /// `withProcessesInTurn` orders nothing but these and what instants order.
  fileprivate var instantsHaveOneProcessInTurn: Bool {
    var ends: [ProcessID: VirtualTime] = [:]
    var inTurn: [VirtualTime: ProcessID] = [:]
    for operation in operations {
      if ends[operation.process] == operation.invoked {
        let first = inTurn[operation.invoked] ?? operation.process
        guard first == operation.process else { return false }
        inTurn[operation.invoked] = first
      }
      ends[operation.process] = operation.completion?.time
    }
    return true
  }
}
