import Histories

extension CallVocabulary {
  // MARK: Responses

  /// How an operation ended that definitely had no effect.
  ///
  /// A compare-and-set of which the file says that it was compared is no such operation.
  func failure(of function: FunctionName, _ result: Value?) -> Outcome {
    if function == .compareAndSet, result == .integer(0) { return .ok(.integer(0)) }
    return switch function {
    case .dequeue, .pop: .fail(.empty)
    case .acquire: .fail(.held)
    case .release: .fail(.notHeld)
    case .compareAndSet: .fail(.versionConflict)
    default: .fail(.notSupported)
    }
  }

  /// What an operation that succeeded returned.
  ///
  /// - Parameter call: what was invoked; changed, with `hasAmended`, where the response says more of it or
  ///   where a part of it is not judged.
  /// - Throws: where the response says something else of it.
  mutating func outcome(
    of event: RecordedEvent, _ open: OpenOperation, _ call: inout Call
  ) throws(HistoryFileError) -> Outcome {
    let (key, value) = try responseParts(of: event, call)
    try checkAgreement(value, event, open)
    if case .transaction = call { return try results(value, event, &call) }
    switch open.function {
    case .read, .get:
      if value == .absent, nilReading == .unknown {
        unjudgedNilReads += 1
        return .info(.timeout)
      }
      return .ok(open.function == .get ? text(value) : value)
    case .dequeue, .pop: return .ok(value)
    case .compareAndSet: return .ok(.integer(1))
    case .readMany: return try results(value, event, &call)
    case .write, .put, .append, .add, .remove, .enqueue, .push:
      if open.isBare, value != .absent {
        call = try self.call(open.function, key, value, event)
        hasAmended = true
      }
      return .ok(event.result ?? .absent)
    default: return .ok(event.result ?? .absent)
    }
  }

  /// The object and the value of a response, whose key, if it names one, is that of the invocation.
  func responseParts(
    of event: RecordedEvent, _ call: Call
  ) throws(HistoryFileError) -> (Key, Value) {
    let invoked = call.key ?? HistoryFile.soleKey
    guard event.key == nil, hasTuples == true else {
      if let key = event.key, Self.key(key) != invoked {
        throw expected("the key \(quoted(invoked.name)) of its invocation", event)
      }
      return (invoked, event.value)
    }
    guard event.isVector, case .list(let parts) = event.value, parts.count == 2 else {
      throw expected("a [key value] tuple as in the operations before", event)
    }
    switch call {
    case .transaction, .readMany: return (invoked, parts[1])
    default: break
    }
    guard Self.key(parts[0]) == invoked else {
      throw expected("the key \(quoted(invoked.name)) of its invocation", event)
    }
    return (invoked, parts[1])
  }

  /// The results of several reads and writes at once; what was read without anybody knowing is left out of them.
  private mutating func results(
    _ value: Value, _ event: RecordedEvent, _ call: inout Call
  ) throws(HistoryFileError) -> Outcome {
    let all = try microOperations(value, event)
    guard nilReadingWithin == .unknown else { return .ok(.list(all.map(\.result))) }
    let judged = all.filter { part in
      if case .read = part.call { part.result != .absent } else { true }
    }
    guard judged.count < all.count else { return .ok(.list(all.map(\.result))) }
    unjudgedNilReads += all.count - judged.count
    guard !judged.isEmpty else { return .info(.timeout) }
    if case .transaction = call {
      call = .transaction(judged.map(\.call))
    } else {
      call = .readMany(judged.compactMap(\.call.key))
    }
    hasAmended = true
    return .ok(.list(judged.map(\.result)))
  }
}
