/// How much of a line of siblings one of them wants.
public enum Extent: Hashable, Sendable {
  /// Exactly this many cells, as long as there are any left.
  case fixed(Int)
  /// A share of what the others leave, in proportion to `weight`, and `minimum` before any share.
  case weight(Int, minimum: Int = 0)
}

extension Rect {
  /// Splits the rectangle from top to bottom.
  ///
  /// `spacing` rows stay free between neighbours; a spacing of -1 makes neighbours overlap by one
  /// row, so that their boxes share a border. When the space does not suffice, later extents
  /// shrink first and may become empty. The results never leave the rectangle. O(n).
  public func rows(_ extents: [Extent], spacing: Int = 0) -> [Rect] {
    let spans = Layout.divide(height, among: extents, spacing: spacing)
    return spans.map {
      Rect(x: x, y: y.saturatingAdd($0.start), width: width, height: $0.length)
    }
  }

  /// Splits the rectangle from left to right; see ``rows(_:spacing:)``.
  public func columns(_ extents: [Extent], spacing: Int = 0) -> [Rect] {
    let spans = Layout.divide(width, among: extents, spacing: spacing)
    return spans.map {
      Rect(x: x.saturatingAdd($0.start), y: y, width: $0.length, height: height)
    }
  }
}

/// One-dimensional division of a length; pure and deterministic.
enum Layout {
  struct Segment: Equatable {
    var start: Int
    var length: Int
  }

  /// Larger weights count as this, which keeps products in range.
  private static let maximumWeight = 1 << 20

  static func divide(_ total: Int, among extents: [Extent], spacing: Int) -> [Segment] {
    guard !extents.isEmpty else { return [] }
    let spacing = spacing.clamped(to: -1...total)
    let gaps = spacing.multipliedReportingOverflow(by: extents.count - 1)
    var free = gaps.overflow ? 0 : max(0, total.saturatingSubtract(gaps.partialValue))
    var lengths = [Int](repeating: 0, count: extents.count)
    var totalWeight = 0
    for (index, extent) in extents.enumerated() {
      let base: Int
      switch extent {
      case .fixed(let length): base = length
      case .weight(let weight, let minimum):
        base = minimum
        totalWeight += weight.clamped(to: 0...maximumWeight)
      }
      lengths[index] = base.clamped(to: 0...free)
      free -= lengths[index]
    }
    share(free, totalWeight: totalWeight, extents: extents, lengths: &lengths)
    return place(lengths, total: total, spacing: spacing)
  }

  /// Hands out `free` in proportion to the weights; the remainder goes to the first ones.
  private static func share(
    _ free: Int, totalWeight: Int, extents: [Extent], lengths: inout [Int]
  ) {
    var free = free
    var weightLeft = totalWeight
    for (index, extent) in extents.enumerated() {
      guard case .weight(let wanted, _) = extent, wanted > 0 else { continue }
      let weight = min(wanted, maximumWeight)
      let given = (free * weight + weightLeft - 1) / weightLeft
      lengths[index] += given
      free -= given
      weightLeft -= weight
    }
  }

  private static func place(_ lengths: [Int], total: Int, spacing: Int) -> [Segment] {
    var result: [Segment] = []
    result.reserveCapacity(lengths.count)
    var start = 0
    for length in lengths {
      let begin = start.clamped(to: 0...total)
      let fitted = min(length, total - begin)
      result.append(Segment(start: begin, length: fitted))
      if fitted > 0 { start = (begin + fitted).saturatingAdd(spacing) }
    }
    return result
  }
}
