/// Puts the elements of a queue into the order in which they can have gone through it.
struct ElementOrder {
  enum Result {
    case sorted([Int32])
    /// Two elements each of which must come before the other.
    case conflict(Int, Int)
  }

  private let elements: [ElementTable.Element]
  /// For each element how many of the cuts it comes after.
  private(set) var segments: [Int32] = []
  /// How many elements of each segment are left.
  private var left: [Int] = []
  /// Elements that can come next, as a chain for each segment.
  private var ready: [Int32]
  private var links: [Int32]
  private var readyCount = 0
  /// How many of its two conditions an element meets: no other's insertion or removal returned before its
  /// insertion was invoked; no other's removal returned before its removal was.
  private var met: [UInt8]
  private var isTaken: [Bool]

  /// - Parameter cuts: instants, ascending, at which the queue is empty and which no element spans.
  init(_ elements: [ElementTable.Element], cuts: [Int64]) {
    self.elements = elements
    left = Array(repeating: 0, count: cuts.count + 1)
    ready = Array(repeating: -1, count: cuts.count + 1)
    links = Array(repeating: -1, count: elements.count)
    met = Array(repeating: 0, count: elements.count)
    isTaken = Array(repeating: false, count: elements.count)
    segments = elements.map { element in
      Int32(cuts.isEmpty ? 0 : cuts.partitioningIndex { $0 > element.low })
    }
    for segment in segments { left[Int(segment)] += 1 }
  }

  /// O(n), if times are close.
  mutating func sort() -> Result {
    let elements = elements
    let all = elements.indices.map { Int32($0) }
    let insertInvoked = TimeOrder.sorted(all) { elements[Int($0)].insertInvoked }
    let insertReturned = TimeOrder.sorted(all) { elements[Int($0)].insertReturned }
    let removeInvoked = TimeOrder.sorted(all) { elements[Int($0)].removeInvoked }
    let removeReturned = TimeOrder.sorted(all) { elements[Int($0)].removeReturned }
    var sequence: [Int32] = []
    sequence.reserveCapacity(all.count)
    var (inserted, removed, firstInserted, firstRemoved, segment) = (0, 0, 0, 0, 0)
    while sequence.count < all.count {
      while isTaken[Int(insertReturned[firstInserted])] { firstInserted += 1 }
      while isTaken[Int(removeReturned[firstRemoved])] { firstRemoved += 1 }
      let insertion = elements[Int(insertReturned[firstInserted])].insertReturned
      let removal = elements[Int(removeReturned[firstRemoved])].removeReturned
      while inserted < all.count,
        elements[Int(insertInvoked[inserted])].insertInvoked <= min(insertion, removal)
      {
        meet(insertInvoked[inserted])
        inserted += 1
      }
      while removed < all.count,
        elements[Int(removeInvoked[removed])].removeInvoked <= removal
      {
        meet(removeInvoked[removed])
        removed += 1
      }
      guard readyCount > 0 else {
        return .conflict(
          Int(insertReturned[firstInserted]), Int(removeReturned[firstRemoved]))
      }
      while left[segment] == 0 { segment += 1 }
      guard ready[segment] >= 0 else {
        // Later segments never hold an earlier one up, so two of its elements do; without segments the
        // others get out of the way until only those that are held up are left.
        var whole = ElementOrder(elements, cuts: [])
        return whole.sort()
      }
      sequence.append(take(from: segment))
    }
    return .sorted(sequence)
  }

  private mutating func meet(_ element: Int32) {
    met[Int(element)] += 1
    guard met[Int(element)] == 2 else { return }
    let segment = Int(segments[Int(element)])
    links[Int(element)] = ready[segment]
    ready[segment] = element
    readyCount += 1
  }

  private mutating func take(from segment: Int) -> Int32 {
    let element = ready[segment]
    ready[segment] = links[Int(element)]
    readyCount -= 1
    left[segment] -= 1
    isTaken[Int(element)] = true
    return element
  }
}
