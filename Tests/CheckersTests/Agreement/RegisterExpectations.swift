import Checkers
import Histories

/// Regular and safe registers and what is judged with them, read by read.
struct RegisterExpectations {
  private struct Read {
    let operation: Int
    let key: Key
    let value: Value
  }

  private let operations: [TinyOperation]
  private let accesses: TinyAccesses
  private let name: SpecificationName
  private var reads: [Read] = []
  /// The first operation that no register knows.
  private(set) var unsupported: Int?

  /// - Parameter operations: those that count.
  init(
    _ operations: [TinyOperation], _ name: SpecificationName, _ initial: [History.InitialValue]
  ) {
    self.operations = operations
    self.name = name
    accesses = TinyAccesses(operations, name, initial)
    unsupported = operations.firstIndex { !$0.call.isOfOneRegisterOrRead }
    let unknown = operations.filter { !$0.call.isOfOneRegisterOrRead }.flatMap(\.call.keys)
    for (index, operation) in operations.enumerated() where operation.isOK {
      guard let result = operation.result else { continue }
      switch (operation.call, result) {
      case (.read(let key), _): reads.append(.init(operation: index, key: key, value: result))
      case (.readMany(let keys), .list(let values)):
        reads += zip(keys, values).map { .init(operation: index, key: $0, value: $1) }
      default: continue
      }
    }
    reads.removeAll { unknown.contains($0.key) }
  }

  private func precedes(_ one: Int, _ other: Int) -> Bool {
    operations[one].isOK && operations[one].returned < operations[other].invoked
  }

  private func writers(_ key: Key) -> [Int] {
    operations.indices.filter { accesses.writes[$0][key] != nil }
  }

  /// Lamport 1986; Shao, Pierce and Welch 2003: each read alone, with all writes.
  func isRegular(safeOnly: Bool) -> Bool {
    reads.allSatisfy { read in
      let writers = writers(read.key)
      let overlaps = writers.contains {
        !precedes($0, read.operation) && !precedes(read.operation, $0)
      }
      if safeOnly && overlaps { return true }
      var chosen = writers.map { operations[$0] }
      var reader = operations[read.operation]
      reader.call = .read(read.key)
      reader.ending = .ok(read.value)
      chosen.append(reader)
      return OrderDefinitions.holds(.regularRegister, chosen, name, accesses.initial)
    }
  }

  /// Whether a read returned what nobody had begun to write when it returned.
  var readsFromNobody: Bool {
    reads.contains { read in
      let value = accesses.plain(read.value)
      return accesses.initialValue(of: read.key) != value
        && !accesses.writers(of: value, to: read.key).contains {
          operations[$0].invoked <= operations[read.operation].returned
        }
    }
  }

  private func source(_ read: Read) -> TinyAccesses.Source {
    accesses.source(
      of: .init(reader: read.operation, key: read.key, value: accesses.plain(read.value)))
  }

  var hasInversion: Bool {
    reads.contains { late in
      reads.contains { early in
        guard early.key == late.key, precedes(early.operation, late.operation) else { return false }
        switch (source(late), source(early)) {
        case (.initial, .write): return true
        case (.write(let older), .write(let newer)): return precedes(older, newer)
        default: return false
        }
      }
    }
  }

  /// The first read of which it cannot be told which version it returned.
  var unclear: Bool {
    reads.contains {
      switch source($0) {
      case .unclear, .nobody: true
      case .initial, .write: false
      }
    }
  }
}

extension Call {
  /// Whether it reads registers, or overwrites one.
  var isOfOneRegisterOrRead: Bool {
    switch self {
    case .read, .readMany, .write, .conditionalPut, .delete: true
    default: false
    }
  }
}
