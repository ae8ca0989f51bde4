/// A set of seeds, as the fewest ranges that hold it, ascending: the same set is the same value,
/// however it came together.
public struct SeedSet: Hashable, Sendable {
  /// Disjoint, with a gap between neighbours, ascending.
  public private(set) var ranges: [ClosedRange<UInt64>] = []

  public init() {}
  public init(_ range: ClosedRange<UInt64>) { ranges = [range] }

  public var isEmpty: Bool { ranges.isEmpty }

  /// How many seeds there are; `UInt64.max` stands for all 2^64 of them too. O(ranges).
  public var count: UInt64 {
    ranges.reduce(0) { sum, range in
      let (length, isAll) = (range.upperBound - range.lowerBound).addingReportingOverflow(1)
      let (total, overflow) = sum.addingReportingOverflow(isAll ? .max : length)
      return overflow ? .max : total
    }
  }

  /// O(log ranges).
  public func contains(_ seed: UInt64) -> Bool {
    let index = ranges.bisect { $0.upperBound < seed }
    return index < ranges.count && ranges[index].contains(seed)
  }

  /// Adds a seed. O(1) for one directly above the others, else O(ranges).
  public mutating func insert(_ seed: UInt64) {
    if let last = ranges.last, last.upperBound != .max, last.upperBound + 1 == seed {
      ranges[ranges.count - 1] = last.lowerBound...seed
    } else {
      self = union(SeedSet(seed...seed))
    }
  }

  /// O(ranges log ranges).
  public func union(_ other: SeedSet) -> SeedSet {
    var result = SeedSet()
    for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = result.ranges.last,
        last.upperBound == .max || range.lowerBound <= last.upperBound + 1
      else {
        result.ranges.append(range)
        continue
      }
      result.ranges[result.ranges.count - 1] =
        last.lowerBound...max(last.upperBound, range.upperBound)
    }
    return result
  }

  /// The seeds that the other set does not have. O(ranges).
  public func subtracting(_ other: SeedSet) -> SeedSet {
    var result = SeedSet()
    var theirs = other.ranges[...]
    for range in ranges {
      var low = range.lowerBound
      var isUsedUp = false
      while let hole = theirs.first, hole.upperBound < low { theirs.removeFirst() }
      while let hole = theirs.first, hole.lowerBound <= range.upperBound {
        if low < hole.lowerBound { result.ranges.append(low...hole.lowerBound - 1) }
        guard hole.upperBound < range.upperBound else {
          isUsedUp = true
          break
        }
        low = hole.upperBound + 1
        theirs.removeFirst()
      }
      if !isUsedUp { result.ranges.append(low...range.upperBound) }
    }
    return result
  }

  /// The smallest seed that is in both. O(ranges).
  public func firstCommon(with other: SeedSet) -> UInt64? {
    var (mine, theirs) = (ranges[...], other.ranges[...])
    while let a = mine.first, let b = theirs.first {
      if a.overlaps(b) { return max(a.lowerBound, b.lowerBound) }
      if a.upperBound < b.upperBound { mine.removeFirst() } else { theirs.removeFirst() }
    }
    return nil
  }

  /// The `k`-th of `n` parts of a range, as even as can be, in order; nil when it is empty.
  ///
  /// - Precondition: `part` is 1 to `parts`, and the range has at most `UInt32.max` seeds.
  public static func shard(
    _ part: Int, of parts: Int, in range: ClosedRange<UInt64>
  ) -> ClosedRange<UInt64>? {
    let count = range.upperBound - range.lowerBound + 1
    precondition((1...parts).contains(part) && count <= UInt64(UInt32.max), "a part of the range")
    func start(_ part: Int) -> UInt64 { count * UInt64(part) / UInt64(parts) }
    let (first, end) = (start(part - 1), start(part))
    return first < end ? range.lowerBound + first...range.lowerBound + (end - 1) : nil
  }
}

extension SeedSet: CustomStringConvertible {
  /// `1 to 500, 700, 900 to 1000`.
  public var description: String {
    ranges.map {
      $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
    }.joined(separator: ", ")
  }
}
