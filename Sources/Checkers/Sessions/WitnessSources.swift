/// Gathers what witnesses rest on: the operations that break something, what they read from, what that read from, and so
/// on.
///
/// Each of many witnesses may rest on most of the history. So all together name a limited number of operations; when
/// that is spent, or time is up, only those are gathered whole that rest on a few. The first always is.
struct WitnessSources {
  /// So many operations may be named by a witness in any case.
  private static let few = 64

  private let index: ReadsFromIndex
  private let isOver: (@Sendable () -> Bool)?
  private var isFirst = true
  private var left: Int

  init(_ index: ReadsFromIndex, atMost sourcesMax: Int, isOver: (@Sendable () -> Bool)?) {
    self.index = index
    self.isOver = isOver
    left = sourcesMax
  }

  /// The nodes with all that they rest on, ascending; or the nodes alone, where that is too much.
  mutating func nodes(with nodes: [Int32]) -> (nodes: [Int32], isWhole: Bool) {
    if left > 0, isOver?() ?? false { left = 0 }
    let most = isFirst ? Int.max : max(left, Self.few)
    isFirst = false
    guard let all = index.withSources(nodes, atMost: most) else {
      left = 0
      return (Set(nodes).sorted(), false)
    }
    left = max(0, left - all.count)
    return (all, true)
  }
}

extension ReadsFromIndex {
  /// A few nodes with what they read from, and what that read from, ascending; nil if they are more than so many.
  fileprivate func withSources(_ nodes: [Int32], atMost most: Int) -> [Int32]? {
    var known = Set(nodes)
    var stack = nodes
    while let node = stack.popLast() {
      for access in accesses(of: Int(node)) where sources[access] >= 0 {
        guard known.insert(sources[access]).inserted else { continue }
        if known.count > most { return nil }
        stack.append(sources[access])
      }
    }
    return known.sorted()
  }

  /// For each node whether it rests on another one of those given. O(nodes and accesses).
  ///
  /// Goes from each of them to its readers, and on. No more than two come to any node: one of two is another.
  func restOnAnother(_ given: [Int32]) -> [Bool] {
    var readers: [[Int32]] = Array(repeating: [], count: count)
    for node in 0..<count {
      for access in accesses(of: node) where sources[access] >= 0 {
        readers[Int(sources[access])].append(Int32(node))
      }
    }
    var restsOn: [(first: Int32, second: Int32)] = Array(repeating: (-1, -1), count: count)
    var open = given.map { (node: $0, on: $0) }
    while let (node, on) = open.popLast() {
      let known = restsOn[Int(node)]
      if known.first == on || known.second >= 0 { continue }
      if known.first < 0 { restsOn[Int(node)].first = on } else { restsOn[Int(node)].second = on }
      for reader in readers[Int(node)] { open.append((reader, on)) }
    }
    return restsOn.indices.map { node in
      let known = restsOn[node]
      return known.second >= 0 || known.first >= 0 && known.first != Int32(node)
    }
  }
}
