import Histories

/// The reads and writes of a history by register, with values as numbers.
///
/// What counts is what counts for linearizability: operations that succeeded, and writes without an answer,
/// which never return and may have taken effect. A multi-key read is one read of each of its keys. A
/// register on which other calls were made is marked, with the first of them.
struct RegisterTable {
  struct Access: Sendable {
    let operation: Int32
    /// The value read or written; 0 is the initial one.
    let value: Int32
    let invoked: Int64
    /// `never` for a write without an answer.
    let returned: Int64
  }

  struct Register: Sendable {
    let key: Key
    fileprivate(set) var writes: [Access] = []
    fileprivate(set) var reads: [Access] = []
    /// The first call of which registers do not speak.
    fileprivate(set) var unsupported: OperationID?
  }

  /// In the order of their first operations.
  private(set) var registers: [Register] = []
  private var numbers: [Key: Int] = [:]
  private var values: [ValueTable] = []

  static let never = Int64.max
  static let initialValue: Int32 = 0

  /// O(n) expected.
  init(_ history: History) {
    for operation in history.operations {
      guard operation.isOK || operation.isPending && !operation.call.isReadOnly else { continue }
      switch operation.call {
      case .read(let key): read(key, operation.result, operation, history)
      case .readMany(let keys):
        guard case .list(let results)? = operation.result, results.count == keys.count else {
          mark(keys, operation, history)
          continue
        }
        for (key, result) in zip(keys, results) { read(key, result, operation, history) }
      case .write(let key, let value), .conditionalPut(let key, let value, _):
        write(key, value, operation, history)
      case .delete(let key): write(key, .absent, operation, history)
      default: mark(operation.call.keys, operation, history)
      }
    }
  }

  /// The first call of which registers do not speak.
  var unsupported: OperationID? { registers.compactMap(\.unsupported).min() }

  private mutating func read(
    _ key: Key, _ result: Value?, _ operation: Operation, _ history: History
  ) {
    guard let result else { return }
    let place = place(of: key, history)
    registers[place].reads.append(access(operation, result, place))
  }

  private mutating func write(
    _ key: Key, _ value: Value, _ operation: Operation, _ history: History
  ) {
    let place = place(of: key, history)
    registers[place].writes.append(access(operation, value, place))
  }

  private mutating func mark(_ keys: [Key], _ operation: Operation, _ history: History) {
    for key in keys {
      let place = place(of: key, history)
      registers[place].unsupported = registers[place].unsupported ?? operation.id
    }
  }

  private mutating func access(_ operation: Operation, _ value: Value, _ place: Int) -> Access {
    var returned = Self.never
    if operation.isOK, let completion = operation.completion {
      returned = completion.time.milliseconds
    }
    return Access(
      operation: operation.id.index, value: values[place].number(of: value),
      invoked: operation.invoked.milliseconds, returned: returned)
  }

  private mutating func place(of key: Key, _ history: History) -> Int {
    if let known = numbers[key] { return known }
    let place = registers.count
    numbers[key] = place
    registers.append(Register(key: key))
    var table = ValueTable(expected: 64)
    _ = table.number(of: history.initialValue(of: key))
    values.append(table)
    return place
  }
}
