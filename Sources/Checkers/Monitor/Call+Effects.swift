import Histories

extension Call {
  /// Whether the call returns the state of a key: what the read-side guarantees are judged on.
  ///
  /// Read-modify-writes (compare-and-set, dequeue, acquire, ...) are not judged as reads; they are
  /// served where the writes are ordered.
  var returnsState: Bool {
    switch self {
    case .read, .readMany: true
    case .transaction(let calls): calls.contains(where: \.returnsState)
    default: false
    }
  }

  /// The keys whose state the call returns, in its order, without repetition.
  var keysRead: [Key] {
    switch self {
    case .read(let key): [key]
    case .readMany(let keys): keys.withoutRepetition
    case .transaction(let calls): calls.flatMap(\.keysRead).withoutRepetition
    default: []
    }
  }

  /// The keys whose state the call may change, in its order, without repetition.
  var keysWritten: [Key] {
    switch self {
    case .transaction(let calls): calls.flatMap(\.keysWritten).withoutRepetition
    default: isReadOnly ? [] : keys
    }
  }

  /// Whether the call, having returned `result`, changed state: a compare-and-set that returned 0
  /// did not.
  func takesEffect(returning result: Value) -> Bool {
    switch self {
    case .compareAndSet: result != .integer(0)
    default: !isReadOnly
    }
  }

  /// Whether the call replaces the key's value, so that one of two unordered calls must lose.
  var overwrites: Bool {
    switch self {
    case .write, .compareAndSet, .conditionalPut, .delete: true
    default: false
    }
  }
}
