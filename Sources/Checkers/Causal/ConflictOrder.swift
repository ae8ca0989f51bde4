/// One order of all operations that contains causality and, for every read, the order of conflicting
/// writes that it requires: it exists if the two have no cycle (the bad pattern CyclicCF of Bouajjani
/// et al., POPL 2017).
///
/// Built from its end, as in `ViewSearch`. O(n + conflicts).
struct ConflictOrder {
  /// The order, or what is left of it: nodes on cycles and before them.
  private(set) var placed: [Int32] = []
  private(set) var isComplete: Bool

  init(_ index: ReadsFromIndex, _ conflicts: [CausalPast.Conflict]) {
    var open = Array(repeating: Int32(0), count: index.count)
    var starts = Array(repeating: 0, count: index.count + 1)
    for node in 0..<index.count {
      if index.previous[node] >= 0 { open[Int(index.previous[node])] += 1 }
      for access in index.accesses(of: node) where index.sources[access] >= 0 {
        open[Int(index.sources[access])] += 1
      }
    }
    for conflict in conflicts {
      open[Int(conflict.earlier)] += 1
      starts[Int(conflict.later) + 1] += 1
    }
    for node in 0..<index.count { starts[node + 1] += starts[node] }
    var slots = starts
    var earlier = Array(repeating: Int32(0), count: conflicts.count)
    for conflict in conflicts {
      earlier[slots[Int(conflict.later)]] = conflict.earlier
      slots[Int(conflict.later)] += 1
    }
    var stack = (0..<index.count).filter { open[$0] == 0 }.map { Int32($0) }
    placed.reserveCapacity(index.count)
    func close(_ node: Int32) {
      guard node >= 0 else { return }
      open[Int(node)] -= 1
      if open[Int(node)] == 0 { stack.append(node) }
    }
    while let node = stack.popLast() {
      placed.append(node)
      close(index.previous[Int(node)])
      for access in index.accesses(of: Int(node)) { close(index.sources[access]) }
      for slot in starts[Int(node)]..<starts[Int(node) + 1] { close(earlier[slot]) }
    }
    isComplete = placed.count == index.count
  }
}
