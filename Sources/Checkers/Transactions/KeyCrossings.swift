/// Pairs of transactions that read and wrote two keys crosswise: one read a key that the other wrote, and wrote another
/// key that the other read.
///
/// Asked of one transaction after another, for those before it. Each enters its *crossings*, the pairs of a key read
/// and a key written, in a table, where later ones find it: linear in the crossings and in the pairs. A transaction
/// with more crossings than all transactions together have reads and writes is *wide*; it is compared with each of the
/// others instead, which costs that much. So a transaction of 1,000,000 keys costs about as much as those keys.
struct KeyCrossings {
  struct Pair {
    let other: Int
    /// What the one asked for read of the keys that the other wrote, and the reverse.
    let reads: [TransactionTable.Access]
    let readsOfOther: [TransactionTable.Access]
  }

  /// What it has cost so far: crossings, and accesses compared.
  private(set) var steps = 0
  /// How many crossings it holds: 24 to 48 bytes each.
  var count: Int { crossings.count }
  private let transactions: [TransactionTable.Transaction]
  private let isWide: [Bool]
  private var wide: [Int] = []
  /// By key read and key written the first crossing, and the newest of the same keys.
  private var places = PairTable(expected: 16)
  private var newest: [Int32] = []
  private var crossings: [(transaction: Int32, next: Int32)] = []
  /// For each key who read or wrote it last, of those that were asked for.
  private var reader: [Int32]
  private var writer: [Int32]
  /// For each transaction for whom it was compared last.
  private var compared: [Int32]

  init(_ transactions: [TransactionTable.Transaction], keyCount: Int) {
    self.transactions = transactions
    let accesses = transactions.reduce(0) { $0 + $1.reads.count + $1.writes.count }
    isWide = transactions.map { $0.reads.count * $0.writes.count > accesses }
    reader = Array(repeating: -1, count: keyCount)
    writer = reader
    compared = Array(repeating: -1, count: transactions.count)
  }

  /// The pairs of a transaction with those before it, and of a wide one also with later ones that are not wide.
  mutating func partners(of index: Int) -> [Pair] {
    let transaction = transactions[index]
    if transaction.reads.isEmpty || transaction.writes.isEmpty { return [] }
    for read in transaction.reads { reader[Int(read.key)] = Int32(index) }
    for write in transaction.writes { writer[Int(write.key)] = Int32(index) }
    if isWide[index] {
      defer { wide.append(index) }
      return transactions.indices.compactMap { other in
        other < index || other > index && !isWide[other] ? pair(index, other) : nil
      }
    }
    return narrowPartners(of: index)
  }

  private mutating func narrowPartners(of index: Int) -> [Pair] {
    let transaction = transactions[index]
    var pairs: [Pair] = []
    for read in transaction.reads {
      for write in transaction.writes where write.key != read.key {
        var place = places.number(write.key, read.key) ?? -1
        while place >= 0 {
          let crossing = crossings[Int(place)]
          steps += 1
          if compared[Int(crossing.transaction)] != Int32(index) {
            compared[Int(crossing.transaction)] = Int32(index)
            if let pair = pair(index, Int(crossing.transaction)) { pairs.append(pair) }
          }
          place = crossing.next
        }
      }
    }
    for read in transaction.reads {
      for write in transaction.writes where write.key != read.key {
        steps += 1
        enter(read.key, write.key, Int32(index))
      }
    }
    return pairs
  }

  private mutating func enter(_ read: Int32, _ written: Int32, _ index: Int32) {
    let place = Int32(crossings.count)
    crossings.append((index, -1))
    if let first = places.insert(read, written, place) {
      crossings[Int(newest[Int(first)])].next = place
      newest[Int(first)] = place
    }
    newest.append(place)
  }

  /// What the two read of what the other wrote; nil if one of them read nothing of that. The one is marked.
  private mutating func pair(_ index: Int, _ other: Int) -> Pair? {
    let mark = Int32(index)
    let rival = transactions[other]
    if rival.reads.isEmpty || rival.writes.isEmpty { return nil }
    steps += (rival.reads.count + rival.writes.count) >> 3
    let theirs = rival.reads.filter { writer[Int($0.key)] == mark }
    if theirs.isEmpty { return nil }
    let common = rival.writes.filter { reader[Int($0.key)] == mark }
    if common.isEmpty { return nil }
    return Pair(other: other, reads: readsOf(index, common), readsOfOther: theirs)
  }

  /// What the transaction read of keys that another wrote too.
  private func readsOf(
    _ index: Int, _ common: [TransactionTable.Access]
  ) -> [TransactionTable.Access] {
    let reads = transactions[index].reads
    if reads.count <= 8 { return reads.filter { read in common.contains { $0.key == read.key } } }
    let keys = Set(common.map(\.key))
    return reads.filter { keys.contains($0.key) }
  }
}
