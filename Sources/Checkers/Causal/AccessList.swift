import Histories

/// What one call read and wrote of registers: external reads, and the value left in each key.
struct AccessList {
  private(set) var reads: [(key: Key, value: Value)] = []
  private(set) var writes: [(key: Key, value: Value)] = []
  /// Keys that the call changes in a way that values do not tell.
  private(set) var foreign: [Key] = []
  /// Whether something that the call read or did cannot be told.
  private(set) var hasGap = false
  /// Whether it returned two values for one state, or not what it had written itself.
  private(set) var isTorn = false

  mutating func gather(_ call: Call, _ result: Value?) {
    reads.removeAll(keepingCapacity: true)
    writes.removeAll(keepingCapacity: true)
    foreign.removeAll(keepingCapacity: true)
    (hasGap, isTorn) = (false, false)
    add(call, result)
  }

  private mutating func add(_ call: Call, _ result: Value?) {
    switch call {
    case .read(let key): if let result { read(key, result) }
    case .readMany(let keys): readMany(keys, result)
    case .write(let key, let value), .conditionalPut(let key, let value, _): write(key, value)
    case .delete(let key): write(key, .absent)
    case .compareAndSet(let key, let expected, let new):
      switch result {
      case nil:
        // It may meet any value: what it does in its own process's view cannot be told.
        write(key, new)
        hasGap = true
      case .integer(0)?: hasGap = true
      default:
        read(key, expected)
        write(key, new)
      }
    case .transaction(let calls): addAll(calls, result)
    case .add, .remove, .increment, .append, .enqueue, .dequeue, .push, .pop, .acquire, .release:
      foreign += call.keys
      hasGap = true
    }
  }

  private mutating func readMany(_ keys: [Key], _ result: Value?) {
    guard let result else { return }
    guard case .list(let values) = result, values.count == keys.count else {
      isTorn = true
      return
    }
    for (key, value) in zip(keys, values) { read(key, value) }
  }

  private mutating func addAll(_ calls: [Call], _ result: Value?) {
    guard case .list(let results)? = result else {
      for call in calls {
        if call.isCompareAndSet { hasGap = true }
        add(call, nil)
      }
      return
    }
    guard results.count == calls.count else {
      isTorn = true
      return
    }
    for (call, result) in zip(calls, results) { add(call, result) }
  }

  private mutating func read(_ key: Key, _ value: Value) {
    let value: Value = value == .list([]) ? .absent : value
    if let known = writes.first(where: { $0.key == key }) ?? reads.first(where: { $0.key == key }) {
      if known.value != value { isTorn = true }
    } else {
      reads.append((key, value))
    }
  }

  private mutating func write(_ key: Key, _ value: Value) {
    let value: Value = value == .list([]) ? .absent : value
    if let place = writes.firstIndex(where: { $0.key == key }) {
      writes[place].value = value
    } else {
      writes.append((key, value))
    }
  }
}
