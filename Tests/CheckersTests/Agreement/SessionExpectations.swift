import Checkers
import Histories

/// Read-your-writes and monotonic reads from values, read by read: a version is older for a process if it comes
/// before in the closure of every process's order of writes, its own order and what it read from itself.
struct SessionExpectations {
  private let operations: [TinyOperation]
  let accesses: TinyAccesses

  /// - Parameter operations: those that count.
  init(
    _ operations: [TinyOperation], _ name: SpecificationName, _ initial: [History.InitialValue]
  ) {
    self.operations = operations
    accesses = TinyAccesses(operations, name, initial)
  }

  /// A value that nobody wrote, or that its own process wrote later; or two values at once.
  var isImpossible: Bool {
    !accesses.torn.isEmpty
      || accesses.reads.contains { read in
        switch accesses.source(of: read) {
        case .nobody: true
        case .write(let writer):
          writer > read.reader && operations[writer].process == operations[read.reader].process
        case .initial, .unclear: false
        }
      }
  }

  /// Whether of some operation it cannot be told what it read or did; one without an answer counts if its
  /// value was read.
  var isUnclear: Bool {
    accesses.reads.contains { accesses.source(of: $0) == .unclear }
      || accesses.opaque.contains { index in
        operations[index].isOK
          || accesses.reads.contains { accesses.source(of: $0) == .write(index) }
      }
  }

  func isBroken(_ guarantee: CheckerName) -> Bool {
    accesses.reads.contains { isJudged($0) && breaks(guarantee, $0) }
  }

  /// Compare-and-sets are not judged as reads.
  private func isJudged(_ read: TinyAccesses.Read) -> Bool {
    switch operations[read.reader].call {
    case .read, .readMany: isKnown(read)
    case .transaction(let calls): calls.contains(where: \.isReadOnly) && isKnown(read)
    default: false
    }
  }

  private func isKnown(_ read: TinyAccesses.Read) -> Bool {
    switch accesses.source(of: read) {
    case .initial, .write: true
    case .unclear, .nobody: false
    }
  }

  private func breaks(_ guarantee: CheckerName, _ read: TinyAccesses.Read) -> Bool {
    let process = operations[read.reader].process
    let before = order(for: process)
    let source = accesses.source(of: read)
    func isOlder(than version: TinyAccesses.Source) -> Bool {
      guard case .write(let newer) = version, version != source else { return false }
      guard case .write(let older) = source else { return true }
      return before[newer].contains(older)
    }
    let past = operations.indices.filter {
      $0 < read.reader && operations[$0].process == process && operations[$0].isOK
    }
    if guarantee == .readYourWrites {
      return past.contains {
        accesses.writes[$0][read.key] != nil && isOlder(than: .write($0))
      }
    }
    let earlier = accesses.reads.filter {
      past.contains($0.reader) && $0.key == read.key && isJudged($0)
    }
    if earlier.contains(where: { isOlder(than: accesses.source(of: $0)) }) { return true }
    // Read before, then another without going back.
    guard let first = earlier.firstIndex(where: { accesses.source(of: $0) == source }) else {
      return false
    }
    return earlier[first...].contains {
      accesses.source(of: $0) != source && !breaks(guarantee, $0)
    }
  }

  private func order(for process: Int) -> [Set<Int>] {
    var before = operations.map { _ in Set<Int>() }
    func takesPart(_ index: Int) -> Bool {
      !accesses.writes[index].isEmpty || operations[index].process == process
    }
    for later in operations.indices where takesPart(later) {
      for earlier in 0..<later
      where operations[earlier].isOK && takesPart(earlier)
        && operations[earlier].process == operations[later].process
      {
        before[later].insert(earlier)
      }
    }
    for read in accesses.reads
    where operations[read.reader].process == process && isJudged(read) {
      if case .write(let writer) = accesses.source(of: read) {
        before[read.reader].insert(writer)
      }
    }
    for _ in operations {
      for later in operations.indices {
        for middle in before[later].sorted() { before[later].formUnion(before[middle]) }
      }
    }
    return before
  }
}
