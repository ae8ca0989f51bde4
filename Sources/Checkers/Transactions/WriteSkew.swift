import Histories

/// Write skew (Berenson et al. 1995, A5B; Adya 1999, G2-item with two transactions): each of two transactions read a
/// version of a key that the other overwrote, on different keys, and neither saw the other's write: a cycle of two
/// antidependencies, so that no serial order explains both.
///
/// It depends on which versions are newer. That is told, in this order, by the log where the writes of the
/// key are placed in one that never forked; by reads (the initial version is the oldest, and whoever
/// reads a version comes after its writer); and by instants, as systems install versions in the order of
/// commits: a write that returned before another was invoked is the older one. Where none of these tells and
/// it matters, the answer is unknown. What took effect is as for `LostUpdate`.
///
/// One witness for each pair: both, and the writers of what they read. Linear in the pairs of transactions that
/// read and wrote two keys crosswise, and at most `stepsMax` of them.
struct WriteSkew {
  private struct Crossing: Hashable {
    let read: Int32
    let written: Int32
  }

  private let history: History
  private let transactions: [TransactionTable.Transaction]
  private let keys: [Key]
  private let unsupported: OperationID?
  private let opaqueKeys: Set<Int32>
  private var writers: [TransactionTable.Access: Int] = [:]
  private var ambiguous: Set<TransactionTable.Access> = []
  /// For each key the places of its writes in the log, where there are some.
  private var ranks: [[Int32: Int64]?] = []

  init(_ history: History) {
    self.history = history
    let operations = history.operations.filter { $0.isOK || $0.isPending && !$0.call.isReadOnly }
    let table = TransactionTable(operations, history)
    keys = table.keys
    unsupported = table.unsupported
    opaqueKeys = table.opaqueKeys
    let all = table.writers
    transactions = table.effective(all)
    // One that may have had no effect makes a value ambiguous all the same.
    ambiguous = all.ambiguous
    for (index, transaction) in transactions.enumerated() {
      for write in transaction.writes { writers[write] = index }
    }
    let logs = LogRanks(history)
    var written: [[Int32]] = Array(repeating: [], count: keys.count)
    for transaction in transactions {
      for write in transaction.writes { written[Int(write.key)].append(transaction.operation) }
    }
    ranks = written.map { logs.ranks(of: $0) }
  }

  func judge(stepsMax: Int) -> Verdict {
    var crossings: [Crossing: [Int]] = [:]
    var witnesses: [Witness] = []
    var missing = unsupported.map { UnknownReason.unsupportedCall(of: $0) }
    var steps = 0
    for (index, transaction) in transactions.enumerated() {
      for read in transaction.reads {
        for write in transaction.writes where write.key != read.key {
          for other in crossings[Crossing(read: write.key, written: read.key)] ?? [] {
            steps += 1
            if steps > stepsMax {
              return witnesses.isEmpty
                ? .unknown(.tooManySteps(maximum: stepsMax))
                : .violated(witnesses.inOrderOfEvents())
            }
            examine(index, other, read, write.key, &witnesses, &missing)
          }
        }
      }
      for read in transaction.reads {
        for write in transaction.writes where write.key != read.key {
          crossings[Crossing(read: read.key, written: write.key), default: []].append(index)
        }
      }
    }
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    return missing.map(Verdict.unknown) ?? .holds
  }

  /// Looks at a transaction that read a version of one key and wrote `key`, and another that did the reverse.
  private func examine(
    _ one: Int, _ other: Int, _ read: TransactionTable.Access, _ key: Int32,
    _ witnesses: inout [Witness], _ missing: inout UnknownReason?
  ) {
    guard let otherRead = transactions[other].reads.first(where: { $0.key == key }) else { return }
    let first = overwrites(other, read)
    let second = overwrites(one, otherRead)
    if first == false || second == false { return }
    guard first == true && second == true else {
      let open = first == nil ? read.key : otherRead.key
      missing = missing ?? .missingVersionOrder(of: keys[Int(open)])
      return
    }
    let operations = [one, other].map { history.operations[Int(transactions[$0].operation)] }
    let ofThisOne = witnesses.reversed().prefix { $0.operation == operations[0].id }
    if ofThisOne.contains(where: { $0.missed == operations[1].id }) { return }
    let sources = [read, otherRead].compactMap { writers[$0] }.map {
      OperationID(Int(transactions[$0].operation))
    }
    let known = operations.map { $0.completion?.eventIndex ?? $0.invokedEvent }.max() ?? 0
    witnesses.append(
      Witness(
        .writeSkew, against: operations[0], eventIndex: known, relation: .mutualAntidependency,
        missed: operations[1].id,
        related: sources.filter { $0 != operations[0].id && $0 != operations[1].id }.sorted()))
  }

  /// Whether a transaction's write of a key is newer than a version of it; nil if that cannot be told.
  private func overwrites(_ transaction: Int, _ version: TransactionTable.Access) -> Bool? {
    if ambiguous.contains(version) || opaqueKeys.contains(version.key) { return nil }
    guard let writer = writers[version] else {
      return version.value == TransactionTable.initialValue ? true : nil
    }
    if writer == transaction { return false }
    let (older, newer) = (transactions[writer], transactions[transaction])
    if let ranks = ranks[Int(version.key)], let a = ranks[older.operation],
      let b = ranks[newer.operation]
    {
      return a < b
    }
    if reads(newer, from: writer) { return true }
    if reads(older, from: transaction) { return false }
    if returned(older) < invoked(newer) { return true }
    return returned(newer) < invoked(older) ? false : nil
  }

  private func reads(_ transaction: TransactionTable.Transaction, from writer: Int) -> Bool {
    transaction.reads.contains { writers[$0] == writer && !ambiguous.contains($0) }
  }

  private func invoked(_ transaction: TransactionTable.Transaction) -> VirtualTime {
    history.operations[Int(transaction.operation)].invoked
  }

  private func returned(_ transaction: TransactionTable.Transaction) -> VirtualTime {
    let operation = history.operations[Int(transaction.operation)]
    return operation.isOK ? operation.completion?.time ?? .never : .never
  }
}

extension HistoryJudge {
  func writeSkew(_ history: History) -> Judgement {
    Judgement(.writeSkew, WriteSkew(history).judge(stepsMax: options.budget.stepsMax))
  }
}
