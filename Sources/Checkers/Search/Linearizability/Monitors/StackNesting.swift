/// Nests the elements of a stack: which lies below which, and in what order.
///
/// Only elements that are certainly inside at some instant are given to it (`isForward`), each with a
/// push that was invoked before its pop returned.
struct StackNesting {
  private let elements: [ElementTable.Element]
  private var lows: ElementChain
  private var highs: ElementChain
  private var pushes: ElementChain
  private var pops: ElementChain
  /// Elements that can be the lowest of their group.
  private var nextReady: [Int32]
  /// Whether an element's push can come before all others of its group, and its pop after them.
  private var isFirst: [Bool]
  private var isLast: [Bool]
  private var isApart: [Bool]
  private(set) var order = OperationOrder()

  init(_ elements: [ElementTable.Element]) {
    self.elements = elements
    lows = ElementChain(count: elements.count)
    highs = lows
    pushes = lows
    pops = lows
    nextReady = lows.next
    isFirst = Array(repeating: false, count: elements.count)
    isLast = isFirst
    isApart = isFirst
  }

  /// Puts the elements, given in the order of `low`, between two nodes of the order, or gives those of them
  /// that cannot be nested.
  mutating func nest(_ sequence: [Int32]) -> [Int32]? {
    guard sequence.count > 1 else {
      for element in sequence { place(element, before: OperationOrder.end) }
      return nil
    }
    let left = order.insert(-1, before: OperationOrder.end)
    let right = order.insert(-1, before: OperationOrder.end)
    var groups = [StackGroup(left: left, right: right)]
    chain(sequence, into: &groups[0])
    while var group = groups.popLast() {
      strip(&group)
      if group.count == 0 { continue }
      guard let parts = split(group) else { return members(of: group) }
      groups.append(parts.rest)
      if parts.part.count > 1 {
        groups.append(parts.part)
      } else {
        place(parts.part.firstLow, before: parts.part.right)
      }
    }
    return nil
  }

  /// A mark, or a removal that found nothing, after everything that has been nested.
  mutating func append(_ operation: Int32) {
    _ = order.insert(operation, before: OperationOrder.end)
  }

  /// An element that lies between two others, with nothing above it.
  private mutating func place(_ element: Int32, before node: Int32) {
    _ = order.insert(elements[Int(element)].insertion, before: node)
    if elements[Int(element)].removal >= 0 {
      _ = order.insert(elements[Int(element)].removal, before: node)
    }
  }

  private func members(of group: StackGroup) -> [Int32] {
    var result: [Int32] = []
    var element = group.firstLow
    while element >= 0 {
      result.append(element)
      element = lows.next[Int(element)]
    }
    return result
  }

  // MARK: Groups

  private mutating func chain(_ members: [Int32], into group: inout StackGroup) {
    group.count = members.count
    lows.link(members)
    let byHigh = TimeOrder.sorted(members) { elements[Int($0)].high }
    highs.link(byHigh)
    (group.firstLow, group.lastLow) = (members[0], members[members.count - 1])
    (group.firstHigh, group.lastHigh) = (byHigh[0], byHigh[members.count - 1])
    chainConditions(members, into: &group)
  }

  /// Chains those that do not meet a condition yet.
  private mutating func chainConditions(_ members: [Int32], into group: inout StackGroup) {
    let byPush = TimeOrder.sorted(members.filter { !isFirst[Int($0)] }) {
      elements[Int($0)].insertInvoked
    }
    pushes.link(byPush)
    group.firstPush = byPush.first ?? -1
    let byPop = TimeOrder.sorted(members.filter { !isLast[Int($0)] }) {
      elements[Int($0)].removeReturned
    }
    pops.link(byPop.reversed())
    group.firstPop = byPop.last ?? -1
  }

  /// Notes which elements meet the conditions now: with every element that goes, more do.
  private mutating func update(_ group: inout StackGroup) {
    guard group.count > 0 else { return }
    let low = elements[Int(group.firstLow)].low
    let high = elements[Int(group.lastHigh)].high
    var nobody: Int32 = -1
    while group.firstPush >= 0, elements[Int(group.firstPush)].insertInvoked <= low {
      let element = group.firstPush
      pushes.unlink(element, first: &group.firstPush, last: &nobody)
      isFirst[Int(element)] = true
      if isLast[Int(element)] { makeReady(element, &group) }
    }
    while group.firstPop >= 0, elements[Int(group.firstPop)].removeReturned >= high {
      let element = group.firstPop
      pops.unlink(element, first: &group.firstPop, last: &nobody)
      isLast[Int(element)] = true
      if isFirst[Int(element)] { makeReady(element, &group) }
    }
  }

