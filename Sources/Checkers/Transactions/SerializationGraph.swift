import Histories

/// Decides serializability of transactions on registers where every value read has one writer: the dependency
/// graph of Adya (1999) without a given order of versions, which is searched for (Papadimitriou 1979;
/// the constraints as in Cobra: Tan et al., OSDI 2020).
///
/// A serial order explains a read of the version of W exactly if W comes before the reader and every other
/// writer of the key before W or after the reader. What of this is forced is put into the order until nothing
/// more follows; then the transactions are laid out by their instants. Only what is still open is
/// tried one way and then the other. Polynomial until then: O(n^3 / 64) in n transactions for the order, and as often as
/// it grows a look at what is open. Exponential beyond: the problem is NP-complete.
struct SerializationGraph {
  enum Outcome {
    /// The operations in an order that explains them.
    case serial([Int32])
    /// None does.
    case impossible
    case exhausted
  }

  /// `other` comes before `writer`, or after `reader`; after the reader if the version read is the initial one.
  private struct Constraint {
    private let members: (Int32, Int32, Int32)
    var other: Int { Int(members.0) }
    var writer: Int { Int(members.1) }
    var reader: Int { Int(members.2) }

    init(other: Int, writer: Int, reader: Int) {
      members = (Int32(other), Int32(writer), Int32(reader))
    }
    static let initial = -1
  }

  /// More are not laid out, whatever may be spent: at most 1 MB for the matrices of one order, and 100 MB for the
  /// constraints of reads and writes of one key.
  static let transactionsMax = 2048

  private var transactions: [TransactionTable.Transaction] = []
  private var rank: [Int64] = []
  private var constraints: [Constraint] = []
  private var dependencies: [(from: Int, to: Int)] = []
  private var isImpossible = false
  /// Whether there are more constraints than steps that may be spent on them.
  private var isTooLarge = false
  private let budget: Budget

  /// Nil if some call does more than read and overwrite registers, or some value read has several writers.
  init?(_ operations: [Operation], _ history: History, _ budget: Budget) {
    self.budget = budget
    let table = TransactionTable(operations, history)
    guard table.unsupported == nil && table.failedComparison == nil else { return nil }
    let writers = table.writers
    let isAmbiguous = table.transactions.contains {
      $0.reads.contains(where: writers.ambiguous.contains)
    }
    if isAmbiguous { return nil }
    // Those without an answer of which nothing was read would only overwrite.
    transactions = table.effective(writers)
    isImpossible = transactions.contains { transaction in
      transaction.contradictsItself
        || transaction.reads.contains {
          $0.value != TransactionTable.initialValue && writers.of[$0] == nil
        }
    }
    rank = transactions.map { transaction in
      let operation = history.operations[Int(transaction.operation)]
      return (operation.isOK ? operation.completion?.time : nil)?.milliseconds
        ?? operation.invoked.milliseconds
    }
    relate(keyCount: table.keys.count)
  }

  /// What reads ask for.
  private mutating func relate(keyCount: Int) {
    var writersOfKey: [[Int]] = Array(repeating: [], count: keyCount)
    var writerOf: [TransactionTable.Access: Int] = [:]
    for (index, transaction) in transactions.enumerated() {
      for write in transaction.writes {
        writersOfKey[Int(write.key)].append(index)
        writerOf[write] = index
      }
    }
    for (reader, transaction) in transactions.enumerated() {
      for read in transaction.reads {
        let isInitial = read.value == TransactionTable.initialValue
        let writer = isInitial ? Constraint.initial : writerOf[read] ?? Constraint.initial
        if !isInitial { dependencies.append((writer, reader)) }
        let rivals = writersOfKey[Int(read.key)]
        if constraints.count + rivals.count > budget.stepsMax { isTooLarge = true }
        if isTooLarge { return }
        for other in rivals where other != writer && other != reader {
          if isInitial {
            dependencies.append((reader, other))
          } else {
            constraints.append(Constraint(other: other, writer: writer, reader: reader))
          }
        }
      }
    }
  }

  // MARK: Deciding

  func decide(_ spent: inout Int) -> Outcome {
    if isImpossible { return .impossible }
    if isTooLarge { return .exhausted }
    var order = DependencyOrder(transactions.count)
    var nextQuestion = spent
    for (from, to) in dependencies {
      if isTimeUp(spent, &nextQuestion) { return .exhausted }
      guard order.put(from, before: to, &spent) else { return .impossible }
    }
    let (limit, isUnlimited) = spent.addingReportingOverflow(budget.stepsMax)
    return search(order, constraints, depth: 0, &spent, isUnlimited ? .max : limit)
  }

  /// How deep the search goes: each step of it holds two matrices, 64 MB in all.
  private var depthMax: Int {
    min(500, (64 << 20) / (transactions.count * transactions.count / 4 + 1))
  }

  /// Whether the deadline has passed; asked once in a few thousand steps.
  private func isTimeUp(_ spent: Int, _ nextQuestion: inout Int) -> Bool {
    guard spent >= nextQuestion, let isOver = budget.isOver else { return false }
    nextQuestion = spent + 4_096
    return isOver()
  }

  private func search(
    _ start: DependencyOrder, _ open: [Constraint], depth: Int, _ spent: inout Int, _ limit: Int
  ) -> Outcome {
    var order = start
    var open = open
    switch saturate(&order, &open, &spent) {
    case true?: break
    case false?: return .impossible
    case nil: return .exhausted
    }
    let sequence = order.sequence(by: rank)
    spent += transactions.count * transactions.count / 64
    if explains(sequence, open) { return .serial(sequence.map { transactions[$0].operation }) }
    if spent > limit || depth == depthMax { return .exhausted }
    let next = open[0]
    let ways = [(next.other, next.writer), (next.reader, next.other)]
    var isExhausted = false
    for (from, to) in rank[next.other] <= rank[next.writer] ? ways : ways.reversed() {
      var attempt = order
      guard attempt.put(from, before: to, &spent) else { continue }
      switch search(attempt, open, depth: depth + 1, &spent, limit) {
      case .serial(let found): return .serial(found)
      case .impossible: continue
      case .exhausted: isExhausted = true
      }
      if spent > limit { return .exhausted }
    }
    return isExhausted ? .exhausted : .impossible
  }

  /// Takes in what is forced until nothing more is; false if something is forced both ways, nil if time is up.
  private func saturate(
    _ order: inout DependencyOrder, _ open: inout [Constraint], _ spent: inout Int
  ) -> Bool? {
    var nextQuestion = spent
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      spent += open.count
      var rest: [Constraint] = []
      for constraint in open {
        if isTimeUp(spent, &nextQuestion) { return nil }
        let (other, writer, reader) = (constraint.other, constraint.writer, constraint.reader)
        if order.precedes(other, writer) || order.precedes(reader, other) { continue }
        if order.precedes(writer, other) {
          guard order.put(reader, before: other, &spent) else { return false }
          isGrowing = true
        } else if order.precedes(other, reader) {
          guard order.put(other, before: writer, &spent) else { return false }
          isGrowing = true
        } else {
          rest.append(constraint)
        }
      }
      open = rest
    }
    return true
  }

  private func explains(_ sequence: [Int], _ open: [Constraint]) -> Bool {
    var place = Array(repeating: 0, count: transactions.count)
    for (index, transaction) in sequence.enumerated() { place[transaction] = index }
    return open.allSatisfy {
      place[$0.other] < place[$0.writer] || place[$0.reader] < place[$0.other]
    }
  }
}
