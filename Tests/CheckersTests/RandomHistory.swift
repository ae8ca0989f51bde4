import Checkers
import Histories

/// One call of a black-box history of a test.
struct TimedCall: Hashable {
  var process: Int
  var call: Call
  var invoked: Int
  /// Nil if it is pending.
  var returned: Int?
  var result: Value = nil
}

/// The history of calls one after the other; what returned nothing is open from then on.
func blackBoxInTurn(
  _ calls: [(process: Int, call: Call, result: Value?)], initial: [History.InitialValue] = []
) -> History {
  blackBox(
    calls.enumerated().map { place, call in
      TimedCall(
        process: call.process, call: call.call, invoked: place * 4,
        returned: call.result == nil ? nil : place * 4 + 2, result: call.result ?? nil)
    }, initial: initial)
}

/// The history of these calls. At one instant invocations come before responses.
func blackBox(_ calls: [TimedCall], initial: [History.InitialValue] = []) -> History {
  var history = History(initial: initial)
  let ordered = calls.enumerated().sorted {
    ($0.element.invoked, $0.offset) < ($1.element.invoked, $1.offset)
  }.map(\.element)
  var boundaries: [(time: Int, isReturn: Int, index: Int)] = []
  for (index, call) in ordered.enumerated() {
    boundaries.append((call.invoked, 0, index))
    if let returned = call.returned { boundaries.append((returned, 1, index)) }
  }
  for (event, boundary) in boundaries.sorted(by: { $0 < $1 }).enumerated() {
    let id = OperationID(boundary.index)
    let call = ordered[boundary.index]
    let time = VirtualTime(Int64(boundary.time))
    if boundary.isReturn == 1 {
      history.complete(
        id, Completion(outcome: .ok(call.result), time: time, eventIndex: event))
    } else {
      history.invoke(
        Operation(
          id: id, process: ProcessID(call.process), session: SessionID(call.process),
          intent: IntentID(Int64(boundary.index)), call: call.call, intended: time, invoked: time,
          invokedEvent: event))
    }
  }
  return history
}

/// What the calls of a random history are about.
enum Vocabulary: CaseIterable {
  case uniqueRegister, register, compareAndSet, counter, set, list, queue, stack, lock, several
}

/// Histories that an atomic object gave, some of them with one result changed.
struct RandomHistory {
  var calls: [TimedCall] = []
  let initial: [History.InitialValue] = [.init("x", 0), .init("y", 0)]
  var history: History { blackBox(calls, initial: initial) }

  /// - Parameters:
  ///   - values: how many different values are written, where they are not unique.
  ///   - pendingPercent: of operations that never return; half of these take effect.
  init(
    _ vocabulary: Vocabulary, operations: Int, processes: Int, keys: Int = 1, values: Int = 3,
    pendingPercent: Int = 20, changed: Bool, _ generator: inout TestGenerator
  ) {
    var clocks = Array(repeating: 0, count: processes)
    var points: [(point: Int, order: Int, index: Int)] = []
    for index in 0..<operations {
      let process = generator.next(below: processes)
      let key: Key = ["x", "y", "z", "u", "v"][generator.next(below: keys)]
      let invoked = clocks[process] + generator.next(below: 4)
      let returned = invoked + generator.next(below: 7)
      let value = vocabulary == .uniqueRegister ? index + 1 : generator.next(below: values)
      var call = TimedCall(
        process: process,
        call: vocabulary.call(key, .integer(Int64(value)), &generator), invoked: invoked,
        returned: returned)
      clocks[process] = returned
      var point = invoked + generator.next(below: returned - invoked + 1)
      if generator.next(below: 100) < pendingPercent {
        call.returned = nil
        point = generator.next(below: 2) == 0 ? .max : invoked + generator.next(below: 40)
      }
      points.append((point, generator.next(below: 1000), index))
      calls.append(call)
    }
    run(points.sorted { $0 < $1 })
    guard changed, !calls.isEmpty else { return }
    if vocabulary == .lock {
      calls[generator.next(below: calls.count)].process += 1
    } else {
      changeOne(&generator)
    }
  }

  /// Computes the results in the order of the points; calls that fail are left out.
  private mutating func run(_ points: [(point: Int, order: Int, index: Int)]) {
    var state = Dictionary(uniqueKeysWithValues: initial.map { ($0.key, $0.value) })
    var failed: [Int] = []
    for (point, _, index) in points where point < .max {
      if let result = Self.apply(calls[index].call, calls[index].process, &state) {
        if calls[index].returned != nil { calls[index].result = result }
      } else {
        failed.append(index)
      }
    }
    calls = calls.indices.filter { !failed.contains($0) }.map { calls[$0] }
  }

