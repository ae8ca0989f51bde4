/// Shortest ways along program order, reads-from and, if wanted, conflicts: with as few steps of the latter two as
/// can be. Program order is transitive, so that of several steps along it only the ends remain.
struct CausalPaths {
  let index: ReadsFromIndex
  /// For each node the nodes that conflicts place before it, as `starts` and `earlier`.
  private var starts: [Int32] = []
  private var earlier: [Int32] = []

  init(_ index: ReadsFromIndex, _ conflicts: [CausalPast.Conflict] = []) {
    self.index = index
    guard !conflicts.isEmpty else { return }
    starts = Array(repeating: 0, count: index.count + 1)
    for conflict in conflicts { starts[Int(conflict.later) + 1] += 1 }
    for node in 0..<index.count { starts[node + 1] += starts[node] }
    var slots = starts
    earlier = Array(repeating: 0, count: conflicts.count)
    for conflict in conflicts {
      earlier[Int(slots[Int(conflict.later)])] = conflict.earlier
      slots[Int(conflict.later)] += 1
    }
  }

  /// The nodes on a shortest way, both ends included; of a cycle each node once. Empty if there is no way. O(n).
  func shortest(from first: Int32, to last: Int32) -> [Int32] {
    var next = Array(repeating: Int32(-1), count: index.count)
    var isProgramStep = Array(repeating: false, count: index.count)
    // Nodes at the present distance, and at the next one.
    var near = [last]
    var far: [Int32] = []
    var isStart = true
    func reach(_ node: Int32, from later: Int32, isProgram: Bool) {
      guard node >= 0, next[Int(node)] < 0 else { return }
      next[Int(node)] = later
      isProgramStep[Int(node)] = isProgram
      if isProgram { near.append(node) } else { far.append(node) }
    }
    while !near.isEmpty || !far.isEmpty {
      if near.isEmpty { swap(&near, &far) }
      let node = near.removeLast()
      if node == first && !isStart { break }
      isStart = false
      reach(index.previous[Int(node)], from: node, isProgram: true)
      for access in index.accesses(of: Int(node)) {
        reach(index.sources[access], from: node, isProgram: false)
      }
      guard !starts.isEmpty else { continue }
      for slot in starts[Int(node)]..<starts[Int(node) + 1] {
        reach(earlier[Int(slot)], from: node, isProgram: false)
      }
    }
    guard next[Int(first)] >= 0 else { return first == last ? [first] : [] }
    return way(from: first, to: last, next, isProgramStep)
  }

  private func way(
    from first: Int32, to last: Int32, _ next: [Int32], _ isProgramStep: [Bool]
  ) -> [Int32] {
    var nodes = [first]
    var node = next[Int(first)]
    var cameByProgram = isProgramStep[Int(first)]
    while node != last {
      if !(cameByProgram && isProgramStep[Int(node)]) { nodes.append(node) }
      cameByProgram = isProgramStep[Int(node)]
      node = next[Int(node)]
    }
    if last != first { nodes.append(last) }
    return nodes
  }
}

extension ConflictOrder {
  /// The nodes of a cycle, each before the next, where the order is not complete.
  func cycle(_ index: ReadsFromIndex, _ conflicts: [CausalPast.Conflict]) -> [Int32]? {
    var isLeft = Array(repeating: true, count: index.count)
    for node in placed { isLeft[Int(node)] = false }
    // Of each node that is left one that comes directly after it and is left: there always is one.
    var next = Array(repeating: Int32(-1), count: index.count)
    for node in 0..<index.count where isLeft[node] {
      if index.previous[node] >= 0 { next[Int(index.previous[node])] = Int32(node) }
      for access in index.accesses(of: node) where index.sources[access] >= 0 {
        next[Int(index.sources[access])] = Int32(node)
      }
    }
    for conflict in conflicts where isLeft[Int(conflict.later)] {
      next[Int(conflict.earlier)] = conflict.later
    }
    guard let start = isLeft.firstIndex(of: true) else { return nil }
    // Two walkers, the second twice as fast, meet on a cycle (Floyd).
    var slow = next[start]
    var fast = next[Int(next[start])]
    while slow != fast {
      slow = next[Int(slow)]
      fast = next[Int(next[Int(fast)])]
    }
    var cycle = [slow]
    while next[Int(cycle[cycle.count - 1])] != slow {
      cycle.append(next[Int(cycle[cycle.count - 1])])
    }
    // Causality alone has no cycle, so one of the steps is a conflict.
    let steps = Set(zip(cycle, cycle.dropFirst() + cycle.prefix(1)).map { [$0, $1] })
    guard let step = conflicts.first(where: { steps.contains([$0.earlier, $0.later]) }) else {
      return nil
    }
    return CausalPaths(index, conflicts).shortest(from: step.later, to: step.earlier)
  }
}
