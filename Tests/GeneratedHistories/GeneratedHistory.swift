/// Recorded histories of any length, written event by event: clients take turns at one store, each operation
/// taking effect at some moment between its invocation and its response, as a test of a database records it.
///
/// What is generated can be explained, unless a violation is planted. The same numbers give the same bytes on every
/// machine. The memory is that of the store: for objects that are read as a whole, use keys.
/// Deliberately knows nothing of the package's own types and writers, so that what it writes tests the readers.
public struct GeneratedHistory {
  public var type: GeneratedType
  public var notation: GeneratedNotation
  /// Invocations and responses, more or less: what is open at the end still ends.
  public var events: Int
  public var processes = 10
  /// How objects are named. Those in use are changed for new ones after some hundred operations each.
  public var keys: GeneratedKeys
  public var objects = 4
  public var operationsPerObject = 200
  /// One operation in so many times out, half of them after they took effect; 0: none.
  public var timeoutEvery = 0
  /// One operation in so many fails and has no effect; 0: none.
  public var failureEvery = 50
  /// Events between two of the nemesis, which come with a comment or another line of a log; 0: none.
  public var nemesisEvery = 10_000
  /// Two or three operations near the end, one after the other and alone, of which the last cannot be explained.
  public var isViolated = false
  public var seed: UInt64 = 1

  public init(_ type: GeneratedType, _ notation: GeneratedNotation, events: Int) {
    self.type = type
    self.notation = notation
    self.events = events
    // Objects that are read as a whole stay small.
    keys = [.multiRegister, .set, .list, .kv].contains(type) ? .field : .none
  }

  /// Writes the history in pieces of some ten thousand bytes.
  public func write<Failure>(_ sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var writer = EventWriter(notation)
    var clients = GeneratedClients(self)
    writer.begin()
    while let event = clients.next() {
      writer.write(event)
      if writer.bytes.count > 1 << 16 {
        try sink(writer.bytes)
        writer.bytes.removeAll(keepingCapacity: true)
      }
    }
    writer.end()
    try sink(writer.bytes)
  }

  /// A log has no other place for keys.
  var hasTuples: Bool { keys == .tuple || keys == .field && notation == .log }

  public var text: String {
    var bytes: [UInt8] = []
    write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The data types of `conlab check --spec`, by the same names.
public enum GeneratedType: String, CaseIterable, Sendable {
  case register
  case casRegister = "cas-register"
  case multiRegister = "multi-register"
  case kv, counter, set, queue, stack, list, mutex
}

/// The notations that `conlab check` reads, in the forms in which they are found.
public enum GeneratedNotation: String, CaseIterable, Sendable {
  /// Extensible data notation, one map a line.
  case edn
  /// One vector of maps over many lines.
  case vector
  /// Records with a tag, as Jepsen stores them.
  case records
  /// One JSON object a line.
  case jsonl
  /// The lines that Jepsen logs.
  case log
}

/// How the objects of operations are named.
public enum GeneratedKeys: String, CaseIterable, Sendable {
  /// There is one object, and no name.
  case none
  /// `:key`; in a log, which has no place for it, a tuple.
  case field
  /// Values are `[key value]`.
  case tuple
}