  private mutating func makeReady(_ element: Int32, _ group: inout StackGroup) {
    nextReady[Int(element)] = group.firstReady
    group.firstReady = element
  }

  /// Takes away elements that can lie below all others of the group, as long as there are any. If the others
  /// can be ordered, so can all: pushed first and popped last, it is in nobody's way.
  private mutating func strip(_ group: inout StackGroup) {
    update(&group)
    while group.firstReady >= 0 {
      let element = group.firstReady
      group.firstReady = nextReady[Int(element)]
      lows.unlink(element, first: &group.firstLow, last: &group.lastLow)
      highs.unlink(element, first: &group.firstHigh, last: &group.lastHigh)
      group.count -= 1
      group.left = order.insert(elements[Int(element)].insertion, after: group.left)
      if elements[Int(element)].removal >= 0 {
        group.right = order.insert(elements[Int(element)].removal, before: group.right)
      }
      update(&group)
    }
  }

  // MARK: Splitting

  /// Splits the group at an instant at which none of its elements is certainly inside. Looks from both ends by
  /// turns, so that what it costs is the size of the smaller part. Nil if there is none.
  private mutating func split(_ group: StackGroup) -> (part: StackGroup, rest: StackGroup)? {
    var (fromLeft, fromRight) = (group.firstLow, group.lastHigh)
    var (latest, earliest) = (elements[Int(fromLeft)].high, elements[Int(fromRight)].low)
    for count in 1..<group.count {
      let later = lows.next[Int(fromLeft)]
      if elements[Int(later)].low >= latest {
        return divide(group, count, lastLow: fromLeft, lastHigh: nil)
      }
      let earlier = highs.previous[Int(fromRight)]
      if elements[Int(earlier)].high <= earliest {
        return divide(group, count, lastLow: nil, lastHigh: earlier)
      }
      (fromLeft, fromRight) = (later, earlier)
      latest = max(latest, elements[Int(later)].high)
      earliest = min(earliest, elements[Int(earlier)].low)
    }
    return nil
  }

  /// - Parameters:
  ///   - count: of the smaller part; it is the first one if `lastLow` is given, its last element by `low`;
  ///     else the second one, and `lastHigh` is the last element of the first by `high`.
  private mutating func divide(
    _ group: StackGroup, _ count: Int, lastLow: Int32?, lastHigh: Int32?
  ) -> (part: StackGroup, rest: StackGroup) {
    let isFirstPart = lastLow != nil
    var (lastLow, lastHigh) = (lastLow ?? group.lastLow, lastHigh ?? group.firstHigh)
    if isFirstPart {
      for _ in 1..<count { lastHigh = highs.next[Int(lastHigh)] }
    } else {
      for _ in 0..<count { lastLow = lows.previous[Int(lastLow)] }
    }
    let mark =
      isFirstPart
      ? order.insert(-1, after: group.left) : order.insert(-1, before: group.right)
    var first = StackGroup(left: group.left, right: mark)
    var second = StackGroup(left: mark, right: group.right)
    (first.firstLow, first.lastLow) = (group.firstLow, lastLow)
    (first.firstHigh, first.lastHigh) = (group.firstHigh, lastHigh)
    (second.firstLow, second.lastLow) = (lows.next[Int(lastLow)], group.lastLow)
    (second.firstHigh, second.lastHigh) = (highs.next[Int(lastHigh)], group.lastHigh)
    lows.cut(after: lastLow)
    highs.cut(after: lastHigh)
    first.count = isFirstPart ? count : group.count - count
    second.count = group.count - first.count
    (first.firstPush, first.firstPop) = (group.firstPush, group.firstPop)
    (second.firstPush, second.firstPop) = (group.firstPush, group.firstPop)
    if isFirstPart {
      separate(&first, from: &second)
      return (first, second)
    }
    separate(&second, from: &first)
    return (second, first)
  }

  /// Gives the smaller part chains of its own.
  private mutating func separate(_ part: inout StackGroup, from rest: inout StackGroup) {
    let members = members(of: part)
    var nobody: Int32 = -1
    for element in members {
      if !isFirst[Int(element)] {
        pushes.unlink(element, first: &rest.firstPush, last: &nobody)
      }
      if !isLast[Int(element)] { pops.unlink(element, first: &rest.firstPop, last: &nobody) }
    }
    if members.count > 1 { chainConditions(members, into: &part) }
  }
}
