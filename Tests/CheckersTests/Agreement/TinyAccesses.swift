import Checkers
import Histories

/// What the operations of a tiny history read and wrote of registers, as far as values tell.
struct TinyAccesses {
  struct Read {
    let reader: Int
    let key: Key
    let value: Value
  }
  enum Source: Hashable {
    case initial
    case write(Int)
    /// Several writes, or one and the initial value, or calls of other types.
    case unclear
    case nobody
  }

  let operations: [TinyOperation]
  let initial: [History.InitialValue]
  private let name: SpecificationName
  /// Of others, by operations that returned; in the order of operations.
  private(set) var reads: [Read] = []
  /// The value left in each key by each operation.
  private(set) var writes: [[Key: Value]] = []
  /// Keys on which calls were made that are no register's.
  private(set) var foreign: Set<Key> = []
  /// Operations that are no register's, or of which it cannot be told what they read.
  private(set) var opaque: [Int] = []
  /// Operations that returned two values of one key, or not what they had written.
  private(set) var torn: [Int] = []

  init(
    _ operations: [TinyOperation], _ name: SpecificationName, _ initial: [History.InitialValue]
  ) {
    self.operations = operations
    self.name = name
    self.initial = initial
    writes = operations.map { _ in [:] }
    for index in operations.indices {
      var read: [Key: Value] = [:]
      take(operations[index].call, operations[index].result, index, &read)
      for key in read.keys.sorted() where operations[index].isOK {
        reads.append(Read(reader: index, key: key, value: read[key]!))
      }
    }
  }

  private mutating func take(
    _ call: Call, _ result: Value?, _ index: Int, _ read: inout [Key: Value]
  ) {
    switch call {
    case .read(let key):
      guard let result else { return }
      if let known = writes[index][key] ?? read[key] {
        if !same(known, result) { torn.append(index) }
      } else {
        read[key] = plain(result)
      }
    case .write(let key, let value), .conditionalPut(let key, let value, _):
      writes[index][key] = plain(value)
    case .delete(let key): writes[index][key] = .absent
    case .compareAndSet(let key, let expected, let new):
      if result != 0 { writes[index][key] = plain(new) }
      if result == 1 { read[key] = plain(expected) } else { opaque.append(index) }
    case .readMany(let keys): take(.transaction(keys.map { .read($0) }), result, index, &read)
    case .transaction(let calls):
      var results = calls.map { _ in Value?.none }
      if case .list(let known)? = result { results = known.map(Optional.some) }
      for (call, result) in zip(calls, results) { take(call, result, index, &read) }
    default:
      foreign.formUnion(call.keys)
      opaque.append(index)
    }
  }

  /// One form for every way to hold nothing.
  func plain(_ value: Value) -> Value {
    PlainObjects(name, []).same(value, .absent) ? .absent : value
  }
  private func same(_ one: Value, _ other: Value) -> Bool { plain(one) == plain(other) }

  func initialValue(of key: Key) -> Value {
    plain(initial.first { $0.key == key }?.value ?? .absent)
  }

  /// The operations that left a value in a key, among some.
  func writers(of value: Value, to key: Key) -> [Int] {
    operations.indices.filter { writes[$0][key] == value }
  }

  func source(of read: Read) -> Source {
    if foreign.contains(read.key) { return .unclear }
    let writers = writers(of: read.value, to: read.key).filter { $0 != read.reader }
    let isInitial = initialValue(of: read.key) == read.value
    switch (writers.count, isInitial) {
    case (0, true): return .initial
    case (0, false): return .nobody
    case (1, false): return .write(writers[0])
    default: return .unclear
    }
  }
}
