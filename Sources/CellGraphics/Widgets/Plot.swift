/// Values over time as columns several rows high, with the scale at the left, the threshold as a
/// line and the ends of the time axis below; the newest value is at the right.
///
/// Values are stretched or thinned to the width; of several that share a column the largest is
/// drawn, so that no peak is lost. Negative values are drawn as zero. O(width x height + values).
public struct Plot: Widget, Hashable, Sendable {
  /// Oldest first, at equal intervals; nil where nothing is known.
  public var values: [Int?]
  /// The value of a full column; the largest value when nil.
  public var maximum: Int?
  /// Stands after the number of the scale: `ms`.
  public var unit: String
  public var style: Style
  /// Values from here on are drawn in the warning style.
  public var threshold: Int?
  /// What stands below the first and the last column; without both there is no row for them.
  public var start: String
  public var end: String

  public init(
    _ values: [Int?], maximum: Int? = nil, unit: String = "", style: Style = .info,
    threshold: Int? = nil, start: String = "", end: String = ""
  ) {
    self.values = values
    self.maximum = maximum
    self.unit = unit
    self.style = style
    self.threshold = threshold
    self.start = start
    self.end = end
  }

  /// The columns of the plot for a width: the largest known value of each.
  public func columns(_ width: Int) -> [Int?] {
    guard width > 0, !values.isEmpty else { return [] }
    return (0..<min(width, CellBuffer.maximumSide)).map { column in
      let low = column * values.count / width
      let high = max(low + 1, (column + 1) * values.count / width)
      return values[low..<min(high, values.count)].compactMap(\.self).max()
    }
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    // The threshold is on the scale, so that it is seen how far off it is.
    let known = values.compactMap(\.self).max() ?? 0
    let full = max(1, maximum ?? max(known, threshold ?? 0))
    let hasAxis = rect.height >= 3 && !(start.isEmpty && end.isEmpty)
    let rows = rect.height - (hasAxis ? 1 : 0)
    let top = "\(full)" + (unit.isEmpty ? "" : " \(unit)")
    let gutter = min(DisplayWidth.of(top) + 1, rect.width / 2)
    let area = Rect(
      x: rect.x + gutter, y: rect.y, width: rect.width - gutter, height: rows)
    drawScale(top, rows, gutter: gutter - 1, into: &buffer, in: rect)
    drawThreshold(full, into: &buffer, in: area)
    for (column, value) in columns(area.width).enumerated() {
      guard let value else { continue }
      draw(value, full, at: area.x + column, into: &buffer, in: area)
    }
    if hasAxis { drawAxis(into: &buffer, in: area, row: rect.maxY - 1) }
  }

  private func drawScale(
    _ top: String, _ rows: Int, gutter: Int, into buffer: inout CellBuffer, in rect: Rect
  ) {
    guard gutter > 0 else { return }
    buffer.put(TextLine(top, .dim), at: rect.origin, width: gutter)
    guard rows > 1 else { return }
    let bottom = Point(x: rect.x + gutter - 1, y: rect.y + rows - 1)
    buffer.put(TextLine("0", .dim), at: bottom, width: 1)
  }

  private func drawThreshold(_ full: Int, into buffer: inout CellBuffer, in area: Rect) {
    guard let threshold, threshold > 0, threshold <= full, area.height > 1 else { return }
    let up = full.dividingFullWidth(threshold.multipliedFullWidth(by: area.height - 1)).quotient
    let row = area.maxY - 1 - up
    for x in area.x..<area.maxX {
      buffer.put(.dashedHorizontal, at: Point(x: x, y: row), style: .warning)
    }
  }

  /// One column from the bottom up, in steps of an eighth of a row.
  private func draw(
    _ value: Int, _ full: Int, at x: Int, into buffer: inout CellBuffer, in area: Rect
  ) {
    let steps = area.height * 8
    let scaled = value.clamped(to: 0...full).multipliedFullWidth(by: steps)
    let exact = full.dividingFullWidth(scaled).quotient
    // Zero has no height, the smallest value one step.
    let height = value > 0 ? max(1, exact) : 0
    let late = threshold.map { value >= $0 } ?? false
    for row in 0..<area.height {
      let filled = (height - row * 8).clamped(to: 0...8)
      guard filled > 0 else { break }
      buffer.set(
        buffer.glyphs.spark(filled - 1), at: Point(x: x, y: area.maxY - 1 - row),
        style: late ? .warning : style)
    }
  }

  private func drawAxis(into buffer: inout CellBuffer, in area: Rect, row: Int) {
    buffer.put(TextLine(start, .dim), at: Point(x: area.x, y: row), width: area.width)
    let width = DisplayWidth.of(end)
    guard width + DisplayWidth.of(start) + 1 <= area.width else { return }
    buffer.put(
      TextLine(end, .dim), at: Point(x: area.maxX - width, y: row), width: width)
  }
}
