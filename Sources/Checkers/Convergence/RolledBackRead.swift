import Histories

/// Rolled-back reads: a read returned the value of a write that was thrown away, as a tail that a new leader cut off,
/// or that had never taken effect, since it failed (aborted reads: Adya 1999, G1a).
///
/// What was thrown away is what the notes say: a replica discarded it, and neither a leader's log held it then nor
/// was it committed again later. A write outside any log that lost an arbitration was superseded, not rolled
/// back. Which write was read is as noted, or told by the value; where several writes of the value differ in what
/// became of them, the answer is unknown. A history recorded by clients can show aborted reads only. One witness
/// for each such read. O(n) expected.
struct RolledBackRead {
  let verdict: Verdict

  init(_ history: History) {
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    monitor.advance(over: history)
    let isGone = history.operations.map { operation in
      let record = monitor.evidence[operation.id.index]
      return operation.isFailed || record.isDiscarded && record.place != nil
    }
    let operations = history.operations.filter { $0.isOK || !$0.call.isReadOnly }
    let table = TransactionTable(operations, history)
    var writers: [TransactionTable.Access: Writers] = [:]
    for transaction in table.transactions {
      for write in transaction.writes {
        writers[write, default: Writers()].add(transaction.operation, isGone)
      }
    }
    var witnesses: [Witness] = []
    var missing: UnknownReason?
    for transaction in table.transactions where transaction.isRequired {
      let read = history.operations[Int(transaction.operation)]
      for access in transaction.reads {
        let isInitial = access.value == TransactionTable.initialValue
        var sources = Writers()
        if let noted = Self.noted(read, table.keys[Int(access.key)]) {
          if let write = noted { sources.add(write, isGone) }
        } else if !isInitial, let known = writers[access] {
          sources = known
        }
        guard let write = sources.gone else { continue }
        if !sources.areAllGone || table.opaqueKeys.contains(access.key) {
          missing = missing ?? .missingReadsFrom(of: read.id)
        } else {
          witnesses.append(
            Witness(
              .rolledBackRead, against: read,
              eventIndex: read.completion?.eventIndex ?? read.invokedEvent,
              relation: .writeThrownAway, missed: OperationID(Int(write))))
        }
      }
    }
    if !witnesses.isEmpty {
      verdict = .violated(witnesses.inOrderOfEvents())
    } else if let missing {
      verdict = .unknown(missing)
    } else {
      let isTold = history.hasNotes || !history.operations.contains(where: \.isOK)
      verdict = isTold ? .holds : .unknown(.missingNotes)
    }
  }

  /// Those that wrote one value.
  private struct Writers {
    /// The first whose write was thrown away.
    private(set) var gone: Int32?
    private(set) var areAllGone = true

    mutating func add(_ write: Int32, _ isGone: [Bool]) {
      if isGone[Int(write)] { gone = gone ?? write } else { areAllGone = false }
    }
  }

  /// The write that a read of a key is noted to have read from, nil for the initial value; nil if nothing is noted.
  private static func noted(_ read: Operation, _ key: Key) -> Int32?? {
    switch (read.call, read.completion?.observation?.readsFrom) {
    case (.read, .write(let id)?): return id.index
    case (.read, .initial?): return .some(nil)
    case (.readMany(let keys), .each(let parts)?):
      guard let place = keys.firstIndex(of: key), place < parts.count else { return nil }
      switch parts[place] {
      case .write(let id): return id.index
      case .initial: return .some(nil)
      case .unknown, .each: return nil
      }
    default: return nil
    }
  }
}

extension HistoryJudge {
  func rolledBackRead(_ history: History) -> Judgement {
    Judgement(.rolledBackRead, RolledBackRead(history).verdict)
  }
}
