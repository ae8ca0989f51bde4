import Histories

/// Decides causal memory and PRAM: whether each process has a legal order of all writes and of its own reads
/// that respects causality (or the program order of every process).
///
/// Where reads-from is known, such an order can be built from its end, without ever going back. Of what
/// is left, the operations before nothing else that is left can come last. To put a read last *locks*
/// its key: until the write that it read from is put there, no other write of the key may come. So:
/// * a write whose key is free, or which the lock awaits, is put last at once. Any order of the rest stays legal when
///   that write is taken out of it and put at its end: what read from it is placed already;
/// * if there is none, only the process's own last read can come, and all that is left comes before it.
///   If its keys are locked for other writes, nothing can come, and there is no order.
///
/// This decides what the bad patterns WriteCORead, WriteHBInitRead and CyclicHB of Bouajjani et al. (POPL
/// 2017, table 2) describe, without saturation; what other processes read is part of causality only.
/// Calls of several keys, transactions and compare-and-sets are placed as one.
///
/// O(n) for each process that reads, for n operations and accesses; about 40 bytes for each.
struct ViewSearch {
  enum Relation {
    /// The transitive closure of program order and reads-from: causal memory.
    case causality
    /// Program order alone: PRAM.
    case programOrder
  }

  let index: ReadsFromIndex
  let relation: Relation
  /// How many come directly after each node: in program order, and by reading where all reads count.
  private let successors: [Int32]
  private let hasReads: [Bool]
  private let items: [Item]

  /// What the search needs of most nodes, at one place in memory.
  private struct Item {
    let previous: Int32
    /// Its process, if it reads something; else -1.
    let reader: Int32
    /// Its only access; `several` stands in place of the source if there is not exactly one.
    let key: Int32
    let source: Int32
  }
  private static let several: Int32 = -4

  // The state of one search.
  /// Of each node how many that come directly after it are not placed yet.
  private var open: [Int32] = []
  /// For each key the write that must come next, a source of `ReadsFromIndex`, or `none`.
  private var locks: [Int32]
  /// For each key the nodes that wait for its lock to be opened, as lists through `nextWaiting`.
  private var waiting: [Int32]
  private var nextWaiting: [Int32]
  /// For each node which of its accesses it waited at last.
  private var waitedAt: [Int32]
  private var stack: [Int32] = []
  /// For each node the last process that read from it.
  private var reader: [Int32]
  private var owner: Int32 = -1
  private(set) var placed: [Int32] = []

  private static let none = ReadsFromIndex.Source.none

  init(_ index: ReadsFromIndex, _ relation: Relation) {
    self.index = index
    self.relation = relation
    var successors = Array(repeating: Int32(0), count: index.count)
    var hasReads = Array(repeating: false, count: index.count)
    for node in 0..<index.count {
      let previous = Int(index.previous[node])
      if previous >= 0 { successors[previous] += 1 }
      for access in index.accesses(of: node) where index.sources[access] >= -1 {
        hasReads[node] = true
        let source = Int(index.sources[access])
        if source >= 0 && relation == .causality { successors[source] += 1 }
      }
    }
    items = (0..<index.count).map { node in
      let accesses = index.accesses(of: node)
      let isPlain = accesses.count == 1 && !index.isPending[node]
      return Item(
        previous: index.previous[node], reader: hasReads[node] ? index.owners[node] : -1,
        key: isPlain ? index.keys[accesses.lowerBound] : 0,
        source: isPlain ? index.sources[accesses.lowerBound] : Self.several)
    }
    self.successors = successors
    self.hasReads = hasReads
    locks = Array(repeating: Self.none, count: index.keyCount)
    waiting = Array(repeating: -1, count: index.keyCount)
    nextWaiting = Array(repeating: -1, count: index.count)
    waitedAt = Array(repeating: 0, count: index.count)
    reader = Array(repeating: -1, count: index.count)
  }

  /// The processes that read something, ascending by number.
  var readers: [Int32] {
    var isReader = Array(repeating: false, count: index.ownerCount)
    for node in 0..<index.count where hasReads[node] { isReader[Int(index.owners[node])] = true }
    return isReader.indices.filter { isReader[$0] }.map { Int32($0) }
  }

  /// Whether there is an order for one process. If so, `placed` is the reverse of one.
  ///
  /// - Parameter isOver: asked now and then whether to stop; then the answer is nil.
  mutating func hasView(of owner: Int32, _ isOver: () -> Bool) -> Bool? {
    prepare(owner)
    var ownRead: Int32 = -1
    var nextAsked = 0
    while true {
      while let node = stack.popLast() {
        if placed.count >= nextAsked {
          if isOver() { return nil }
          nextAsked = placed.count + 8192
        }
        let item = items[Int(node)]
        if item.reader == owner {
          ownRead = node
        } else if item.source == Self.several {
          placeAny(Int(node))
        } else {
          place(Int(node), item)
        }
      }
      guard ownRead >= 0 else { return placed.count == index.count }
      guard placeRead(Int(ownRead)) else { return false }
      ownRead = -1
    }
  }

