/// What an operation asks of the store: the complete vocabulary of the lab.
///
/// Which calls a store accepts is the store's affair; one that it does not accept is refused
/// definitely (`Outcome.fail`), before any effect.
///
/// A call is one reference: it travels unchanged from the client through messages into every log,
/// and each of those copies costs one count.
public indirect enum Call: Hashable, Sendable {
  case read(Key)
  case write(Key, Value)
  /// Sets the key to `new` if it holds `expected`; returns 1 or 0.
  case compareAndSet(Key, expected: Value, new: Value)
  /// Writes if the key's version is still the one given; otherwise fails with a version conflict.
  case conditionalPut(Key, Value, ifVersion: LogPosition)
  case delete(Key)
  case add(Key, Value)
  case remove(Key, Value)
  case increment(Key, by: Int64)
  case append(Key, Value)
  case enqueue(Key, Value)
  case dequeue(Key)
  case push(Key, Value)
  case pop(Key)
  case acquire(Key)
  case release(Key)
  /// Several keys, in the order given: from one snapshot where they lie in one log. A sharded store
  /// asks each shard for its own, and nothing makes the answers one snapshot.
  case readMany([Key])
  /// All of the calls or none of them, at one instant.
  case transaction([Call])
}

extension Call {
  /// Whether the call can change no state.
  @inlinable public var isReadOnly: Bool {
    switch self {
    case .read, .readMany: true
    case .transaction(let calls): calls.allSatisfy(\.isReadOnly)
    default: false
    }
  }

  /// The first key addressed, or nil for an empty multi-key call.
  @inlinable public var key: Key? {
    switch self {
    case .read(let key), .write(let key, _), .compareAndSet(let key, _, _),
      .conditionalPut(let key, _, _), .delete(let key), .add(let key, _), .remove(let key, _),
      .increment(let key, _), .append(let key, _), .enqueue(let key, _), .dequeue(let key),
      .push(let key, _), .pop(let key), .acquire(let key), .release(let key):
      key
    case .readMany(let keys): keys.first
    case .transaction(let calls): calls.first?.key
    }
  }

  /// Every key addressed, in the order of the call: of a transaction each once, of a read of several as it names them.
  /// O(calls) expected.
  public var keys: [Key] {
    switch self {
    case .readMany(let keys): keys
    case .transaction(let calls): calls.flatMap(\.keys).withoutRepetition
    default: key.map { [$0] } ?? []
    }
  }

  /// Every key addressed, in the order of the call, some perhaps more than once; no array is made for a call on
  /// one key. O(calls).
  public func forEachKey(_ body: (Key) throws -> Void) rethrows {
    switch self {
    case .readMany(let keys): try keys.forEach(body)
    case .transaction(let calls): for call in calls { try call.forEachKey(body) }
    default: if let key { try body(key) }
    }
  }

  /// The calls of a transaction, else the call itself.
  public var parts: [Call] {
    if case .transaction(let calls) = self { calls } else { [self] }
  }

  /// Whether the call touches the key. O(keys of the call).
  @inlinable public func addresses(_ other: Key) -> Bool {
    switch self {
    case .readMany(let keys): keys.contains(other)
    case .transaction(let calls): calls.contains { $0.addresses(other) }
    default: key == other
    }
  }

  /// The field's short name of the operation, as it stands in scripts and in JSON.
  public var name: String {
    switch self {
    case .read: "read"
    case .write: "write"
    case .compareAndSet: "cas"
    case .conditionalPut: "put-if"
    case .delete: "delete"
    case .add: "add"
    case .remove: "remove"
    case .increment: "increment"
    case .append: "append"
    case .enqueue: "enqueue"
    case .dequeue: "dequeue"
    case .push: "push"
    case .pop: "pop"
    case .acquire: "acquire"
    case .release: "release"
    case .readMany: "read-many"
    case .transaction: "transaction"
    }
  }

  /// The value given by the caller, where there is exactly one.
  public var argument: Value? {
    switch self {
    case .write(_, let value), .conditionalPut(_, let value, _), .add(_, let value),
      .remove(_, let value), .append(_, let value), .enqueue(_, let value), .push(_, let value),
      .compareAndSet(_, _, let value):
      value
    case .increment(_, let amount): .integer(amount)
    default: nil
    }
  }
}
