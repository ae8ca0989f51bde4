import Checkers
import Histories

/// The notations of recorded histories: one closed list, from which the command line takes its words.
public enum HistoryFormat: String, CaseIterable, Hashable, Sendable {
  /// Maps of extensible data notation, as Jepsen and Knossos write them.
  case edn
  /// The same as JSON, one object a line.
  case jsonl
  /// The lines that Jepsen logs.
  case log
}

/// What a read that succeeded and returned nil says.
public enum NilReading: String, CaseIterable, Hashable, Sendable {
  /// Nothing: what it found is not known.
  case unknown
  /// That there was nothing.
  case observed
}

/// What the instants of a history are.
public enum HistoryClock: String, CaseIterable, Hashable, Sendable {
  /// Places in the file: no two events share one, so that an operation whose response stands before the
  /// invocation of another precedes it.
  case order
  /// What `:time` says, in nanoseconds; events of one instant do not precede each other.
  case time
}

/// A history as it was read from a file.
public struct HistoryFile: Sendable {
  public var history: History
  public var format: HistoryFormat
  /// What the operations were taken for; nil where their names do not tell.
  public var specification: SpecificationName?
  /// What the file calls its processes, by the index of their `ProcessID`.
  public var processNames: [String]
  /// The line at which each operation is invoked, and the one at which it ends; 0: nowhere.
  public var lines: [Int32]
  public var endLines: [Int32]
  /// Whether the operations name their objects; else there is one, which has no name in the file.
  public var hasKeys: Bool
  /// Events of processes that are no clients, which were passed over.
  public var skipped: Int
  /// Lines in which this program said what the notation has no words for; they were used.
  public var conventionLines: Int
  /// Reads, also within transactions, that succeeded, returned nil and are therefore not judged.
  public var unjudgedNilReads: Int
  public var clock: HistoryClock
  /// What nil said that a read returned, and that a read within a transaction returned.
  public var nilReading: NilReading
  public var nilReadingWithin: NilReading
  /// How many objects the operations address. O(operations) expected.
  public var objectCount: Int {
    var objects: Set<Key> = []
    for operation in history.operations {
      operation.call.forEachKey { objects.insert($0) }
    }
    return objects.count
  }

  /// What one operation that names no object addresses.
  public static let soleKey = Key("x")
}
