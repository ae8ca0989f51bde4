import Histories

/// The sequential specification of the whole call vocabulary: a map of registers, sets, counters,
/// lists, queues, stacks and locks.
///
/// * Calls that return nothing (write, delete, add, remove, append, enqueue, push, acquire, release,
///   conditional put) are not judged by what they returned; an acquire may return a fencing token.
/// * A conditional put that succeeded is a write: its version is not part of a black-box history.
/// * An empty set, list, queue or stack is the same as an absent one.
/// * A lock belongs to a process; to acquire a held lock or release one held by another is impossible.
/// * A transaction returns the list of its calls' results, or nothing.
public struct ObjectMapSpecification: SequentialSpecification {
  public let initial: ObjectMap

  public init(initial values: [History.InitialValue]) {
    initial = values.reduce(into: ObjectMap()) { $0[$1.key] = Self.normalized($1.value) }
  }

  public func step(_ state: ObjectMap, _ operation: SpecifiedOperation) -> ObjectMap? {
    var next = state
    let isPossible = Self.apply(
      operation.call, returning: operation.result, by: operation.process, to: &next)
    return isPossible ? next : nil
  }

  private static func apply(
    _ call: Call, returning result: Value?, by process: ProcessID, to state: inout ObjectMap
  ) -> Bool {
    switch call {
    case .read(let key): return agrees(result, state[key])
    case .readMany(let keys): return agree(result, keys.map { state[$0] })
    case .write(let key, let value), .conditionalPut(let key, let value, _):
      state[key] = normalized(value)
      return true
    case .compareAndSet(let key, let expected, let new):
      let succeeds = state[key] == normalized(expected)
      if succeeds { state[key] = normalized(new) }
      return agrees(result, .integer(succeeds ? 1 : 0))
    case .delete(let key):
      state[key] = .absent
      return true
    case .increment(let key, let amount):
      guard let sum = sum(of: state[key], amount) else { return false }
      state[key] = .integer(sum)
      return result == .absent || agrees(result, .integer(sum))
    case .acquire(let key): return acquire(key, by: process, in: &state)
    case .release(let key): return release(key, by: process, in: &state)
    case .transaction(let calls): return apply(calls, returning: result, by: process, to: &state)
    case .add, .remove, .append, .enqueue, .dequeue, .push, .pop:
      return applyToElements(call, returning: result, in: &state)
    }
  }

  private static func apply(
    _ calls: [Call], returning result: Value?, by process: ProcessID, to state: inout ObjectMap
  ) -> Bool {
    guard case .list(let results)? = result else {
      return calls.allSatisfy { apply($0, returning: nil, by: process, to: &state) }
    }
    guard results.count == calls.count else { return false }
    return zip(calls, results).allSatisfy {
      apply($0, returning: $1, by: process, to: &state)
    }
  }

  /// Calls on sets (sorted), lists and queues (front first), and stacks (top last).
  private static func applyToElements(
    _ call: Call, returning result: Value?, in state: inout ObjectMap
  ) -> Bool {
    guard let key = call.key, var elements = elements(of: state[key]) else { return false }
    switch call {
    case .add(_, let value):
      let slot = elements.partitioningIndex { $0 >= value }
      if slot == elements.count || elements[slot] != value { elements.insert(value, at: slot) }
    case .remove(_, let value): elements.removeAll { $0 == value }
    case .append(_, let value), .enqueue(_, let value), .push(_, let value):
      elements.append(value)
    case .dequeue:
      let front = elements.isEmpty ? .absent : elements.removeFirst()
      guard agrees(result, front) else { return false }
    case .pop:
      guard agrees(result, elements.popLast() ?? .absent) else { return false }
    default: return false
    }
    state[key] = normalized(.list(elements))
    return true
  }

  private static func acquire(
    _ key: Key, by process: ProcessID, in state: inout ObjectMap
  ) -> Bool {
    guard state[key] == .absent else { return false }
    state[key] = .integer(Int64(process.index))
    return true
  }

  private static func release(
    _ key: Key, by process: ProcessID, in state: inout ObjectMap
  ) -> Bool {
    guard state[key] == .integer(Int64(process.index)) else { return false }
    state[key] = .absent
    return true
  }

  private static func sum(of value: Value, _ amount: Int64) -> Int64? {
    let (sum, overflow): (Int64, Bool)
    switch value {
    case .absent: return amount
    case .integer(let number): (sum, overflow) = number.addingReportingOverflow(amount)
    case .text, .list: return nil
    }
    return overflow ? nil : sum
  }

  private static func elements(of value: Value) -> [Value]? {
    switch value {
    case .absent: []
    case .list(let elements): elements
    case .integer, .text: nil
    }
  }

  private static func agrees(_ result: Value?, _ value: Value) -> Bool {
    result.map { normalized($0) == value } ?? true
  }

  private static func agree(_ result: Value?, _ values: [Value]) -> Bool {
    guard let result else { return true }
    guard case .list(let results) = result, results.count == values.count else { return false }
    return zip(results, values).allSatisfy { agrees($0, $1) }
  }

  private static func normalized(_ value: Value) -> Value { value == .list([]) ? .absent : value }
}
