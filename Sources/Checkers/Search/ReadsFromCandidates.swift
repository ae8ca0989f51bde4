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
    reads = operations.indices.flatMap { reader in
      operations[reader].valuesRead.map { key, value in
        let value = value.normalized
        let initial: [Int?] = history.initialValue(of: key).normalized == value ? [nil] : []
        let writers = operations.indices.filter {
          $0 != reader && operations[$0].valueLeft(in: key)?.normalized == value
        }
        return Read(reader: reader, key: key, sources: initial + writers)
      }
    }
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
      var written: [Key] = []
      var reads: [(key: Key, value: Value)] = []
      for (call, result) in zip(calls, results) {
        reads += valuesRead(call, result).filter { !written.contains($0.key) }
        written += call.keysWritten
      }
      return reads
    default: return []
    }
  }

  /// The value that it left in a register, if it is known to have written it.
  func valueLeft(in key: Key) -> Value? {
    guard result != .integer(0) || !call.isCompareAndSet else { return nil }
    return Self.valueLeft(by: call, in: key)
  }

  private static func valueLeft(by call: Call, in key: Key) -> Value? {
    switch call {
    case .write(key, let value), .compareAndSet(key, _, let value),
      .conditionalPut(key, let value, _):
      value
    case .delete(key): .absent
    case .transaction(let calls):
      calls.reversed().lazy.compactMap { valueLeft(by: $0, in: key) }.first
    default: nil
    }
  }
}

extension Call {
  var isCompareAndSet: Bool { if case .compareAndSet = self { true } else { false } }
}
