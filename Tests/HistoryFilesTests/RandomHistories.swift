import Checkers
import GeneratedHistories
import Histories

/// Histories with every call that a data type has and every end that an operation can have, whether
/// or not they can be explained. No two events share an instant, as in a file.
struct RandomHistories {
  let specification: SpecificationName
  var hasKeys = true
  var dice: GeneratedNumbers

  init(_ specification: SpecificationName, seed: UInt64, hasKeys: Bool = true) {
    self.specification = specification
    self.hasKeys = hasKeys
    dice = GeneratedNumbers(seed)
  }

  mutating func make(
    operations count: Int, processes: Int, initial: [History.InitialValue] = []
  ) -> History {
    var history = History(initial: initial)
    var open: [(process: Int, id: OperationID)] = []
    var time: Int64 = 0
    while history.operations.count < count || !open.isEmpty {
      let idle = (0..<processes).filter { process in !open.contains { $0.process == process } }
      if history.operations.count < count, !idle.isEmpty, open.isEmpty || dice.happens(50) {
        // Numbered in the order of their first appearance, as a reader numbers them.
        let seen = Set(history.operations.map(\.process.index)).count
        let process = min(idle[dice.below(idle.count)], seen)
        guard idle.contains(process) else { continue }
        let id = OperationID(history.operations.count)
        history.invoke(
          Operation(
            id: id, process: ProcessID(process), session: SessionID(process),
            intent: IntentID(Int64(id.index)), call: call(), intended: VirtualTime(time),
            invoked: VirtualTime(time), invokedEvent: Int(time)))
        open.append((process, id))
      } else if !open.isEmpty {
        let (_, id) = open.remove(at: dice.below(open.count))
        // Some never end.
        if history.operations.count == count, dice.happens(20) { continue }
        history.complete(
          id,
          Completion(
            outcome: outcome(of: history[id].call), time: VirtualTime(time), eventIndex: Int(time)))
      }
      time += 1
    }
    return history
  }

  private mutating func key() -> Key {
    hasKeys ? Key(["x", "7", "a key"][dice.below(3)]) : Key("x")
  }

  private mutating func value() -> Value {
    switch dice.below(8) {
    case 0: .text(["Alice", "a \"b\"\\\n", "", "ü𝄞", "\u{1B}[31m", "true"][dice.below(6)])
    case 1: .integer([.min, .max, -1, 0][dice.below(4)])
    case 2: .list([.integer(1), .text("two"), .list([])])
    default: .integer(Int64(dice.below(10)))
    }
  }

  private mutating func call() -> Call {
    switch specification {
    case .register: return dice.happens(50) ? .read(key()) : .write(key(), value())
    case .casRegister:
      switch dice.below(4) {
      case 0: return .read(key())
      case 1: return .delete(key())
      case 2: return .write(key(), value())
      default: return .compareAndSet(key(), expected: value(), new: value())
      }
    case .multiRegister:
      if dice.happens(30) { return .readMany((0..<dice.below(4)).map { _ in key() }) }
      let parts = (0..<dice.below(4)).map { _ -> Call in
        dice.happens(50) ? .read(key()) : .write(key(), value())
      }
      return .transaction(parts)
    case .kv:
      // The empty text is nothing there.
      let text = Value.text("v\(dice.below(9)) ")
      return [.read(key()), .write(key(), text), .append(key(), text)][dice.below(3)]
    case .counter:
      return dice.happens(40) ? .read(key()) : .increment(key(), by: Int64(dice.below(9)) - 4)
    case .set: return [.read(key()), .add(key(), value()), .remove(key(), value())][dice.below(3)]
    case .queue: return dice.happens(50) ? .enqueue(key(), value()) : .dequeue(key())
    case .stack: return dice.happens(50) ? .push(key(), value()) : .pop(key())
    case .list: return dice.happens(50) ? .append(key(), value()) : .read(key())
    case .mutex: return dice.happens(50) ? .acquire(key()) : .release(key())
    }
  }

  private mutating func outcome(of call: Call) -> Outcome {
    switch dice.below(10) {
    case 0: return .info(.timeout)
    case 1: return .fail(.notSupported)
    default: break
    }
    switch call {
    case .read, .dequeue, .pop: return .ok(returned())
    case .compareAndSet: return .ok(.integer(dice.happens(50) ? 1 : 0))
    case .increment: return .ok(dice.happens(50) ? .absent : .integer(Int64(dice.below(9))))
    case .acquire: return .ok(dice.happens(50) ? .absent : .integer(33))
    case .readMany(let keys): return .ok(.list(keys.map { _ in returned() }))
    case .transaction(let calls):
      return .ok(.list(calls.map { $0.isReadOnly ? returned() : .absent }))
    default: return .ok(.absent)
    }
  }

  private mutating func returned() -> Value {
    switch specification {
    case .set: [.absent, .list([1, 2, "a"]), .list([])][dice.below(3)]
    case .counter: [.absent, .integer(3)][dice.below(2)]
    case .kv: [.absent, .text("v1 v2 ")][dice.below(2)]
    default: dice.happens(20) ? .absent : value()
    }
  }
}
