import Histories

/// Which write each read of a history read from, told from values: the relation *rf* of the formal models.
///
/// It speaks of registers: reads, writes, deletes (which write the absent value), conditional puts,
/// reads of several keys, transactions of these, and compare-and-sets that succeeded, which read what
/// they expected and then write. The operations that count are `ExactChecker`'s:
/// * failed ones are out, and so are pending reads;
/// * a pending write counts if its value was read; one that nobody read could be left out anyway.
///
/// A value is told apart by key and value. It may be written twice, as long as nobody reads it. What cannot
/// be told is left out and named by `gap`: what is violated without it is violated, but nothing can be said to hold.
///
/// O(n) expected time for n operations and accesses; about 40 bytes for each.
struct ReadsFromIndex {
  /// What stands for a source that is no write of the history.
  enum Source {
    /// The value before the first operation.
    static let initial: Int32 = -1
    /// The access is a write.
    static let write: Int32 = -2
    /// The access does not count: nobody read the pending write, or the source cannot be told.
    static let none: Int32 = -3
  }

  /// For each node its place among the operations that were indexed; ascending.
  var places: [Int32] = []
  /// The number of its process, or of its session.
  var owners: [Int32] = []
  /// The last node before it of its owner that returned; -1 if none. Pending nodes precede nothing of their owner's.
  var previous: [Int32] = []
  var isPending: [Bool] = []
  /// Accesses of node i are `starts[i]..<starts[i + 1]`: what it read, then what it wrote.
  var starts: [Int32] = [0]
  var keys: [Int32] = []
  /// For each access the node whose write was read, or one of `Source`.
  var sources: [Int32] = []
  var ownerCount = 0
  var keyCount = 0
  /// Operations that no model explains, with why: a value that nobody wrote, or two values at once.
  var impossible: [(node: Int32, relation: Witness.Relation)] = []
  /// The nodes of which it cannot be told what they read or did, ascending; and the first such operation.
  var gapNodes: [Int32] = []
  var gap: OperationID?

  var count: Int { places.count }

  /// Who has a program order.
  enum Owner {
    case process
    /// One process within one session: what a session does in order for certain.
    case session
  }

  func accesses(of node: Int) -> Range<Int> { Int(starts[node])..<Int(starts[node + 1]) }

  /// Whether the node reads something of which the source is known.
  func reads(_ node: Int) -> Bool {
    // What is read comes first.
    let first = Int(starts[node])
    return first < Int(starts[node + 1]) && accesses(of: node).contains { sources[$0] >= -1 }
  }

  func writes(_ node: Int) -> Bool {
    accesses(of: node).contains { sources[$0] == Source.write }
  }
}
