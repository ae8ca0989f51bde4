/// A strict partial order over numbered transactions that grows by one pair at a time and knows all that follows,
/// as two matrices of bits.
struct DependencyOrder {
  private let words: Int
  let count: Int
  /// Row a: what comes after a. And the transpose.
  private var after: [UInt64]
  private var before: [UInt64]

  init(_ count: Int) {
    self.count = count
    words = (count + 63) / 64
    after = Array(repeating: 0, count: count * words)
    before = after
  }

  func precedes(_ a: Int, _ b: Int) -> Bool {
    after[a * words + b >> 6] & 1 << UInt64(b & 63) != 0
  }

  /// Puts a before b and all that follows from it; false, and nothing changes, if b comes before a.
  ///
  /// A step for each 64 transactions of a row that is looked at or joined to another. Each join puts one transaction
  /// before another that it did not precede: O(count^3 / 64) for all pairs together.
  mutating func put(_ a: Int, before b: Int, _ steps: inout Int) -> Bool {
    if a == b || precedes(b, a) { return false }
    if precedes(a, b) { return true }
    let earlier = with(a, in: before)
    let later = with(b, in: after)
    // Whoever precedes b precedes all that b precedes, and so the other way round.
    let rows = lacking(earlier, row: b, in: before)
    let columns = lacking(later, row: a, in: after)
    let joined =
      Self.join(later, toRowsOf: rows, in: &after)
      + Self.join(earlier, toRowsOf: columns, in: &before)
    steps += words * (1 + joined)
    return true
  }

  /// A sequence that respects the order, of those that could come next always the one of least rank. O(n^2).
  func sequence(by rank: [Int64]) -> [Int] {
    var open = (0..<count).map { row in
      (0..<words).reduce(0) { $0 + before[row * words + $1].nonzeroBitCount }
    }
    var isPlaced = Array(repeating: false, count: count)
    var result: [Int] = []
    result.reserveCapacity(count)
    for _ in 0..<count {
      var next = -1
      for candidate in 0..<count where !isPlaced[candidate] && open[candidate] == 0 {
        if next < 0 || rank[candidate] < rank[next] { next = candidate }
      }
      isPlaced[next] = true
      result.append(next)
      Self.forEach(Array(after[next * words..<(next + 1) * words])) { open[$0] -= 1 }
    }
    return result
  }

  private func with(_ node: Int, in matrix: [UInt64]) -> [UInt64] {
    var row = Array(matrix[node * words..<(node + 1) * words])
    row[node >> 6] |= 1 << UInt64(node & 63)
    return row
  }

  /// What a row does not have of a set.
  private func lacking(_ set: [UInt64], row: Int, in matrix: [UInt64]) -> [UInt64] {
    set.indices.map { set[$0] & ~matrix[row * words + $0] }
  }

  /// Joins a set to some rows of a matrix. How many they are.
  private static func join(
    _ set: [UInt64], toRowsOf rows: [UInt64], in matrix: inout [UInt64]
  ) -> Int {
    let words = set.count
    var count = 0
    forEach(rows) { row in
      count += 1
      for word in 0..<words { matrix[row * words + word] |= set[word] }
    }
    return count
  }

  private static func forEach(_ set: [UInt64], _ body: (Int) -> Void) {
    for (index, word) in set.enumerated() {
      var rest = word
      while rest != 0 {
        body(index << 6 | rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
