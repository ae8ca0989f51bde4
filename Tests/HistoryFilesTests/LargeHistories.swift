import Checkers
import Histories
import HistoryFiles

/// Long histories of clients that really took turns at one store, as a test of a database records them, each
/// operation taking effect at some moment between its invocation and its response.
///
/// The same numbers give the same history on every machine.
struct LargeHistories {
  var specification = SpecificationName.register
  var operations: Int
  var processes = 10
  var keys = 1
  /// Of a hundred operations so many time out, half of them after they took effect.
  var timeouts = 0
  /// A read near the end returns a value that had been overwritten long before.
  var hasError = false
  var dice: Dice

  init(_ specification: SpecificationName, operations: Int, seed: UInt64 = 1) {
    self.specification = specification
    self.operations = operations
    dice = Dice(seed)
  }

  private enum State { case idle, invoked, effective }

  mutating func make() -> History {
    var history = History()
    var states = Array(repeating: State.idle, count: processes)
    var open = Array(repeating: OperationID(0), count: processes)
    var results: [Value] = Array(repeating: .absent, count: processes)
    var store = Array(repeating: [Value](), count: keys)
    var values = Int64(0)
    var early: (key: Key, value: Value)?
    var time = 0
    var left = operations
    while true {
      let process = dice.below(processes)
      switch states[process] {
      case .idle:
        if left == 0, states.allSatisfy({ $0 == .idle }) { return history }
        guard left > 0 else { continue }
        left -= 1
        open[process] = invoke(&history, process, time, &values)
        states[process] = .invoked
      case .invoked:
        let isLost = dice.happens(timeouts)
        if isLost, dice.happens(50) {
          finish(&history, open[process], .info(.timeout), time)
          states[process] = .idle
          break
        }
        let call = history[open[process]].call
        results[process] = apply(call, &store)
        if early == nil, history.operations.count > operations / 4, call.isReadOnly {
          early = call.key.map { ($0, results[process]) }
        }
        states[process] = .effective
        continue
      case .effective:
        var result = results[process]
        let call = history[open[process]].call
        if hasError, history.operations.count > operations * 9 / 10, let wrong = early,
          wrong.key == call.key, call.isReadOnly, wrong.value != result
        {
          result = wrong.value
          hasError = false
        }
        finish(&history, open[process], .ok(result), time)
        states[process] = .idle
      }
      time += 1
    }
  }

  private mutating func invoke(
    _ history: inout History, _ process: Int, _ time: Int, _ values: inout Int64
  ) -> OperationID {
    let id = OperationID(history.operations.count)
    let key = Key(keys == 1 ? "x" : "k\(dice.below(keys))")
    values += 1
    let call: Call
    switch specification {
    case .queue: call = dice.happens(55) ? .enqueue(key, .integer(values)) : .dequeue(key)
    case .stack: call = dice.happens(55) ? .push(key, .integer(values)) : .pop(key)
    case .casRegister:
      let few = Value.integer(Int64(dice.below(5)))
      let other = Value.integer(Int64(dice.below(5)))
      call =
        [.read(key), .write(key, few), .compareAndSet(key, expected: other, new: few)][
          dice.below(3)]
    default: call = dice.happens(50) ? .read(key) : .write(key, .integer(values))
    }
    history.invoke(
      Operation(
        id: id, process: ProcessID(process), session: SessionID(process),
        intent: IntentID(Int64(id.index)), call: call, intended: VirtualTime(Int64(time)),
        invoked: VirtualTime(Int64(time)), invokedEvent: time))
    return id
  }

  private func apply(_ call: Call, _ store: inout [[Value]]) -> Value {
    let index = keys == 1 ? 0 : call.key.flatMap { Int($0.name.dropFirst()) } ?? 0
    switch call {
    case .read: return store[index].last ?? .absent
    case .write(_, let value):
      store[index] = [value]
      return .absent
    case .compareAndSet(_, let expected, let new):
      guard store[index].last == expected else { return 0 }
      store[index] = [new]
      return 1
    case .enqueue(_, let value), .push(_, let value):
      store[index].append(value)
      return .absent
    case .dequeue: return store[index].isEmpty ? .absent : store[index].removeFirst()
    case .pop: return store[index].popLast() ?? .absent
    default: return .absent
    }
  }

  private func finish(
    _ history: inout History, _ id: OperationID, _ outcome: Outcome, _ time: Int
  ) {
    history.complete(
      id, Completion(outcome: outcome, time: VirtualTime(Int64(time)), eventIndex: time))
  }
}
