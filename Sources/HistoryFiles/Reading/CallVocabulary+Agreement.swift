import Histories

/// The end of an operation says the same of what was asked as its beginning, or nothing of it.
extension CallVocabulary {
  /// Refuses a response that contradicts its invocation.
  ///
  /// What reads, takes or counts may return something in the place of what was asked, a compare-and-set anything
  /// but a pair; an operation that was invoked without a value gets it from its response.
  func checkAgreement(
    _ value: Value, _ event: RecordedEvent, _ open: OpenOperation
  ) throws(HistoryFileError) {
    switch open.call {
    case .transaction(let calls):
      return try checkParts(of: event, value, calls, open)
    case .readMany(let keys):
      return try checkParts(of: event, value, keys.map { .read($0) }, open)
    default: break
    }
    guard value != .absent, !open.isBare, !returnsInPlace(open.function) else { return }
    let agrees: Bool
    if case .compareAndSet(_, let old, let new) = open.call {
      guard case .list(let pair) = value, pair.count == 2 else { return }
      agrees = pair[0] == old && pair[1] == new
    } else {
      agrees = value == open.value
    }
    guard agrees else {
      throw HistoryFileError(
        at: event.valuePlace,
        "\(quoted(value.shown)), expected \(quoted(open.value.shown)) as invoked at line "
          + "\(open.line)")
    }
  }

  /// The same of an operation that did not succeed, whose value may also be the reason: a keyword, as older versions
  /// of Jepsen have it, or a text where none was invoked.
  func checkAgreement(
    _ event: RecordedEvent, _ open: OpenOperation
  ) throws(HistoryFileError) {
    switch event.value {
    case .absent: return
    case .text(let text) where text.first == ":" && event.value != open.value: return
    case .text where !open.isOfText: return
    default: break
    }
    guard !returnsInPlace(open.function) || open.call.isTransaction else { return }
    if hasTuples == true, event.key == nil, !event.isVector { return }
    let (_, value) = try responseParts(of: event, open.call)
    guard value != .absent else { return }
    try checkAgreement(value, event, open)
  }

  /// Whether what an operation returns stands where its argument stood.
  private func returnsInPlace(_ function: FunctionName) -> Bool {
    switch function {
    case .read, .get, .readMany, .dequeue, .pop, .delete, .increment, .decrement, .conventions: true
    case .add: specification == .counter
    default: false
    }
  }

  private func checkParts(
    of event: RecordedEvent, _ value: Value, _ calls: [Call], _ open: OpenOperation
  ) throws(HistoryFileError) {
    let parts = try microOperations(value, event)
    let asInvoked = "as invoked at line \(open.line)"
    guard parts.count == calls.count else {
      let count = parts.count == 1 ? "1 part" : "\(parts.count) parts"
      throw HistoryFileError(
        at: event.valuePlace, "a transaction of \(count), expected \(calls.count) \(asInvoked)")
    }
    for (index, part) in parts.enumerated() where part.call != calls[index] {
      throw HistoryFileError(
        at: event.valuePlace,
        "\(quoted(part.call.asPart)) in place \(index + 1) of the transaction, expected "
          + "\(quoted(calls[index].asPart)) \(asInvoked)")
    }
  }
}

extension Call {
  fileprivate var isTransaction: Bool {
    switch self {
    case .transaction, .readMany: true
    default: false
    }
  }

  /// As a part of a transaction is named in a message.
  fileprivate var asPart: String {
    let words = [name] + keys.map(\.name) + (argument.map { [$0.shown] } ?? [])
    return words.joined(separator: " ")
  }
}
