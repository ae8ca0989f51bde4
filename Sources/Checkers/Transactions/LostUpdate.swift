import Histories

/// Lost updates (Adya 1999: two antidependencies on one key; Berenson et al. 1995, P4): two read-modify-writes of a
/// key read the same version of it, and both took effect, so that one overwrote the other without having seen it.
///
/// A read-modify-write is a transaction that reads and writes the key, a compare-and-set that succeeded, or a
/// conditional put, which names its version. That it took effect is known if it returned, or if another that is known
/// to have taken effect read what it alone wrote. Two reads are of one version if they returned a value with one
/// writer, or the initial one that nobody wrote again; where a value has several writers or none the answer is unknown
/// unless an update was lost elsewhere. One witness for each update that came too late: both, and the writer of the version. O(n) expected.
struct LostUpdate {
  private struct Named: Hashable {
    let key: Key
    let position: LogPosition
  }

  let verdict: Verdict

  /// - Parameter takesPositions: whether conditional puts count too, whose versions no order of values shows.
  init(_ history: History, takesPositions: Bool = true) {
    let operations = history.operations.filter { $0.isOK || $0.isPending && !$0.call.isReadOnly }
    let table = TransactionTable(operations, history)
    let writers = table.writers
    var first: [TransactionTable.Access: Int32] = [:]
    var witnesses: [Witness] = []
    var missing: UnknownReason?
    for transaction in table.effective(writers) {
      for version in transaction.updates {
        let isInitial = version.value == TransactionTable.initialValue
        let isOfOneWriter =
          !writers.ambiguous.contains(version) && (isInitial || writers.of[version] != nil)
        if let other = first[version], !isOfOneWriter || table.opaqueKeys.contains(version.key) {
          missing =
            missing ?? .missingReadsFrom(of: OperationID(Int(max(other, transaction.operation))))
        } else if let other = first[version] {
          let writer = writers.of[version].map { table.transactions[$0].operation }
          witnesses.append(
            Self.witness(history, transaction.operation, after: other, from: writer))
        } else {
          first[version] = transaction.operation
        }
      }
    }
    if takesPositions { witnesses += Self.byPosition(operations, history) }
    if !witnesses.isEmpty {
      verdict = .violated(witnesses.inOrderOfEvents())
    } else {
      missing = missing ?? table.unsupported.map { .unsupportedCall(of: $0) }
      verdict = missing.map(Verdict.unknown) ?? .holds
    }
  }

  /// Two conditional puts that succeeded upon one version.
  private static func byPosition(_ operations: [Operation], _ history: History) -> [Witness] {
    var first: [Named: Int32] = [:]
    var witnesses: [Witness] = []
    for operation in operations where operation.isOK {
      guard case .conditionalPut(let key, _, let position) = operation.call else { continue }
      let named = Named(key: key, position: position)
      if let other = first[named] {
        witnesses.append(witness(history, operation.id.index, after: other, from: nil))
      } else {
        first[named] = operation.id.index
      }
    }
    return witnesses
  }

  private static func witness(
    _ history: History, _ late: Int32, after first: Int32, from writer: Int32?
  ) -> Witness {
    let operations = [late, first].map { history.operations[Int($0)] }
    let known = operations.map { $0.completion?.eventIndex ?? $0.invokedEvent }.max() ?? 0
    return Witness(
      .lostUpdate, against: operations[0], eventIndex: known, relation: .sameVersionUpdatedTwice,
      missed: operations[1].id, related: writer.map { [OperationID(Int($0))] } ?? [])
  }
}

extension HistoryJudge {
  func lostUpdate(_ history: History) -> Judgement {
    Judgement(.lostUpdate, LostUpdate(history).verdict)
  }
}
