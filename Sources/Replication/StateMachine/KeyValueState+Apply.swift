import Histories

extension KeyValueState {
  /// Carries out a call at a log position. On `fail`, the state is as before.
  ///
  /// Reads return the value; conditional calls return 1, or fail with the reason; a compare-and-set
  /// whose expectation is not met returns 0, as a definite answer and not as a failure.
  public mutating func apply(
    _ call: Call, at position: LogPosition, by writer: OperationID, session: SessionID
  ) -> Outcome {
    switch call {
    case .read(let key): return .ok(value(of: key))
    case .readMany(let keys): return .ok(.list(keys.map { value(of: $0) }))
    case .write(let key, let value):
      set(key, value, position: position, writer: writer)
      return .ok(.absent)
    case .delete(let key):
      set(key, .absent, position: position, writer: writer)
      return .ok(.absent)
    case .compareAndSet(let key, let expected, let new):
      guard value(of: key) == expected else { return .ok(0) }
      set(key, new, position: position, writer: writer)
      return .ok(1)
    case .conditionalPut(let key, let value, let version):
      guard (self[key]?.position ?? .origin) == version else { return .fail(.versionConflict) }
      set(key, value, position: position, writer: writer)
      return .ok(1)
    case .increment(let key, let amount):
      return update(key, position, writer) { old in
        switch old {
        case .absent: (.integer(amount), .integer(amount))
        case .integer(let number):
          (.integer(number &+ amount), .integer(number &+ amount))
        default: nil
        }
      }
    case .acquire(let key): return acquire(key, session, position, writer)
    case .release(let key): return release(key, session, position, writer)
    case .transaction(let calls):
      return transact(calls, at: position, by: writer, session: session)
    default: return applyToCollection(call, at: position, by: writer)
    }
  }

  private mutating func applyToCollection(
    _ call: Call, at position: LogPosition, by writer: OperationID
  ) -> Outcome {
    switch call {
    case .add(let key, let element):
      return updateList(key, position, writer) { list in
        if !list.contains(element) { list = (list + [element]).sorted() }
        return .absent
      }
    case .remove(let key, let element):
      return updateList(key, position, writer) { list in
        list.removeAll { $0 == element }
        return .absent
      }
    case .append(let key, let element), .enqueue(let key, let element), .push(let key, let element):
      return updateList(key, position, writer) { list in
        list.append(element)
        return .absent
      }
    case .dequeue(let key):
      return updateList(key, position, writer) { $0.isEmpty ? nil : $0.removeFirst() }
    case .pop(let key):
      return updateList(key, position, writer) { $0.isEmpty ? nil : $0.removeLast() }
    default: preconditionFailure("\(call.name) is not a call on a collection")
    }
  }

  /// Whether a call that was applied belongs in the log: not when it failed, and not when it is a
  /// compare-and-set whose expectation was not met. `digest` is the state's before the call.
  public func belongsInLog(_ call: Call, _ outcome: Outcome, since digest: UInt64) -> Bool {
    if call.isReadOnly { return false }
    if case .fail = outcome { return false }
    if case .compareAndSet = call { return self.digest != digest }
    return true
  }

  /// Changes one value; a nil result means that the value is of another type.
  private mutating func update(
    _ key: Key, _ position: LogPosition, _ writer: OperationID,
    _ change: (Value) -> (new: Value, result: Value)?
  ) -> Outcome {
    guard let (new, result) = change(value(of: key)) else { return .fail(.wrongType) }
    set(key, new, position: position, writer: writer)
    return .ok(result)
  }

  /// Changes a list in place; a nil result means that it was empty.
  private mutating func updateList(
    _ key: Key, _ position: LogPosition, _ writer: OperationID,
    _ change: (inout [Value]) -> Value?
  ) -> Outcome {
    var list: [Value]
    switch value(of: key) {
    case .absent: list = []
    case .list(let elements): list = elements
    default: return .fail(.wrongType)
    }
    guard let result = change(&list) else { return .fail(.empty) }
    set(key, .list(list), position: position, writer: writer)
    return .ok(result)
  }

  private mutating func acquire(
    _ key: Key, _ session: SessionID, _ position: LogPosition, _ writer: OperationID
  ) -> Outcome {
    guard value(of: key) == .absent else { return .fail(.held) }
    set(key, .integer(Int64(session.index)), position: position, writer: writer)
    return .ok(1)
  }

  private mutating func release(
    _ key: Key, _ session: SessionID, _ position: LogPosition, _ writer: OperationID
  ) -> Outcome {
    guard value(of: key) == .integer(Int64(session.index)) else { return .fail(.notHeld) }
    set(key, .absent, position: position, writer: writer)
    return .ok(1)
  }

  /// All or nothing: the first call that fails undoes the others.
  private mutating func transact(
    _ calls: [Call], at position: LogPosition, by writer: OperationID, session: SessionID
  ) -> Outcome {
    let before = self
    var results: [Value] = []
    for call in calls {
      switch apply(call, at: position, by: writer, session: session) {
      case .ok(let value): results.append(value)
      case .fail(let reason):
        self = before
        return .fail(reason)
      case .info: preconditionFailure("a state machine always knows")
      }
    }
    return .ok(.list(results))
  }
}
