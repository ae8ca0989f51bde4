/// A history of values as one row of small bars, the newest at the right.
public struct Sparkline: Widget, Hashable, Sendable {
  public var values: [Int]
  /// The value of a full bar; the largest visible value when nil.
  public var maximum: Int?
  public var style: Style
  /// Values from here on are drawn in the warning style.
  public var threshold: Int?

  public init(
    _ values: [Int], maximum: Int? = nil, style: Style = .info, threshold: Int? = nil
  ) {
    self.values = values
    self.maximum = maximum
    self.style = style
    self.threshold = threshold
  }

  /// The level of a value, 0...7. Only zero and less is 0: the smallest lag is told from none.
  public static func level(_ value: Int, maximum: Int) -> Int {
    guard value > 0, maximum > 0 else { return 0 }
    let scaled = min(value, maximum).multipliedFullWidth(by: 7)
    return max(1, maximum.dividingFullWidth(scaled).quotient)
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let visible = values.suffix(rect.width)
    let full = maximum ?? visible.max() ?? 0
    let start = rect.maxX - visible.count
    for (column, value) in visible.enumerated() {
      let late = threshold.map { value >= $0 } ?? false
      buffer.set(
        buffer.glyphs.spark(Sparkline.level(value, maximum: full)),
        at: Point(x: start + column, y: rect.y), style: late ? .warning : style)
    }
  }
}

/// A share of a whole as a horizontal bar, in steps of half a column.
public struct Bar: Widget, Hashable, Sendable {
  public var value: Int
  public var total: Int
  public var style: Style

  public init(_ value: Int, of total: Int, style: Style = .info) {
    self.value = value
    self.total = total
    self.style = style
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let filled = halfColumns(width: rect.width)
    for column in 0..<min(rect.width, CellBuffer.maximumSide) {
      let glyph: Glyph =
        filled >= 2 * column + 2 ? .barFull : filled == 2 * column + 1 ? .barHalf : .barEmpty
      let point = Point(x: rect.x.saturatingAdd(column), y: rect.y)
      buffer.put(glyph, at: point, style: glyph == .barEmpty ? .border : style)
    }
  }

  /// How many half columns are filled; rounded down, so that only the whole fills the bar.
  private func halfColumns(width: Int) -> Int {
    guard total > 0 else { return 0 }
    let wide = value.clamped(to: 0...total).multipliedFullWidth(by: 2 * width)
    return total.dividingFullWidth(wide).quotient
  }
}
