/// Sorts numbers of things by an instant of each, in linear time.
enum TimeOrder {
  /// `items` in ascending order of `key`; equal keys stay in the order given.
  ///
  /// O(n) if they are in order already. Else radix sort: O(n) for each 11 bits of the range of keys;
  /// keys of `TimedAction.never` come last and do not count for the range.
  static func sorted(_ items: [Int32], by key: (Int32) -> Int64) -> [Int32] {
    var keys: [Int64] = []
    keys.reserveCapacity(items.count)
    var (low, high) = (Int64.max, Int64.min)
    var isSorted = true
    var previous = Int64.min
    for item in items {
      let instant = key(item)
      isSorted = isSorted && previous <= instant
      previous = instant
      keys.append(instant)
      low = min(low, instant)
      if instant != TimedAction.never { high = max(high, instant) }
    }
    if isSorted { return items }
    guard items.count > 128, high &- low >= 0 else {
      let order = items.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      return order.map { items[$0] }
    }
    let never = UInt64(bitPattern: high &- low) + 1
    let offsets = keys.map { $0 == TimedAction.never ? never : UInt64(bitPattern: $0 &- low) }
    return radixSorted(items, offsets, largest: never)
  }

  private static let digitBits = 11

  private static func radixSorted(
    _ items: [Int32], _ keys: [UInt64], largest: UInt64
  ) -> [Int32] {
    var order = items.indices.map { Int32(truncatingIfNeeded: $0) }
    var next = order
    let mask = UInt64(1) << UInt64(digitBits) - 1
    var shift: UInt64 = 0
    while shift < 64 && largest >> shift > 0 {
      var starts = Array(repeating: 0, count: Int(mask) + 2)
      for key in keys { starts[Int(key >> shift & mask) + 1] += 1 }
      for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
      for place in order {
        let digit = Int(keys[Int(place)] >> shift & mask)
        next[starts[digit]] = place
        starts[digit] += 1
      }
      swap(&order, &next)
      shift += UInt64(digitBits)
    }
    return order.map { items[Int($0)] }
  }
}
