import CellGraphics
import Histories

/// Labels go where nothing but the lane is, or a message that only passes.
enum TimelineSpace {
  /// The text is made only where there is room for some of it.
  static func put(
    _ makeText: @autoclosure () -> String, at column: Int, row: Int, _ style: Style,
    _ scale: TimelineScale,
    _ buffer: inout CellBuffer
  ) {
    let room = self.room(at: column, row: row, scale, buffer)
    guard room > 0 else { return }
    let text = makeText()
    guard !text.isEmpty, room >= min(4, DisplayWidth.of(text)) else { return }
    buffer.put(TextLine(text, style), at: Point(x: column, y: row), width: room)
  }

  /// The first of the texts that fits whole; none, and false, where none does.
  @discardableResult
  static func put(
    firstOf texts: @autoclosure () -> [String], at column: Int, row: Int, _ style: Style,
    _ scale: TimelineScale,
    _ buffer: inout CellBuffer
  ) -> Bool {
    let room = self.room(at: column, row: row, scale, buffer)
    guard room > 0, let text = texts().first(where: { DisplayWidth.of($0) <= room }) else {
      return false
    }
    buffer.put(TextLine(text, style), at: Point(x: column, y: row), width: room)
    return true
  }

  private static let passable: [Glyph] = [
    .horizontal, .dashedVertical, .diagonalDown, .diagonalUp, .dot,
  ]

  private static func room(
    at column: Int, row: Int, _ scale: TimelineScale, _ buffer: CellBuffer
  ) -> Int {
    var free = 0
    while scale.contains(column: column + free) {
      let scalar = buffer[column + free, row].scalar
      guard scalar == " " || passable.contains(where: { buffer.glyphs[$0] == scalar }) else {
        break
      }
      free += 1
    }
    // One cell of lane stays free before the next mark.
    return scale.contains(column: column + free) ? free - 1 : free
  }
}

/// Instants below the lanes, and where now is.
enum TimelineAxis {
  static func draw(_ scale: TimelineScale, into buffer: inout CellBuffer) {
    let y = scale.rect.maxY - 1
    buffer.note(
      .time(first: scale.start.milliseconds, last: scale.end.milliseconds),
      in: Rect(x: scale.plot.x, y: y, width: scale.plot.width, height: 1))
    let span = (scale.end - scale.start).milliseconds
    let step = niceStep(span, labels: max(1, scale.plot.width / 12))
    var time = (scale.start.milliseconds + step - 1) / step * step
    while time <= scale.end.milliseconds {
      let column = scale.column(VirtualTime(time))
      let text = "\(time)"
      if column + text.count <= scale.plot.maxX {
        buffer.put(text, at: Point(x: column, y: y), style: .dim)
      }
      time += step
    }
    buffer.put("ms", at: Point(x: scale.rect.x, y: y), style: .dim)
    let now = scale.column(scale.clock)
    guard scale.contains(column: now) else { return }
    let text = "\(buffer.glyphs.string(.arrowUp))t=\(scale.clock)"
    let x = min(now, scale.plot.maxX - DisplayWidth.of(text))
    let clear = Rect(x: x - 1, y: y, width: DisplayWidth.of(text) + 2, height: 1)
    eraseLabels(touching: clear, into: &buffer)
    buffer.put(text, at: Point(x: x, y: y), style: Style.accent)
  }

  /// Removes the labels of the axis that the mark of the present would cut in half.
  private static func eraseLabels(touching rect: Rect, into buffer: inout CellBuffer) {
    var low = rect.x
    var high = rect.maxX
    while buffer[low, rect.y].scalar != " ", low > 0 { low -= 1 }
    while buffer[high, rect.y].scalar != " ", high < buffer.width { high += 1 }
    buffer.fill(Rect(x: low + 1, y: rect.y, width: max(0, high - low - 1), height: 1))
  }

  /// 1, 2 or 5 times a power of ten, so that at most `labels` fit.
  static func niceStep(_ span: Int64, labels: Int) -> Int64 {
    let wanted = max(1, span / Int64(max(1, labels)))
    var power: Int64 = 1
    while power <= wanted / 10 { power *= 10 }
    for multiple: Int64 in [1, 2, 5, 10] where power * multiple >= wanted {
      return power * multiple
    }
    return power * 10
  }
}
