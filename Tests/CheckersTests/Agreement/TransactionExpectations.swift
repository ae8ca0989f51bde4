import Checkers
import Histories

/// Lost updates, write skew and reads of what failed, pair by pair.
struct TransactionExpectations {
  private let operations: [TinyOperation]
  private let accesses: TinyAccesses
  /// What each operation read of others and wrote; a compare-and-set without an answer would have read what it expected.
  private let reads: [[Key: Value]]
  private let takesEffect: [Bool]

  /// - Parameter operations: those that count.
  init(
    _ operations: [TinyOperation], _ name: SpecificationName, _ initial: [History.InitialValue]
  ) {
    self.operations = operations
    let accesses = TinyAccesses(operations, name, initial)
    self.accesses = accesses
    reads = operations.indices.map { index in
      if !operations[index].isOK,
        case .compareAndSet(let key, let expected, _) = operations[index].call
      {
        return [key: accesses.plain(expected)]
      }
      return accesses.reads.filter { $0.reader == index }.reduce(into: [:]) {
        $0[$1.key] = $1.value
      }
    }
    var takesEffect = operations.map(\.isOK)
    // Who reads what one alone wrote proves that it took effect, once it is known to have taken effect itself.
    for _ in operations {
      for reader in operations.indices where takesEffect[reader] {
        for (key, value) in reads[reader] where accesses.initialValue(of: key) != value {
          let writers = accesses.writers(of: value, to: key)
          if writers.count == 1 { takesEffect[writers[0]] = true }
        }
      }
    }
    self.takesEffect = takesEffect
  }

  /// The first operation that does more than read and overwrite registers.
  var unsupported: Int? { operations.firstIndex { !$0.call.isOfRegisters } }

  private enum Version: Hashable {
    case initial
    case write(Int)
    case nobodys
  }

  /// Nil if it has several writers, or calls of other types on the key may have made the value.
  private func version(_ key: Key, _ value: Value) -> Version? {
    if accesses.foreign.contains(key) { return nil }
    let writers = accesses.writers(of: value, to: key)
    let isInitial = accesses.initialValue(of: key) == value
    switch (writers.count, isInitial) {
    case (0, _): return isInitial ? .initial : .nobodys
    case (1, false): return .write(writers[0])
    default: return nil
    }
  }

  /// Two updates of a key that both took effect and read one value of it; nil for those of which it
  /// cannot be told whether it was one version.
  var lostUpdates: [Bool?] {
    pairs.flatMap { one, other -> [Bool?] in
      let named =
        if case .conditionalPut(let key, _, let a) = operations[one].call,
          case .conditionalPut(key, _, let b) = operations[other].call
        { a == b && operations[one].isOK && operations[other].isOK } else { false }
      return [named]
        + reads[one].keys.sorted().filter {
          accesses.writes[one][$0] != nil && accesses.writes[other][$0] != nil
            && reads[one][$0] == reads[other][$0] && takesEffect[one] && takesEffect[other]
        }.map {
          let version = version($0, reads[one][$0]!)
          return version == nil || version == .nobodys ? nil : true
        }
    }
  }

  /// Two transactions each of which overwrote what the other had read, on different keys; nil where it cannot be
  /// told which version is the newer one.
  var skews: [Bool?] {
    pairs.flatMap { one, other -> [Bool?] in
      guard takesEffect[one] && takesEffect[other] else { return [] }
      return reads[one].keys.sorted().flatMap { key in
        reads[other].keys.sorted().filter { $0 != key }.compactMap { second -> Bool?? in
          guard accesses.writes[other][key] != nil, accesses.writes[one][second] != nil
          else { return .none }
          let first = overwrites(other, key, version(key, reads[one][key]!))
          let back = overwrites(one, second, version(second, reads[other][second]!))
          if first == false || back == false { return .some(false) }
          return .some(first == true && back == true ? true : nil)
        }
      }
    }
  }

  private var pairs: [(Int, Int)] {
    operations.indices.flatMap { one in (0..<one).map { (one, $0) } }
  }

  private func overwrites(_ one: Int, _ key: Key, _ version: Version?) -> Bool? {
    switch version {
    case .initial: return true
    case .write(one): return false
    case .write(let writer):
      if reads[one].contains(where: { self.version($0.key, $0.value) == .write(writer) }) {
        return true
      }
      if reads[writer].contains(where: { self.version($0.key, $0.value) == .write(one) }) {
        return false
      }
      if precedes(writer, one) { return true }
      return precedes(one, writer) ? false : nil
    case .nobodys, nil: return nil
    }
  }

  private func precedes(_ one: Int, _ other: Int) -> Bool {
    operations[one].isOK && operations[one].returned < operations[other].invoked
  }
}

extension Call {
  /// Whether it only reads, overwrites and compares registers.
  var isOfRegisters: Bool {
    switch self {
    case .compareAndSet: true
    case .transaction(let calls): calls.allSatisfy(\.isOfRegisters)
    default: isOfOneRegisterOrRead
    }
  }
}
