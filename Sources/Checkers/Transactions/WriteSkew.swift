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
/// One witness for each pair: both, and the writers of what they read. Pairs are found by the keys that one of them
/// read and wrote and the other wrote and read (`KeyCrossings`); `stepsMax` bounds what that costs, and the pairs. With a
/// deadline in its place what is held of them is bounded all the same.
struct WriteSkew {
  private let history: History
  private let transactions: [TransactionTable.Transaction]
  private let keys: [Key]
  private let unsupported: OperationID?
  private let opaqueKeys: Set<Int32>
  private var writers: [TransactionTable.Access: Int] = [:]
  private let ambiguous: Set<TransactionTable.Access>
  /// By reader and writer: who read something that the other wrote, and nobody else.
  private var isReadFrom = PairTable(expected: 16)
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
    for (index, transaction) in transactions.enumerated() {
      for read in transaction.reads where !ambiguous.contains(read) {
        guard let writer = writers[read] else { continue }
        _ = isReadFrom.insert(Int32(index), Int32(writer), 0)
      }
    }
    let logs = LogRanks(history)
    var written: [[Int32]] = Array(repeating: [], count: keys.count)
    for transaction in transactions {
      for write in transaction.writes { written[Int(write.key)].append(transaction.operation) }
    }
    ranks = written.map { logs.ranks(of: $0) }
  }

  /// More crossings are not held, whatever may be spent: 1 GB.
  static let crossingsMax = 20_000_000

  func judge(_ budget: Budget, crossingsMax: Int = Self.crossingsMax) -> Verdict {
    var crossings = KeyCrossings(transactions, keyCount: keys.count)
    var witnesses: [Witness] = []
    var missing = unsupported.map { UnknownReason.unsupportedCall(of: $0) }
    for index in transactions.indices {
      let others = crossings.partners(of: index)
      let ending: UnknownReason? =
        if crossings.steps > budget.stepsMax {
          .tooManySteps(maximum: budget.stepsMax)
        } else if crossings.count > crossingsMax {
          .tooManySteps(maximum: crossingsMax)
        } else {
          budget.isOver?() ?? false ? .timeIsUp : nil
        }
      if let ending {
        return witnesses.isEmpty ? .unknown(ending) : .violated(witnesses.inOrderOfEvents())
      }
      for pair in others {
        switch examine(index, pair) {
        case .skewed(let witness): witnesses.append(witness)
        case .open(let key): missing = missing ?? .missingVersionOrder(of: keys[Int(key)])
        case .serial: continue
        }
      }
    }
    if !witnesses.isEmpty { return .violated(witnesses.inOrderOfEvents()) }
    return missing.map(Verdict.unknown) ?? .holds
  }

  private enum Finding {
    case serial
    case skewed(Witness)
    /// Which version of the key is newer matters, and cannot be told.
    case open(Int32)
  }

  /// Looks at two transactions for a version that each of them read and the other overwrote, on two keys.
  private func examine(_ one: Int, _ pair: KeyCrossings.Pair) -> Finding {
    var open: Int32?
    // Of each side two keys are enough: what is the same key on both sides is no write skew.
    var (first, second) = (Overwritten(), Overwritten())
    for read in pair.reads where !first.isKnown {
      first.add(read, overwrites(pair.other, read))
    }
    for read in pair.readsOfOther where !second.isKnown {
      second.add(read, overwrites(one, read))
    }
    for mine in first.versions {
      for theirs in second.versions where mine.read.key != theirs.read.key {
        if mine.isCertain && theirs.isCertain {
          return .skewed(witness(one, pair.other, [mine.read, theirs.read]))
        }
        open = open ?? (mine.isCertain ? theirs.read.key : mine.read.key)
      }
    }
    return open.map { .open($0) } ?? .serial
  }

  /// The first two keys of which one transaction certainly overwrote what the other had read, and the first two of which it
  /// perhaps did.
  private struct Overwritten {
    private(set) var versions: [(read: TransactionTable.Access, isCertain: Bool)] = []
    private var certain: [Int32] = []
    private var doubtful: [Int32] = []

    var isKnown: Bool { certain.count == 2 }

    mutating func add(_ read: TransactionTable.Access, _ isOverwritten: Bool?) {
      switch isOverwritten {
      case false?: return
      case true?:
        if certain.contains(read.key) { return }
        certain.append(read.key)
      case nil:
        if doubtful.count == 2 || doubtful.contains(read.key) { return }
        doubtful.append(read.key)
      }
      versions.append((read, isOverwritten == true))
    }
  }

  private func witness(_ one: Int, _ other: Int, _ read: [TransactionTable.Access]) -> Witness {
    let operations = [max(one, other), min(one, other)].map {
      history.operations[Int(transactions[$0].operation)]
    }
    let sources = read.compactMap { writers[$0] }.map {
      OperationID(Int(transactions[$0].operation))
    }
    let known = operations.map { $0.completion?.eventIndex ?? $0.invokedEvent }.max() ?? 0
    return Witness(
      .writeSkew, against: operations[0], eventIndex: known, relation: .mutualAntidependency,
      missed: operations[1].id,
      related: sources.filter { $0 != operations[0].id && $0 != operations[1].id }.sorted())
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
    if isReadFrom.number(Int32(transaction), Int32(writer)) != nil { return true }
    if isReadFrom.number(Int32(writer), Int32(transaction)) != nil { return false }
    if returned(older) < invoked(newer) { return true }
    return returned(newer) < invoked(older) ? false : nil
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
    Judgement(.writeSkew, WriteSkew(history).judge(options.budget))
  }
}
