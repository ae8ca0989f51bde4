import Histories

extension History {
  /// The same history with one spelling of nothing, where objects of the type read as something else while they hold
  /// nothing: an absent key of a map of strings is the empty string, an absent counter stands at zero.
  ///
  /// So checkers that compare values need not know the type. Itself if nothing is spelled otherwise. O(n).
  func spelled(as name: SpecificationName?) -> History {
    guard let nothing = name?.nothing, spells(nothing) else { return self }
    return rewritten(
      initial: initial.map { .init($0.key, $0.value.normalized(nothing)) },
      call: { $0.call.spelled(nothing) },
      completion: { operation, completion in
        guard case .ok(let value) = completion.outcome else { return }
        completion.outcome = .ok(operation.call.spelled(nothing, returning: value))
      })
  }

  private func spells(_ nothing: Value) -> Bool {
    initial.contains { $0.value == nothing }
      || operations.contains { operation in
        operation.call.spelled(nothing) != operation.call
          || operation.result.map { operation.call.spelled(nothing, returning: $0) != $0 } ?? false
      }
  }
}

extension Call {
  fileprivate func spelled(_ nothing: Value) -> Call {
    switch self {
    case .write(let key, nothing): .write(key, .absent)
    case .conditionalPut(let key, nothing, let version):
      .conditionalPut(key, .absent, ifVersion: version)
    case .compareAndSet(let key, let expected, let new):
      .compareAndSet(key, expected: expected.normalized(nothing), new: new.normalized(nothing))
    case .transaction(let calls): .transaction(calls.map { $0.spelled(nothing) })
    default: self
    }
  }

  /// What the call returned; only reads return what an object holds.
  fileprivate func spelled(_ nothing: Value, returning result: Value) -> Value {
    switch (self, result) {
    case (.read, _): return result.normalized(nothing)
    case (.readMany, .list(let values)): return .list(values.map { $0.normalized(nothing) })
    case (.transaction(let calls), .list(let results)) where calls.count == results.count:
      return .list(zip(calls, results).map { $0.spelled(nothing, returning: $1) })
    default: return result
    }
  }
}
