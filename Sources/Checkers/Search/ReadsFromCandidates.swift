import Histories

/// The writes that reads can have read from, judged by values.
struct ReadsFromCandidates {
  /// One value that an operation read of one key.
  struct Read {
    /// Index of the reading operation.
    let reader: Int
    let key: Key
    /// Indices of the operations that wrote the value; nil stands for the initial value.
    let sources: [Int?]
  }

  /// In the order of operations, and of keys within one.
  let reads: [Read]

  init(_ operations: [Operation], _ history: History) {
    var writers: [Version: [Int]] = [:]
    for (index, operation) in operations.enumerated() {
      for (key, value) in operation.valuesLeft {
        writers[Version(key: key, value: value.normalized), default: []].append(index)
      }
    }
    reads = operations.indices.flatMap { reader in
      operations[reader].valuesRead.map { key, value in
        let value = value.normalized
        let initial: [Int?] = history.initialValue(of: key).normalized == value ? [nil] : []
        let others = writers[Version(key: key, value: value), default: []].filter { $0 != reader }
        return Read(reader: reader, key: key, sources: initial + others)
      }
    }
  }

  private struct Version: Hashable {
    let key: Key
    let value: Value
  }
}

extension Operation {
  /// What it read of keys that it had not written itself before: of registers only.
  var valuesRead: [(key: Key, value: Value)] {
    guard let result else { return [] }
    return Self.valuesRead(call, result)
  }

  private static func valuesRead(_ call: Call, _ result: Value) -> [(key: Key, value: Value)] {
    switch (call, result) {
    case (.read(let key), _): return [(key, result)]
    case (.readMany(let keys), .list(let values)): return Array(zip(keys, values))
    case (.compareAndSet(let key, let expected, _), .integer(1)): return [(key, expected)]
    case (.transaction(let calls), .list(let results)):
      var written: Set<Key> = []
      var reads: [(key: Key, value: Value)] = []
      for (call, result) in zip(calls, results) {
        reads += valuesRead(call, result).filter { !written.contains($0.key) }
        written.formUnion(call.keysWritten)
      }
      return reads
    default: return []
    }
  }

  /// The values that it left in the registers that it is known to have written, one for each. O(parts) expected.
  var valuesLeft: [(key: Key, value: Value)] {
    guard result != .integer(0) || !call.isCompareAndSet else { return [] }
    var left: [(key: Key, value: Value)] = []
    Self.gatherWrites(of: call, &left)
    guard left.count > 1 else { return left }
    var places: [Key: Int] = [:]
    return left.reduce(into: []) { result, write in
      if let place = places[write.key] {
        result[place].value = write.value
      } else {
        places[write.key] = result.count
        result.append(write)
      }
    }
  }

  private static func gatherWrites(of call: Call, _ left: inout [(key: Key, value: Value)]) {
    switch call {
    case .write(let key, let value), .compareAndSet(let key, _, let value),
      .conditionalPut(let key, let value, _):
      left.append((key, value))
    case .delete(let key): left.append((key, .absent))
    case .transaction(let calls): for call in calls { gatherWrites(of: call, &left) }
    default: break
    }
  }
}

extension Call {
  /// Of how many calls on one key it consists.
  var partCount: Int {
    switch self {
    case .readMany(let keys): keys.count
    case .transaction(let calls): calls.reduce(0) { $0 + $1.partCount }
    default: 1
    }
  }

  var isCompareAndSet: Bool { if case .compareAndSet = self { true } else { false } }
}
