import Histories

/// One operation of a tiny history, which stands in the order of invocation.
struct TinyOperation: Hashable, CustomStringConvertible {
  enum Ending: Hashable {
    case ok(Value)
    case pending
    case failed
  }

  var process: Int
  var call: Call
  var ending: Ending
  var invoked: Int
  /// Of one that succeeded.
  var returned: Int

  var result: Value? { if case .ok(let value) = ending { value } else { nil } }
  var isOK: Bool { result != nil }
  /// Whether it counts for any model: it succeeded, or may have changed something.
  var counts: Bool {
    switch ending {
    case .ok: true
    case .pending: !call.isReadOnly
    case .failed: false
    }
  }

  var description: String {
    let end = isOK ? "\(returned)" : ending == .pending ? "?" : "!"
    return "p\(process) \(call) -> \(result.map(\.description) ?? "") \(invoked)-\(end)"
  }
}

extension [TinyOperation] {
  /// The history of these operations. At one instant responses come before invocations; a process that goes on
  /// after an operation without an answer has noted that it timed out.
  func history(initial: [History.InitialValue]) -> History {
    var history = History(initial: initial)
    var events: [(time: Int, isInvocation: Int, index: Int)] = []
    for (index, operation) in enumerated() {
      events.append((operation.invoked, 1, index))
      switch operation.ending {
      case .ok: events.append((operation.returned, 0, index))
      case .failed: events.append((operation.invoked + 1, 0, index))
      case .pending:
        if self[(index + 1)...].contains(where: { $0.process == operation.process }) {
          events.append((operation.invoked + 1, 0, index))
        }
      }
    }
    for (ordinal, event) in events.sorted(by: { $0 < $1 }).enumerated() {
      let operation = self[event.index]
      let id = OperationID(event.index)
      let time = VirtualTime(Int64(event.time))
      if event.isInvocation == 1 {
        history.invoke(
          Operation(
            id: id, process: ProcessID(operation.process), session: SessionID(operation.process),
            intent: IntentID(Int64(event.index)), call: operation.call, intended: time,
            invoked: time, invokedEvent: ordinal))
      } else {
        let outcome: Outcome =
          switch operation.ending {
          case .ok(let value): .ok(value)
          case .pending: .info(.timeout)
          case .failed: .fail(.versionConflict)
          }
        history.complete(id, Completion(outcome: outcome, time: time, eventIndex: ordinal))
      }
    }
    return history
  }
}

/// All tiny histories over a vocabulary, up to isomorphism of their interval orders and of processes.
enum TinyHistories {
  /// Calls every body with each history of so many operations: every choice of calls and results, each operation
  /// succeeded, pending or failed as the vocabulary says; for those that succeeded every set of later operations before whose
  /// invocations it returned; every assignment to processes that does one thing at a time, where a process
  /// may also go on at the very instant of a response.
  static func forEach(
    _ size: Int, _ labels: [TinyVocabulary.Label], _ body: ([TinyOperation]) -> Void
  ) {
    extend([], size, labels, body)
  }

  private static func extend(
    _ operations: [TinyOperation], _ size: Int, _ labels: [TinyVocabulary.Label],
    _ body: ([TinyOperation]) -> Void
  ) {
    let index = operations.count
    if index == size { return close(operations, body) }
    let processes = (operations.map(\.process).max() ?? -1) + 1
    for process in 0...processes {
      for label in labels {
        // When it returned is chosen when all are known; the number counts operations invoked before that.
        let ends = label.isOK ? Array((index + 1)...size) : [0]
        for end in ends {
          let next = TinyOperation(
            process: process, call: label.call, ending: label.ending, invoked: index * 4,
            returned: end)
          extend(operations + [next], size, labels, body)
        }
      }
    }
  }

  private static func close(_ operations: [TinyOperation], _ body: ([TinyOperation]) -> Void) {
    var timed = operations
    for (index, operation) in operations.enumerated() where operation.isOK {
      let next = operations[(index + 1)...].firstIndex { $0.process == operation.process }
      // At the instant at which its process goes on; an operation at that instant is not after it.
      if let next, next + 1 == operation.returned {
        timed[index].returned = next * 4
      } else if let next, next < operation.returned {
        return
      } else {
        timed[index].returned = operation.returned * 4 - 2
      }
    }
    body(timed)
  }

  /// One of them, drawn.
  static func random(
    _ size: Int, _ labels: [TinyVocabulary.Label], _ generator: inout TestGenerator
  ) -> [TinyOperation] {
    while true {
      var operations: [TinyOperation] = []
      for index in 0..<size {
        let label = labels[generator.next(below: labels.count)]
        operations.append(
          TinyOperation(
            process: generator.next(below: 3), call: label.call, ending: label.ending,
            invoked: index * 4, returned: index + 1 + generator.next(below: size - index)))
      }
      var drawn: [TinyOperation]?
      close(operations) { drawn = $0 }
      if let drawn { return drawn }
    }
  }
}
