import Checkers

/// Naive oracles: enumerate every order and check it against the definition. They share nothing with
/// the module under test but the test operations.
enum BruteForce {
  static func holds(_ model: CheckerName, _ all: [TestOperation]) -> Bool {
    let operations = all.filter { $0.returned != nil || $0.isWrite }
    switch model {
    case .linearizability:
      return hasOrder(operations) { a, b in a.returned.map { $0 < b.invoked } ?? false }
    case .sequentialConsistency: return hasOrder(operations, programOrder(operations))
    case .pram: return hasViews(operations, programPairs(operations), required(operations))
    default: return hasCausalViews(operations)
    }
  }

  private static func programOrder(
    _ operations: [TestOperation]
  ) -> (TestOperation, TestOperation) -> Bool {
    { $0.process == $1.process && $0.returned != nil && $0.invoked < $1.invoked }
  }

  private static func required(_ operations: [TestOperation]) -> [Bool] {
    operations.map { $0.returned != nil }
  }

  private static func programPairs(_ operations: [TestOperation]) -> Set<[Int]> {
    let precedes = programOrder(operations)
    var pairs: Set<[Int]> = []
    for a in operations.indices {
      for b in operations.indices where precedes(operations[a], operations[b]) {
        pairs.insert([a, b])
      }
    }
    return pairs
  }

  private static func hasOrder(
    _ operations: [TestOperation], _ precedes: (TestOperation, TestOperation) -> Bool
  ) -> Bool {
    var pairs: Set<[Int]> = []
    for a in operations.indices {
      for b in operations.indices where a != b && precedes(operations[a], operations[b]) {
        pairs.insert([a, b])
      }
    }
    return hasLegalOrder(operations, Array(operations.indices), pairs, required(operations))
  }

  /// Whether some permutation of a subset with all required members is legal.
  private static func hasLegalOrder(
    _ operations: [TestOperation], _ members: [Int], _ pairs: Set<[Int]>, _ required: [Bool]
  ) -> Bool {
    let optional = members.filter { !required[$0] }
    for choice in 0..<(1 << optional.count) {
      let left = optional.indices.filter { choice & 1 << $0 != 0 }.map { optional[$0] }
      let chosen = members.filter { !left.contains($0) }
      let isExplained = somePermutation(of: chosen, after: [], pairs) { order in
        isLegal(order.map { operations[$0] })
      }
      if isExplained { return true }
    }
    return false
  }

  private static func hasViews(
    _ operations: [TestOperation], _ pairs: Set<[Int]>, _ required: [Bool]
  ) -> Bool {
    Set(operations.map(\.process)).allSatisfy { process in
      let members = operations.indices.filter {
        operations[$0].isWrite || operations[$0].process == process
      }
      return hasLegalOrder(operations, members, pairs, required)
    }
  }

  private static func hasCausalViews(_ operations: [TestOperation]) -> Bool {
    let reads = operations.indices.filter { !operations[$0].isWrite }
    func tryReads(_ index: Int, _ pairs: Set<[Int]>, _ required: [Bool]) -> Bool {
      if index == reads.count {
        let closed = closure(pairs, operations.count)
        if operations.indices.contains(where: { closed.contains([$0, $0]) }) { return false }
        // A pending write that nobody read is left out, for the views and for causality.
        return hasViews(operations, closed, required)
      }
      let read = operations[reads[index]]
      if read.value == 0, tryReads(index + 1, pairs, required) { return true }
      for write in operations.indices
      where operations[write].isWrite && operations[write].key == read.key
        && operations[write].value == read.value
      {
        var more = required
        more[write] = true
        if tryReads(index + 1, pairs.union([[write, reads[index]]]), more) { return true }
      }
      return false
    }
    return tryReads(0, programPairs(operations), required(operations))
  }

  private static func closure(_ pairs: Set<[Int]>, _ count: Int) -> Set<[Int]> {
    var closed = pairs
    for m in 0..<count {
      for a in 0..<count where closed.contains([a, m]) {
        for b in 0..<count where closed.contains([m, b]) { closed.insert([a, b]) }
      }
    }
    return closed
  }

  private static func isLegal(_ order: [TestOperation]) -> Bool {
    var values: [String: Int] = [:]
    for operation in order {
      if operation.isWrite {
        values[operation.key] = operation.value
      } else if values[operation.key, default: 0] != operation.value {
        return false
      }
    }
    return true
  }

  private static func somePermutation(
    of rest: [Int], after order: [Int], _ pairs: Set<[Int]>, _ test: ([Int]) -> Bool
  ) -> Bool {
    if rest.isEmpty { return test(order) }
    return rest.indices.contains { index in
      var others = rest
      let next = others.remove(at: index)
      if others.contains(where: { pairs.contains([$0, next]) }) { return false }
      return somePermutation(of: others, after: order + [next], pairs, test)
    }
  }
}
