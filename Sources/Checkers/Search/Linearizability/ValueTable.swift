import Histories

/// Numbers for values, in the order of their first appearance. An empty collection is the absent value, and
/// so is what an absent object of the type reads as.
struct ValueTable {
  private(set) var count: Int32 = 0
  /// Numbers of small integers, which nearly all values of generated workloads are.
  private var small: [Int32]
  private var others: [Value: Int32] = [:]
  private let nothing: Value

  /// - Parameter expected: about how many values there will be.
  init(expected: Int, as name: SpecificationName? = nil) {
    small = Array(repeating: -1, count: 2 * expected + 16)
    nothing = name?.nothing ?? .absent
  }

  /// O(1) amortised.
  mutating func number(of value: Value) -> Int32 {
    if case .integer(let integer) = value, integer >= 0, integer < small.count, nothing != value {
      let known = small[Int(integer)]
      if known >= 0 { return known }
      small[Int(integer)] = count
    } else {
      let value = value.normalized(nothing)
      if let known = others[value] { return known }
      others[value] = count
    }
    count += 1
    return count - 1
  }
}
