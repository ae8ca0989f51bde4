/// A set of slots: small numbers that open operations of a frontier search borrow.
///
/// Two implementations, so that a search with at most 64 open operations at once, which is nearly
/// every search, costs one machine word for a set, and the others have no limit.
protocol SlotSet: Equatable, Sendable {
  /// The empty set, with room for slots below `capacity`.
  init(capacity: Int)
  /// How many steps more an operation on sets of this room counts than one on a word.
  static func width(capacity: Int) -> Int
  var isEmpty: Bool { get }
  func contains(_ slot: Int) -> Bool
  mutating func insert(_ slot: Int)
  mutating func remove(_ slot: Int)
  mutating func subtract(_ other: Self)
  func intersection(_ other: Self) -> Self
  func isSubset(of other: Self) -> Bool
  func subtracting(_ other: Self) -> Self
  /// Takes the smallest slot out and gives it. There must be one.
  mutating func removeFirst() -> Int
}

/// At most 64 slots.
struct NarrowSlots: SlotSet {
  private var bits: UInt64 = 0

  init(capacity: Int) { precondition(capacity <= UInt64.bitWidth, "a narrow set has 64 slots") }

  @inline(__always)
  static func width(capacity: Int) -> Int { 0 }
  var isEmpty: Bool { bits == 0 }
  func contains(_ slot: Int) -> Bool { bits & 1 &<< UInt64(truncatingIfNeeded: slot) != 0 }
  mutating func insert(_ slot: Int) { bits |= 1 &<< UInt64(truncatingIfNeeded: slot) }
  mutating func remove(_ slot: Int) { bits &= ~(1 &<< UInt64(truncatingIfNeeded: slot)) }
  mutating func subtract(_ other: Self) { bits &= ~other.bits }
  func intersection(_ other: Self) -> Self {
    var result = self
    result.bits &= other.bits
    return result
  }
  func isSubset(of other: Self) -> Bool { bits & ~other.bits == 0 }
  func subtracting(_ other: Self) -> Self {
    var result = self
    result.bits &= ~other.bits
    return result
  }
  mutating func removeFirst() -> Int {
    let slot = bits.trailingZeroBitCount
    bits &= bits &- 1
    return slot
  }
}

/// Any number of slots. Every operation is O(capacity / 64).
struct WideSlots: SlotSet {
  private var words: [UInt64]

  init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

  @inline(__always)
  static func width(capacity: Int) -> Int { capacity / 64 }
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  func contains(_ slot: Int) -> Bool { words[slot / 64] & 1 << UInt64(slot % 64) != 0 }
  mutating func insert(_ slot: Int) { words[slot / 64] |= 1 << UInt64(slot % 64) }
  mutating func remove(_ slot: Int) { words[slot / 64] &= ~(1 << UInt64(slot % 64)) }
  mutating func subtract(_ other: Self) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }
  func intersection(_ other: Self) -> Self {
    var result = self
    for index in words.indices { result.words[index] &= other.words[index] }
    return result
  }
  func isSubset(of other: Self) -> Bool {
    words.indices.allSatisfy { words[$0] & ~other.words[$0] == 0 }
  }
  func subtracting(_ other: Self) -> Self {
    var result = self
    result.subtract(other)
    return result
  }
  mutating func removeFirst() -> Int {
    for index in words.indices where words[index] != 0 {
      let bit = words[index].trailingZeroBitCount
      words[index] &= words[index] &- 1
      return index * 64 + bit
    }
    preconditionFailure("the set is not empty")
  }
}
