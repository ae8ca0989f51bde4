/// Whether one operation that reads several keys can have seen one order of what lies in its past.
///
/// Of two keys the first *requires* its write before that of the second if another write of the second key, in the
/// past of the read, lies causally after the first key's write, or is it: that other write must come before the
/// second's. Keys that nothing left must come before are taken away until none can be; what is left lies on cycles or
/// before them.
///
/// A write has in its past, of each lane, the writes up to a place. So a key waits for the sources of each lane up to
/// a place, and not for each of them. O(keys log keys + other writes of them x lanes).
struct SnapshotOrder {
  private(set) var violation: CausalPast.Violation?
  private let past: CausalPast
  /// The accesses that read something that was written.
  private let reads: [Int]
  /// For each of these the last other writes of its key in the past, one for each lane that has some.
  private var between: [[Int32]] = []
  /// For each lane the reads whose sources are in it, in the order of its places.
  private var ordered: [[Int]]

  /// - Parameter clock: that of the read's past.
  init(_ node: Int, _ past: CausalPast, _ clock: ArraySlice<Int32>) {
    self.past = past
    let index = past.index
    reads = index.accesses(of: node).filter { index.sources[$0] >= 0 }
    ordered = []
    for read in reads {
      between.append(
        past.writes.groups(of: index.keys[read]).compactMap { group in
          let limit = clock[clock.startIndex + Int(group.lane)]
          let other = past.writes.last(group, upTo: limit)
          return other >= 0 && other != index.sources[read] ? other : nil
        })
    }
    // Nearly always nothing else was written.
    if between.allSatisfy(\.isEmpty) { return }
    ordered = Array(repeating: [], count: past.lanes.count)
    let inOrder = reads.indices.sorted { (place(of: $0), $0) < (place(of: $1), $1) }
    for read in inOrder { ordered[lane(of: read)].append(read) }
    let left = remaining()
    if !left.isEmpty { violation = violation(node, left) }
  }

  private func source(_ read: Int) -> Int32 { past.index.sources[reads[read]] }
  private func lane(of read: Int) -> Int { Int(past.lanes.lane[Int(source(read))]) }
  private func place(of read: Int) -> Int32 { past.lanes.place[Int(source(read))] }

  /// Up to which place of a lane the past of a write goes.
  private func reach(of write: Int32, in lane: Int) -> Int32 {
    past.clocks[Int(past.row[Int(write)]) + lane]
  }

  /// The reads that cannot be taken away, ascending.
  private func remaining() -> [Int] {
    // How many lanes each read waits for, and for each lane who waits until so many of its sources are gone.
    var waits = Array(repeating: 0, count: reads.count)
    var waiting: [[(count: Int, read: Int)]] = Array(repeating: [], count: ordered.count)
    for read in reads.indices where !between[read].isEmpty {
      for lane in ordered.indices where !ordered[lane].isEmpty {
        let reach = between[read].reduce(0) { max($0, self.reach(of: $1, in: lane)) }
        let count = ordered[lane].partitioningIndex { place(of: $0) > reach }
        if count == 0 { continue }
        waits[read] += 1
        waiting[lane].append((count, read))
      }
    }
    for lane in waiting.indices {
      waiting[lane].sort { ($0.count, $0.read) > ($1.count, $1.read) }
    }
    var isGone = Array(repeating: false, count: reads.count)
    var gone = Array(repeating: 0, count: ordered.count)
    var free = reads.indices.filter { waits[$0] == 0 }
    while let read = free.popLast() {
      isGone[read] = true
      let lane = lane(of: read)
      while gone[lane] < ordered[lane].count, isGone[ordered[lane][gone[lane]]] { gone[lane] += 1 }
      while let next = waiting[lane].last, next.count <= gone[lane] {
        waiting[lane].removeLast()
        waits[next.read] -= 1
        if waits[next.read] == 0 { free.append(next.read) }
      }
    }
    return reads.indices.filter { !isGone[$0] }
  }

  private func violation(_ node: Int, _ left: [Int]) -> CausalPast.Violation {
    // The first place of each lane at which one of the sources left is.
    var first = Array(repeating: Int32.max, count: ordered.count)
    for read in left { first[lane(of: read)] = min(first[lane(of: read)], place(of: read)) }
    let others = left.flatMap { read in
      between[read].filter { write in
        first.indices.contains { reach(of: write, in: $0) >= first[$0] }
      }
    }
    return CausalPast.Violation(
      read: Int32(node), relation: .overwrittenValueRead, source: source(left[0]),
      writes: left.map { source($0) } + others)
  }
}
