/// Something that can be drawn into a rectangle. A widget draws nothing outside the rectangle and
/// keeps no state; what has to last (a selection, an offset, a text being typed) is a value that
/// the caller keeps.
public protocol Widget {
  func draw(into buffer: inout CellBuffer, in rect: Rect)
}

extension CellBuffer {
  /// Draws a widget into a rectangle.
  public mutating func draw(_ widget: some Widget, in rect: Rect) {
    widget.draw(into: &self, in: rect)
  }
}

/// The visible part of a list that is longer than its space.
public struct ScrollWindow: Hashable, Sendable {
  /// The first visible row.
  public let offset: Int
  /// The number of visible rows.
  public let count: Int
  public let total: Int

  /// The window of `height` rows onto `total` rows that stays as near to `offset` as it can while
  /// showing `selection`. O(1).
  public init(total: Int, height: Int, selection: Int? = nil, offset: Int = 0) {
    let total = max(0, total)
    let height = max(0, height)
    let last = max(0, total - height)
    var start = offset.clamped(to: 0...last)
    if let selection, height > 0, total > 0 {
      let selected = selection.clamped(to: 0...(total - 1))
      start = min(start, selected)
      start = max(start, selected.saturatingSubtract(height - 1))
    }
    self.offset = start.clamped(to: 0...last)
    self.count = min(height, total - self.offset)
    self.total = total
  }

  public var range: Range<Int> { offset..<(offset + count) }
  public var isComplete: Bool { count == total }

  /// Draws a scroll bar into a column of the buffer; nothing when everything is visible.
  public func drawBar(into buffer: inout CellBuffer, x: Int, y: Int, height: Int) {
    guard !isComplete, height > 0, total > 0 else { return }
    let thumb = max(1, height.saturatingMultiply(count) / total)
    let hidden = max(1, total - count)
    let start = (height - thumb).saturatingMultiply(offset) / hidden
    for row in 0..<min(height, CellBuffer.maximumSide) {
      let isThumb = row >= start && row < start + thumb
      buffer.put(
        isThumb ? .scrollThumb : .scrollTrack, at: Point(x: x, y: y.saturatingAdd(row)),
        style: .border)
    }
  }
}

extension Int {
  /// The product, or the nearest representable value.
  func saturatingMultiply(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
