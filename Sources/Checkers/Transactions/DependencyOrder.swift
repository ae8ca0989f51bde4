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
  /// O((transactions before a + those after b) * count / 64).
  mutating func put(_ a: Int, before b: Int, _ steps: inout Int) -> Bool {
    if a == b || precedes(b, a) { return false }
    if precedes(a, b) { return true }
    let earlier = with(a, in: before)
    let later = with(b, in: after)
    Self.forEach(earlier) { join(later, to: $0, in: &after) }
    Self.forEach(later) { join(earlier, to: $0, in: &before) }
    steps += words
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

  private func join(_ set: [UInt64], to row: Int, in matrix: inout [UInt64]) {
    for word in 0..<words { matrix[row * words + word] |= set[word] }
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
