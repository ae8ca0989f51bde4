/// A group of elements of a stack that lie above the same elements, in between two empty instants of
/// what lies above those.
struct StackGroup {
  var count = 0
  /// Ends of the lists in which the group's elements are chained.
  var firstLow: Int32 = -1
  var lastLow: Int32 = -1
  var firstHigh: Int32 = -1
  var lastHigh: Int32 = -1
  /// Those whose push is not known to be possible before all others, by its invocation.
  var firstPush: Int32 = -1
  /// Those whose pop is not known to be possible after all others, the last response first.
  var firstPop: Int32 = -1
  /// Those that can be the lowest of the group.
  var firstReady: Int32 = -1
  /// The places in the order between which the group's operations stand.
  var left: Int32
  var right: Int32
}

/// Elements chained in the order of some instant; a group's elements are a chain of their own.
struct ElementChain {
  private(set) var next: [Int32]
  private(set) var previous: [Int32]

  init(count: Int) {
    next = Array(repeating: -1, count: count)
    previous = next
  }

  /// Chains them in the order given. The ends are the first and the last.
  mutating func link(_ elements: [Int32]) {
    for (place, element) in elements.enumerated() {
      previous[Int(element)] = place == 0 ? -1 : elements[place - 1]
      next[Int(element)] = place + 1 == elements.count ? -1 : elements[place + 1]
    }
  }

  /// Takes one out. Its neighbours become neighbours.
  mutating func unlink(_ element: Int32, first: inout Int32, last: inout Int32) {
    let (before, after) = (previous[Int(element)], next[Int(element)])
    if before >= 0 { next[Int(before)] = after } else { first = after }
    if after >= 0 { previous[Int(after)] = before } else { last = before }
  }

  /// Cuts the chain after an element.
  mutating func cut(after element: Int32) {
    let after = next[Int(element)]
    next[Int(element)] = -1
    if after >= 0 { previous[Int(after)] = -1 }
  }
}

/// The order of operations as it comes about: nodes are put in beside others.
struct OperationOrder {
  private var next: [Int32] = [1, -1]
  private var previous: [Int32] = [-1, 0]
  /// The operation of each node; -1 where there is none.
  private var operations: [Int32] = [-1, -1]

  static let start: Int32 = 0
  static let end: Int32 = 1

  /// Puts an operation, or a mark, just before a node; gives its own node.
  mutating func insert(_ operation: Int32, before node: Int32) -> Int32 {
    let new = Int32(next.count)
    let before = previous[Int(node)]
    next.append(node)
    previous.append(before)
    operations.append(operation)
    next[Int(before)] = new
    previous[Int(node)] = new
    return new
  }

  mutating func insert(_ operation: Int32, after node: Int32) -> Int32 {
    insert(operation, before: next[Int(node)])
  }

  /// The operations from start to end.
  func all() -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(next.count)
    var node = Self.start
    while node >= 0 {
      if operations[Int(node)] >= 0 { result.append(operations[Int(node)]) }
      node = next[Int(node)]
    }
    return result
  }
}