  private mutating func changeOne(_ generator: inout TestGenerator) {
    let candidates = calls.indices.filter { calls[$0].returned != nil && calls[$0].call.returns }
    guard !candidates.isEmpty else { return }
    let chosen = candidates[generator.next(below: candidates.count)]
    let other = candidates[generator.next(below: candidates.count)]
    if calls[chosen].call.isFlag {
      calls[chosen].result = calls[chosen].result == 1 ? 0 : 1
    } else if calls[chosen].call.name == calls[other].call.name {
      calls[chosen].result = calls[other].result
    }
  }

  /// The object itself, written apart from the specification under test.
  private static func apply(_ call: Call, _ process: Int, _ state: inout [Key: Value]) -> Value? {
    func elements(_ key: Key) -> [Value] {
      if case .list(let list)? = state[key] { list } else { [] }
    }
    switch call {
    case .read(let key): return state[key] ?? nil
    case .readMany(let keys): return .list(keys.map { state[$0] ?? nil })
    case .write(let key, let value): state[key] = value
    case .delete(let key): state[key] = nil
    case .compareAndSet(let key, let expected, let new):
      guard (state[key] ?? nil) == expected else { return 0 }
      state[key] = new
      return 1
    case .increment(let key, let amount):
      guard case .integer(let number) = state[key] ?? 0 else { return nil }
      state[key] = .integer(number + amount)
      return state[key]
    case .add(let key, let value):
      state[key] = .list((elements(key).filter { $0 != value } + [value]).sorted())
    case .remove(let key, let value): state[key] = .list(elements(key).filter { $0 != value })
    case .append(let key, let value), .enqueue(let key, let value), .push(let key, let value):
      state[key] = .list(elements(key) + [value])
    case .dequeue(let key):
      let front = elements(key).first
      state[key] = .list(Array(elements(key).dropFirst()))
      return front ?? .absent
    case .pop(let key):
      let top = elements(key).last
      state[key] = .list(Array(elements(key).dropLast()))
      return top ?? .absent
    case .acquire(let key):
      guard state[key] == nil else { return nil }
      state[key] = .integer(Int64(process))
    case .release(let key):
      guard state[key] == .integer(Int64(process)) else { return nil }
      state[key] = nil
    case .transaction(let calls):
      return .list(calls.map { apply($0, process, &state) ?? .absent })
    default: return nil
    }
    return .absent
  }
}

extension Vocabulary {
  fileprivate func call(_ key: Key, _ value: Value, _ generator: inout TestGenerator) -> Call {
    let draw = generator.next(below: 10)
    let other = Value.integer(Int64(generator.next(below: 3)))
    switch self {
    case .uniqueRegister, .register: return draw < 5 ? .write(key, value) : .read(key)
    case .compareAndSet:
      return draw < 3
        ? .write(key, value)
        : draw < 6
          ? .read(key)
          : draw < 9 ? .compareAndSet(key, expected: other, new: value) : .delete(key)
    // The counters start at 0; the collections and locks are other keys, which start empty.
    case .counter: return draw < 6 ? .increment(key, by: Int64(draw % 3)) : .read(key)
    case .set:
      return draw < 4 ? .add("s", value) : draw < 7 ? .remove("s", value) : .read("s")
    case .list: return draw < 5 ? .append("l", value) : .read("l")
    case .queue: return draw < 6 ? .enqueue("q", value) : .dequeue("q")
    case .stack: return draw < 6 ? .push("p", value) : .pop("p")
    case .lock: return draw < 5 ? .acquire("k") : .release("k")
    case .several:
      return draw < 3
        ? .write(key, value)
        : draw < 5
          ? .read(key)
          : draw < 7
            ? .readMany(["x", "y"])
            : draw < 9
              ? .transaction([.write("x", value), .write("y", other)])
              : .transaction([.read("x"), .increment("y", by: 1)])
    }
  }
}

extension Call {
  fileprivate var returns: Bool {
    switch self {
    case .read, .readMany, .compareAndSet, .increment, .dequeue, .pop, .transaction: true
    default: false
    }
  }
  fileprivate var isFlag: Bool { if case .compareAndSet = self { true } else { false } }
}
