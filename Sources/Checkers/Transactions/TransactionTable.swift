import Histories

/// The operations of a history as transactions on registers: what each read of others and what it left behind.
///
/// A single operation is a transaction of one; a compare-and-set that succeeded read what it expected. Of values
/// that a transaction writes to one key only the last can be read by others.
struct TransactionTable {
  /// A key, as a number, and a value of it; value 0 is the initial one.
  struct Access: Hashable {
    let key: Int32
    let value: Int32
  }

  struct Transaction {
    let operation: Int32
    /// What it read before it wrote the key itself.
    fileprivate(set) var reads: [Access] = []
    /// What it left in each key that it wrote.
    fileprivate(set) var writes: [Access] = []
    /// Of what it read, the keys that it wrote too.
    fileprivate(set) var updates: [Access] = []
    /// A read of its own write that returned something else.
    fileprivate(set) var contradictsItself = false
    /// Whether it returned; otherwise it may have had no effect.
    let isRequired: Bool
  }

  /// In the order of the operations given.
  private(set) var transactions: [Transaction] = []
  private(set) var keys: [Key] = []
  /// The first operation that does more than read and overwrite registers.
  private(set) var unsupported: OperationID?
  /// The keys that such operations address: which version a value of them is cannot be told.
  private(set) var opaqueKeys: Set<Int32> = []
  /// The first compare-and-set that failed: it read some other value, nobody knows which, and wrote nothing.
  private(set) var failedComparison: OperationID?
  private var numbers: [Key: Int32] = [:]
  private var values: [ValueTable] = []
  /// For each key the transaction that wrote it last, and where that stands among its writes.
  private var written: [(by: Int32, place: Int32)] = []
  /// What the transaction at hand read, where that is much.
  private var known: Set<Access> = []

  static let initialValue: Int32 = 0

  /// - Parameter operations: those that succeeded, and those without an answer that may change state.
  /// O(length of the calls) expected.
  init(_ operations: [Operation], _ history: History) {
    transactions.reserveCapacity(operations.count)
    for operation in operations {
      var transaction = Transaction(operation: operation.id.index, isRequired: operation.isOK)
      if !known.isEmpty { known = [] }
      take(operation.call, operation.result, operation, &transaction, history)
      if !transaction.writes.isEmpty {
        transaction.updates = transaction.reads.filter { placeOfWrite(of: $0.key) != nil }
      }
      transactions.append(transaction)
    }
  }

  /// Who wrote each value.
  struct Writers {
    /// Indices of `transactions`; of an ambiguous value one of them.
    fileprivate(set) var of: [Access: Int] = [:]
    /// Values with several writers, or like the initial one: who read from whom cannot be told of them.
    fileprivate(set) var ambiguous: Set<Access> = []
  }

  /// Of all transactions, whether or not they took effect. O(writes) expected.
  var writers: Writers {
    var writers = Writers()
    for (index, transaction) in transactions.enumerated() {
      for write in transaction.writes {
        let isInitial = write.value == Self.initialValue
        if writers.of.updateValue(index, forKey: write) != nil || isInitial {
          writers.ambiguous.insert(write)
        }
      }
    }
    return writers
  }

  /// The transactions that are known to have taken effect: they returned, or one that is known to have taken effect
  /// read a value that they alone wrote. O(reads) expected.
  func effective(_ writers: Writers) -> [Transaction] {
    var isKept = transactions.map(\.isRequired)
    var open = transactions.indices.filter { isKept[$0] }
    while let reader = open.popLast() {
      for read in transactions[reader].reads where !writers.ambiguous.contains(read) {
        guard let writer = writers.of[read], !isKept[writer] else { continue }
        isKept[writer] = true
        open.append(writer)
      }
    }
    return transactions.indices.filter { isKept[$0] }.map { transactions[$0] }
  }

  private mutating func take(
    _ call: Call, _ result: Value?, _ operation: Operation, _ transaction: inout Transaction,
    _ history: History
  ) {
    switch (call, result) {
    case (.read(let key), let value?): read(key, value, &transaction, history)
    case (.read, nil), (.readMany, nil): break
    case (.readMany(let keys), .list(let values)?) where values.count == keys.count:
      for (key, value) in zip(keys, values) { read(key, value, &transaction, history) }
    case (.write(let key, let value), _), (.conditionalPut(let key, let value, _), _):
      write(key, value, &transaction, history)
    case (.delete(let key), _): write(key, .absent, &transaction, history)
    case (.compareAndSet(let key, let expected, let new), .integer(1)?):
      read(key, expected, &transaction, history)
      write(key, new, &transaction, history)
    case (.compareAndSet(let key, let expected, let new), nil) where operation.call == call:
      read(key, expected, &transaction, history)
      write(key, new, &transaction, history)
    case (.compareAndSet, .integer(0)?): failedComparison = failedComparison ?? operation.id
    case (.transaction(let calls), .list(let results)?) where results.count == calls.count:
      for (call, result) in zip(calls, results) {
        take(call, result, operation, &transaction, history)
      }
    case (.transaction(let calls), nil), (.transaction(let calls), .absent?):
      for call in calls { take(call, nil, operation, &transaction, history) }
    default:
      unsupported = unsupported ?? operation.id
      for key in call.keys { opaqueKeys.insert(access(key, .absent, history).key) }
    }
  }

  private mutating func read(
    _ key: Key, _ value: Value, _ transaction: inout Transaction, _ history: History
  ) {
    let access = access(key, value, history)
    if let place = placeOfWrite(of: access.key) {
      let isOwn = transaction.writes[place].value == access.value
      if !isOwn { transaction.contradictsItself = true }
    } else if isNew(access, in: transaction.reads) {
      transaction.reads.append(access)
    }
  }

  /// Whether the transaction at hand has not read it yet. Few are looked through; of more a table is kept.
  private mutating func isNew(_ access: Access, in reads: [Access]) -> Bool {
    if reads.count <= 8 { return !reads.contains(access) }
    if known.isEmpty { known = Set(reads) }
    return known.insert(access).inserted
  }

  /// Where the write of a key stands among those of the transaction at hand; nil if it has written it not.
  private func placeOfWrite(of key: Int32) -> Int? {
    let last = written[Int(key)]
    return last.by == Int32(transactions.count) ? Int(last.place) : nil
  }

  private mutating func write(
    _ key: Key, _ value: Value, _ transaction: inout Transaction, _ history: History
  ) {
    let access = access(key, value, history)
    if let place = placeOfWrite(of: access.key) {
      transaction.writes[place] = access
    } else {
      written[Int(access.key)] = (Int32(transactions.count), Int32(transaction.writes.count))
      transaction.writes.append(access)
    }
  }

  private mutating func access(_ key: Key, _ value: Value, _ history: History) -> Access {
    let number: Int32
    if let known = numbers[key] {
      number = known
    } else {
      number = Int32(keys.count)
      numbers[key] = number
      keys.append(key)
      written.append((-1, -1))
      var table = ValueTable(expected: 16)
      _ = table.number(of: history.initialValue(of: key))
      values.append(table)
    }
    return Access(key: number, value: values[Int(number)].number(of: value))
  }
}
