import Checkers
import Histories

/// What objects of a data type do when operations run one at a time, written apart from the module under test.
struct PlainObjects {
  let name: SpecificationName
  private var values: [Key: Value] = [:]

  init(_ name: SpecificationName, _ initial: [History.InitialValue]) {
    self.name = name
    for entry in initial { values[entry.key] = entry.value }
  }

  /// Whether two values are the same object's: there are several ways to hold nothing.
  func same(_ one: Value, _ other: Value) -> Bool { plain(one) == plain(other) }

  private func plain(_ value: Value) -> Value {
    let isNothing =
      value == [] || name == .kv && value == "" || name == .counter && value == 0
    return isNothing ? nil : value
  }

  private func list(_ key: Key) -> [Value] {
    if case .list(let elements)? = values[key] { elements } else { [] }
  }

  /// Lets the call take effect; what it returns, or nil if it is impossible here.
  mutating func apply(_ call: Call, by process: Int) -> Value? {
    switch call {
    case .read(let key): return values[key] ?? .absent
    case .readMany(let keys): return .list(keys.map { values[$0] ?? .absent })
    case .write(let key, let value), .conditionalPut(let key, let value, _): values[key] = value
    case .delete(let key): values[key] = nil
    case .compareAndSet(let key, let expected, let new):
      guard same(values[key] ?? .absent, expected) else { return 0 }
      values[key] = new
      return 1
    case .increment(let key, let amount):
      guard case .integer(let number) = values[key] ?? 0 else { return nil }
      values[key] = .integer(number + amount)
      return values[key]
    case .add(let key, let value):
      values[key] = .list((list(key).filter { $0 != value } + [value]).sorted())
    case .remove(let key, let value): values[key] = .list(list(key).filter { $0 != value })
    case .append(let key, .text(let more)) where name == .kv:
      guard case .text(let text) = values[key] ?? "" else { return nil }
      values[key] = .text(text + more)
    case .append(let key, let value), .enqueue(let key, let value), .push(let key, let value):
      values[key] = .list(list(key) + [value])
    case .dequeue(let key):
      let front = list(key).first
      values[key] = .list(Array(list(key).dropFirst()))
      return front ?? .absent
    case .pop(let key):
      let top = list(key).last
      values[key] = .list(Array(list(key).dropLast()))
      return top ?? .absent
    case .acquire(let key):
      guard values[key] == nil else { return nil }
      values[key] = .integer(Int64(process))
    case .release(let key):
      guard values[key] == .integer(Int64(process)) else { return nil }
      values[key] = nil
    case .transaction(let calls):
      var results: [Value] = []
      for call in calls {
        guard let result = apply(call, by: process) else { return nil }
        results.append(result)
      }
      return .list(results)
    }
    return .absent
  }

  /// Whether a call that would return one thing can be said to have returned another.
  func agrees(_ call: Call, _ found: Value, _ observed: Value) -> Bool {
    switch call {
    case .read, .compareAndSet, .dequeue, .pop: return same(found, observed)
    case .increment: return observed == nil || same(found, observed)
    case .readMany(let keys):
      return agrees(.transaction(keys.map { .read($0) }), found, observed) && observed != nil
    case .transaction(let calls):
      guard case .list(let all) = observed, case .list(let results) = found else {
        return observed == nil
      }
      return all.count == calls.count
        && calls.indices.allSatisfy { agrees(calls[$0], results[$0], all[$0]) }
    default: return true
    }
  }

  /// What an operation of another process does where its result is hidden: its effect, if it can have any here.
  /// Of compare-and-sets the result tells whether they were writes.
  mutating func applyHidden(_ call: Call, _ result: Value?, by process: Int) {
    switch call {
    case .compareAndSet(let key, _, let new) where result == 1: values[key] = new
    case .compareAndSet where result == 0: return
    case .transaction(let calls):
      if case .list(let results)? = result, results.count == calls.count {
        for (call, result) in zip(calls, results) { applyHidden(call, result, by: process) }
      } else {
        for call in calls { applyHidden(call, nil, by: process) }
      }
    default:
      let before = values
      if apply(call, by: process) == nil { values = before }
    }
  }
}