  private mutating func prepare(_ owner: Int32) {
    self.owner = owner
    open = successors
    for key in locks.indices {
      locks[key] = Self.none
      waiting[key] = -1
    }
    placed.removeAll(keepingCapacity: true)
    stack.removeAll(keepingCapacity: true)
    if relation == .programOrder {
      for node in 0..<index.count where hasReads[node] && index.owners[node] == owner {
        for access in index.accesses(of: node) where index.sources[access] >= 0 {
          open[Int(index.sources[access])] += 1
          reader[Int(index.sources[access])] = owner
        }
      }
    }
    for node in 0..<index.count where open[node] == 0 { stack.append(Int32(node)) }
  }

  /// Whether a node is part of the view searched last: what writes, and what its process did.
  func isInView(_ node: Int) -> Bool {
    if isLeftOut(node) || !index.counts(node) { return false }
    return index.owners[node] == owner || index.writes(node)
  }

  /// Whether the node's writes are left out of the view: under PRAM those of a pending operation that
  /// the process did not read from.
  private func isLeftOut(_ node: Int) -> Bool {
    relation == .programOrder && index.isPending[node] && reader[node] != owner
  }

  /// Places a node of one access that reads nothing in this view, unless it must wait.
  private mutating func place(_ node: Int, _ item: Item) {
    if item.source == ReadsFromIndex.Source.write {
      let key = Int(item.key)
      let lock = locks[key]
      if lock != Self.none {
        guard lock == Int32(node) else {
          nextWaiting[node] = waiting[key]
          waiting[key] = Int32(node)
          return
        }
        unlock(key)
      }
    }
    placed.append(Int32(node))
    close(item.previous)
    if item.source >= 0 && relation == .causality { close(item.source) }
  }

  /// The same of any node.
  private mutating func placeAny(_ node: Int) {
    let accesses = index.accesses(of: node)
    if !isLeftOut(node) {
      if let access = firstLocked(accesses, node) {
        let key = Int(index.keys[access])
        nextWaiting[node] = waiting[key]
        waiting[key] = Int32(node)
        return
      }
      for access in accesses where index.sources[access] == ReadsFromIndex.Source.write {
        unlock(Int(index.keys[access]))
      }
    }
    release(node, readsCount: relation == .causality)
  }

  /// A key that the node writes and that is locked for another write, looked for from where it waited last: of a
  /// node with many keys, whose locks are opened one after another, each is looked at a few times only.
  private mutating func firstLocked(_ accesses: Range<Int>, _ node: Int) -> Int? {
    let start = accesses.lowerBound + Int(waitedAt[node])
    for part in [start..<accesses.upperBound, accesses.lowerBound..<start] {
      for access in part where index.sources[access] == ReadsFromIndex.Source.write {
        let lock = locks[Int(index.keys[access])]
        if lock == Self.none || lock == Int32(node) { continue }
        waitedAt[node] = Int32(access - accesses.lowerBound)
        return access
      }
    }
    return nil
  }

  /// Places the process's own last read that is left, or finds that nothing can come.
  private mutating func placeRead(_ node: Int) -> Bool {
    let accesses = index.accesses(of: node)
    for access in accesses where index.sources[access] != Self.none {
      let lock = locks[Int(index.keys[access])]
      let isFree = lock == Self.none || lock == Int32(node) || lock == index.sources[access]
      if !isFree { return false }
    }
    for access in accesses where index.sources[access] == ReadsFromIndex.Source.write {
      unlock(Int(index.keys[access]))
    }
    for access in accesses where index.sources[access] >= -1 {
      locks[Int(index.keys[access])] = index.sources[access]
    }
    release(node, readsCount: true)
    return true
  }

  private mutating func unlock(_ key: Int) {
    locks[key] = Self.none
    while waiting[key] >= 0 {
      let node = waiting[key]
      waiting[key] = nextWaiting[Int(node)]
      stack.append(node)
    }
  }

  private mutating func release(_ node: Int, readsCount: Bool) {
    placed.append(Int32(node))
    close(index.previous[node])
    guard readsCount && hasReads[node] else { return }
    for access in index.accesses(of: node) { close(index.sources[access]) }
  }

  private mutating func close(_ node: Int32) {
    guard node >= 0 else { return }
    open[Int(node)] -= 1
    if open[Int(node)] == 0 { stack.append(node) }
  }
}
