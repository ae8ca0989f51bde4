import Histories

/// Real time and the order of each process together.
///
/// In a history as Herlihy and Wing define it an operation comes after every one that its own process
/// has had the answer of. Instants say so too, unless a process goes on at the very instant of an
/// answer: equal instants do not order. Such histories are judged on a finer clock.
extension LinearizabilityChecker {
  /// What was found, and of which history: the given one, or the same on a finer clock.
  struct Finding {
    var result: ExactResult
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
    switch check(finer) {
    case .holds(let orders) where orders.allSatisfy({ $0.respectsProgramOrder(of: history) }):
      return Finding(result: .holds(orders.map(\.onCoarserClock)), history: finer)
    case .violated(var witness) where history.instantsHaveOneProcessInTurn:
      witness.at = witness.at.onCoarserClock
      return Finding(result: .violated(witness), history: finer)
    default: break
    }
    // The finer clock says too much, or nothing: the given one alone may.
    let result = check(history)
    if case .holds(let orders) = result,
      !orders.allSatisfy({ $0.respectsProgramOrder(of: history) })
    {
      return Finding(result: .unknown(.equalInstants), history: history)
    }
    return Finding(result: result, history: history)
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
