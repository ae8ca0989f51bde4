/// The causal past of every operation as vector clocks (Fidge 1988; Mattern 1989), and what reads find in it.
///
/// For each read and each key the writes of that key in the read's past, the last of each lane, are compared
/// with the write that was read:
/// * one that comes causally after it, or any if the initial value was read, is a bad pattern of weak
///   causal consistency: WriteCORead, WriteCOInitRead (Bouajjani et al., POPL 2017, table 2);
/// * one that is concurrent with it must be ordered before it, where one order is asked for all: the *conflict*
///   relation of causal convergence.
/// An operation that reads several keys at once must see one order of them all, so that also a cycle of
/// requirements among its keys is a bad pattern.
///
/// O(n x lanes) time and memory: one clock for each write. With w lanes that write a key a read costs
/// O(lanes + w log n), and one of several keys O(lanes) more for each of those writes (`SnapshotOrder`).
struct CausalPast {
  /// A write that must come before another in every order that all agree on, because of a read.
  struct Conflict: Hashable {
    let earlier: Int32
    let later: Int32
    let read: Int32
  }

  /// A read that no order of its causal past explains.
  struct Violation {
    let read: Int32
    let relation: Witness.Relation
    /// What was read, and the writes between it and the read; `Source.initial` is left out.
    let source: Int32
    let writes: [Int32]
  }

  let index: ReadsFromIndex
  let lanes: Lanes
  let writes: WritesByKey
  /// For each node the place of its clock among the rows; -1 if it writes nothing.
  private(set) var row: [Int32]
  private(set) var clocks: [Int32] = []
  private(set) var violation: Violation?
  private(set) var conflicts: [Conflict] = []
  /// The clock of each owner's last operation so far, and those of the keys of one operation.
  private var current: [Int32]
  private var firstPending: [Int32]
  private var nextPending: [Int32]

  /// - Parameter sequence: without a cycle.
  init(_ index: ReadsFromIndex, _ lanes: Lanes) {
    self.index = index
    self.lanes = lanes
    writes = WritesByKey(index, lanes)
    row = Array(repeating: -1, count: index.count)
    current = Array(repeating: 0, count: index.ownerCount * lanes.count)
    // The list of pending writes after each node; those after nothing are in the last one.
    firstPending = Array(repeating: -1, count: index.count + 1)
    nextPending = Array(repeating: -1, count: index.count)
    for node in (0..<index.count).reversed() where index.isPending[node] {
      let previous = index.previous[node] < 0 ? index.count : Int(index.previous[node])
      nextPending[node] = firstPending[previous]
      firstPending[previous] = Int32(node)
    }
  }

  /// Looks at every node, in order, until a violation is found.
  ///
  /// - Parameter isOver: asked now and then whether to stop; then the answer is false.
  mutating func walk(
    _ sequence: CausalSequence, wantsConflicts: Bool, isOver: () -> Bool
  ) -> Bool {
    enterPending(after: index.count)
    for (step, node) in sequence.nodes.enumerated() {
      if step & 4095 == 0 && isOver() { return false }
      let node = Int(node)
      if index.isPending[node] { continue }
      enter(node, wantsConflicts)
      if violation != nil { return true }
      enterPending(after: node)
    }
    return true
  }

  /// Whether one node is causally before another that writes, or the same.
  func isBefore(_ earlier: Int32, orAt later: Int32) -> Bool {
    let base = Int(row[Int(later)])
    return clocks[base + Int(lanes.lane[Int(earlier)])] >= lanes.place[Int(earlier)]
  }

  private mutating func enter(_ node: Int, _ wantsConflicts: Bool) {
    let width = lanes.count
    let base = Int(index.owners[node]) * width
    let accesses = index.accesses(of: node)
    var readCount = 0
    var hasWrite = false
    for access in accesses {
      let source = index.sources[access]
      if source == ReadsFromIndex.Source.write { hasWrite = true }
      if source < ReadsFromIndex.Source.initial { continue }
      readCount += 1
      if source < 0 { continue }
      let other = Int(row[Int(source)])
      for lane in 0..<width where clocks[other + lane] > current[base + lane] {
        current[base + lane] = clocks[other + lane]
      }
    }
    if readCount > 0 {
      for access in accesses where index.sources[access] >= ReadsFromIndex.Source.initial {
        inspect(node, access, base, wantsConflicts)
        if violation != nil { return }
      }
      if readCount > 1 {
        violation = SnapshotOrder(node, self, current[base..<(base + width)]).violation
      }
    }
    current[base + Int(lanes.lane[node])] = lanes.place[node]
    if hasWrite { keepClock(of: node, base) }
  }

  private mutating func keepClock(of node: Int, _ base: Int) {
    row[node] = Int32(clocks.count)
    for lane in base..<(base + lanes.count) { clocks.append(current[lane]) }
  }

  /// A pending write has the past of what its owner did before.
  private mutating func enterPending(after previous: Int) {
    var node = firstPending[previous]
    while node >= 0 {
      if index.writes(Int(node)) {
        row[Int(node)] = Int32(clocks.count)
        let base = Int(index.owners[Int(node)]) * lanes.count
        for lane in 0..<lanes.count {
          clocks.append(previous == index.count ? 0 : current[base + lane])
        }
        clocks[Int(row[Int(node)]) + Int(lanes.lane[Int(node)])] = lanes.place[Int(node)]
      }
      node = nextPending[Int(node)]
    }
  }

  /// Compares what was read with the other writes of the key in the past of the read.
  private mutating func inspect(_ node: Int, _ access: Int, _ base: Int, _ wantsConflicts: Bool) {
    let source = index.sources[access]
    let known = source < 0 ? -1 : Int(row[Int(source)])
    for group in writes.groups(of: index.keys[access]) {
      let limit = current[base + Int(group.lane)]
      // What is in the past of the write that was read is overwritten by it.
      let covered = known < 0 ? 0 : clocks[known + Int(group.lane)]
      if limit <= covered { continue }
      let other = writes.last(group, upTo: limit)
      guard other >= 0, lanes.place[Int(other)] > covered else { continue }
      if source < 0 || isBefore(source, orAt: other) {
        violation = Violation(
          read: Int32(node),
          relation: source < 0 ? .initialValueOverwritten : .overwrittenValueRead,
          source: source, writes: [other])
        return
      }
      if wantsConflicts {
        conflicts.append(Conflict(earlier: other, later: source, read: Int32(node)))
      }
    }
  }
}
