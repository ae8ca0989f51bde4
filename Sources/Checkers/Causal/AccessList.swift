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
  /// Where the keys of a long call stand among reads and writes.
  private var placesRead: [Key: Int] = [:]
  private var placesWritten: [Key: Int] = [:]

  /// O(parts of the call) expected.
  mutating func gather(_ call: Call, _ result: Value?) {
    reads.removeAll(keepingCapacity: true)
    writes.removeAll(keepingCapacity: true)
    foreign.removeAll(keepingCapacity: true)
    (hasGap, isTorn) = (false, false)
    if !placesRead.isEmpty { placesRead = [:] }
    if !placesWritten.isEmpty { placesWritten = [:] }
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
    let value = value.normalized
    if let place = Self.place(of: key, in: writes, &placesWritten) {
      if writes[place].value != value { isTorn = true }
    } else if let place = Self.place(of: key, in: reads, &placesRead) {
      if reads[place].value != value { isTorn = true }
    } else {
      reads.append((key, value))
    }
  }

  private mutating func write(_ key: Key, _ value: Value) {
    let value = value.normalized
    if let place = Self.place(of: key, in: writes, &placesWritten) {
      writes[place].value = value
    } else {
      writes.append((key, value))
    }
  }

  /// Where a key stands. Few are looked through; of more a table is kept, which lags behind the list.
  private static func place(
    of key: Key, in list: [(key: Key, value: Value)], _ places: inout [Key: Int]
  ) -> Int? {
    if list.count <= 8 { return list.firstIndex { $0.key == key } }
    for place in places.count..<list.count { places[list[place].key] = place }
    return places[key]
  }
}
