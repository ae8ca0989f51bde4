import Histories

/// One line of a history as it is to be written, in whatever notation.
struct WrittenEvent {
  enum Argument {
    case value(Value)
    /// The parts of a transaction: function, object, value.
    case parts([(FunctionName, Key, Value)])
  }

  var process: Int
  var kind: RecordedEvent.Kind
  var function: FunctionName
  var key: Key?
  var argument: Argument
  var result: Value?
  var client: String?
  var session: String?
  var error: String?
  /// In nanoseconds.
  var time: Int64?
}

extension RecordedEvent.Kind {
  var name: String {
    switch self {
    case .invoke: "invoke"
    case .ok: "ok"
    case .fail: "fail"
    case .info: "info"
    }
  }
}

/// How the calls of a history are named and given their values.
struct CallNotation {
  /// Whether registers are read with `get` and written with `put`.
  let isMap: Bool
  let hasKeys: Bool

  func function(of call: Call) -> FunctionName {
    switch call {
    case .read: isMap ? .get : .read
    case .write, .conditionalPut: isMap ? .put : .write
    case .compareAndSet: .compareAndSet
    case .delete: .delete
    case .add: .add
    case .remove: .remove
    case .increment: .increment
    case .append: .append
    case .enqueue: .enqueue
    case .dequeue: .dequeue
    case .push: .push
    case .pop: .pop
    case .acquire: .acquire
    case .release: .release
    case .readMany: .readMany
    case .transaction: .transaction
    }
  }

  func key(of call: Call) -> Key? {
    switch call {
    case .readMany, .transaction: nil
    default: hasKeys ? call.key : nil
    }
  }

  /// The value of an invocation, or, with what was returned, of a response.
  func argument(of call: Call, returning result: Value?) -> WrittenEvent.Argument {
    switch call {
    case .read, .dequeue, .pop: .value(result ?? .absent)
    case .compareAndSet(_, let expected, let new): .value(.list([expected, new]))
    case .readMany(let keys):
      .parts(Self.parts(keys.map { Call.read($0) }, result))
    case .transaction(let calls): .parts(Self.parts(calls, result))
    default: .value(call.argument ?? .absent)
    }
  }

  private static func parts(
    _ calls: [Call], _ result: Value?
  ) -> [(FunctionName, Key, Value)] {
    var results: [Value] = []
    if case .list(let all)? = result { results = all }
    return calls.enumerated().map { index, call in
      let key = call.key ?? HistoryFile.soleKey
      let returned = index < results.count ? results[index] : .absent
      return switch call {
      case .write(_, let value), .conditionalPut(_, let value, _): (.write, key, value)
      case .append(_, let value): (.append, key, value)
      default: (.read, key, returned)
      }
    }
  }

  /// What a response says beside its value. (`nil` alone would be a value.)
  func result(of call: Call, returning result: Value) -> Value? {
    switch call {
    case .read, .dequeue, .pop, .readMany, .transaction: Value?.none
    case .compareAndSet: result == .integer(0) ? .some(result) : .none
    default: result == .absent ? .none : .some(result)
    }
  }
}
