/// A sequence of all nodes of an index that respects program order and reads-from, or a node on a
/// cycle of the two (the bad pattern CyclicCO).
///
/// Depth first, from the nodes in their own order, so that neighbours in the history stay neighbours. O(n).
struct CausalSequence {
  private(set) var nodes: [Int32] = []
  private(set) var cyclic: Int32?

  init(_ index: ReadsFromIndex) {
    var state = Array(repeating: State.new, count: index.count)
    nodes.reserveCapacity(index.count)
    var stack: [Int32] = []
    for root in 0..<index.count where state[root] == .new {
      stack.append(Int32(root))
      while let node = stack.last {
        state[Int(node)] = .open
        if let before = Self.pending(Int(node), index, state) {
          if state[Int(before)] == .open {
            cyclic = before
            return
          }
          stack.append(before)
        } else {
          state[Int(node)] = .done
          nodes.append(node)
          stack.removeLast()
        }
      }
    }
  }

  private enum State: UInt8 { case new, open, done }

  /// Something directly before the node that is not in the sequence yet.
  private static func pending(_ node: Int, _ index: ReadsFromIndex, _ state: [State]) -> Int32? {
    let previous = index.previous[node]
    if previous >= 0 && state[Int(previous)] != .done { return previous }
    for access in index.accesses(of: node) {
      let source = index.sources[access]
      if source >= 0 && state[Int(source)] != .done { return source }
    }
    return nil
  }
}

/// The lanes of vector clocks: the operations of an owner that returned, in order, are a lane. A pending write
/// precedes nothing of its owner's, so it ends a lane or has one of its own.
struct Lanes {
  /// For each node its lane, and its place there from 1.
  private(set) var lane: [Int32]
  private(set) var place: [Int32]
  private(set) var count: Int

  init(_ index: ReadsFromIndex) {
    lane = index.owners
    place = Array(repeating: 1, count: index.count)
    count = index.ownerCount
    var isExtended = Array(repeating: false, count: index.count)
    for node in 0..<index.count where !index.isPending[node] {
      let previous = Int(index.previous[node])
      guard previous >= 0 else { continue }
      place[node] = place[previous] + 1
      isExtended[previous] = true
    }
    for node in 0..<index.count where index.isPending[node] && index.writes(node) {
      let previous = Int(index.previous[node])
      if previous >= 0 && !isExtended[previous] {
        place[node] = place[previous] + 1
        isExtended[previous] = true
      } else {
        lane[node] = Int32(count)
        count += 1
      }
    }
  }
}

/// For each key its writes by lanes, in the order of each lane.
struct WritesByKey {
  struct Group {
    let lane: Int32
    let begin: Int32
    let end: Int32
  }
  /// Groups of key k are `starts[k]..<starts[k + 1]`, ascending by lane.
  private(set) var starts: [Int32]
  private(set) var groups: [Group] = []
  /// Node and place in its lane of every write.
  private(set) var nodes: [Int32]
  private(set) var places: [Int32]

  /// O(n + lanes + keys).
  init(_ index: ReadsFromIndex, _ lanes: Lanes) {
    let ordered = Self.byLane(index, lanes)
    var counts = Array(repeating: Int32(0), count: index.keyCount + 1)
    for node in ordered {
      for access in index.accesses(of: Int(node))
      where index.sources[access] == ReadsFromIndex.Source.write {
        counts[Int(index.keys[access]) + 1] += 1
      }
    }
    for key in 0..<index.keyCount { counts[key + 1] += counts[key] }
    let ends = counts
    nodes = Array(repeating: 0, count: Int(counts[index.keyCount]))
    places = nodes
    for node in ordered {
      for access in index.accesses(of: Int(node))
      where index.sources[access] == ReadsFromIndex.Source.write {
        let key = Int(index.keys[access])
        nodes[Int(counts[key])] = node
        places[Int(counts[key])] = lanes.place[Int(node)]
        counts[key] += 1
      }
    }
    starts = [0]
    for key in 0..<index.keyCount {
      var begin = Int(ends[key])
      while begin < Int(ends[key + 1]) {
        let lane = lanes.lane[Int(nodes[begin])]
        var end = begin + 1
        while end < Int(ends[key + 1]) && lanes.lane[Int(nodes[end])] == lane { end += 1 }
        groups.append(Group(lane: lane, begin: Int32(begin), end: Int32(end)))
        begin = end
      }
      starts.append(Int32(groups.count))
    }
  }

  /// All nodes, lane by lane. Nodes of one lane ascend with their places, but for a pending one, which is last.
  private static func byLane(_ index: ReadsFromIndex, _ lanes: Lanes) -> [Int32] {
    var counts = Array(repeating: Int32(0), count: lanes.count + 1)
    for lane in lanes.lane { counts[Int(lane) + 1] += 1 }
    for lane in 0..<lanes.count { counts[lane + 1] += counts[lane] }
    var ordered = Array(repeating: Int32(0), count: index.count)
    for isPending in [false, true] {
      for node in 0..<index.count where index.isPending[node] == isPending {
        let lane = Int(lanes.lane[node])
        ordered[Int(counts[lane])] = Int32(node)
        counts[lane] += 1
      }
    }
    return ordered
  }

  func groups(of key: Int32) -> ArraySlice<Group> {
    groups[Int(starts[Int(key)])..<Int(starts[Int(key) + 1])]
  }

  /// The last write of a group whose place is at most `limit`; -1 if there is none. O(log writes).
  func last(_ group: Group, upTo limit: Int32) -> Int32 {
    var (low, high) = (Int(group.begin), Int(group.end))
    while low < high {
      let middle = (low + high) / 2
      if places[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low > Int(group.begin) ? nodes[low - 1] : -1
  }
}
