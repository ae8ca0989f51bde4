import CellGraphics
import Histories
import Laboratory

/// The diagram with time running down: every client and node has a fixed column.
struct TimelineColumns {
  private let rect: Rect
  private let shown: TimelineShown
  private let clock: VirtualTime
  /// The column of each lane by name.
  private let lanes: [(name: String, x: Int)]
  /// Where instants stand, and after it the mark of a cut.
  private let gutter: Int

  static func draw(
    _ shown: TimelineShown, _ context: PanelContext, selected: TimelineItem?,
    into buffer: inout CellBuffer, in rect: Rect
  ) {
    let columns = TimelineColumns(shown, clock: context.view.clock, rect: rect)
    columns.draw(selected: selected, into: &buffer)
  }

  private init(_ shown: TimelineShown, clock: VirtualTime, rect: Rect) {
    self.shown = shown
    self.clock = clock
    self.rect = rect
    gutter = max(4, "\(shown.view.end)".count) + 2
    let names = shown.lanes
    let room = max(1, rect.width - gutter - 1)
    let pitch = max(3, min(20, room / max(1, names.count)))
    let origin = rect.x + gutter
    lanes = names.enumerated().map { ($1, origin + $0 * pitch) }.filter { $0.1 < rect.maxX }
  }

  private func x(_ name: String) -> Int? { lanes.first { $0.name == name }?.x }

  private func draw(selected: TimelineItem?, into buffer: inout CellBuffer) {
    drawNames(into: &buffer)
    let rows = TimelineColumnRow.rows(shown, clock: clock)
    let body = rect.inset(top: 1)
    guard body.height > 0 else { return }
    let wanted = selected.flatMap { item in rows.lastIndex { $0.itemID == item.id } }
    let now = rows.firstIndex { if case .now = $0.shape { true } else { false } } ?? 0
    // What is still to come takes at most the lowest third.
    let follow = max(0, min(now + body.height / 3, rows.count - 1) - body.height + 1)
    let window = ScrollWindow(
      total: rows.count, height: body.height, selection: wanted, offset: follow)
    for (line, index) in window.range.enumerated() {
      let y = body.y + line
      drawLifelines(rows[index], y, into: &buffer)
      drawTime(
        rows[index], isRepeated: line > 0 && rows[index - 1].time == rows[index].time, y, &buffer)
      let cells = draw(rows[index], y, into: &buffer)
      guard let selected, rows[index].itemID == selected.id else { continue }
      buffer.addAttributes(.reverse, in: cells)
      if index == wanted { buffer.cursor = cells.origin }
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: body.y, height: body.height)
  }

  private func drawNames(into buffer: inout CellBuffer) {
    buffer.put("t ms", at: rect.origin, style: .dim)
    for (index, lane) in lanes.enumerated() {
      let next = index + 1 < lanes.count ? lanes[index + 1].x : rect.maxX
      let style: Style = shown.clients.contains(lane.name) ? Style(.series1) : Style.plain.bold
      buffer.put(
        TextLine(lane.name, style), at: Point(x: lane.x, y: rect.y), width: next - lane.x - 1)
    }
  }

  private func drawTime(
    _ row: TimelineColumnRow, isRepeated: Bool, _ y: Int, _ buffer: inout CellBuffer
  ) {
    let isNow = if case .now = row.shape { true } else { false }
    let text = row.time.map { "\($0)" } ?? "held"
    if !isRepeated || isNow {
      buffer.put(text, at: Point(x: rect.x, y: y), style: isNow ? .accent : .dim)
    }
    // A cut shows beside the instants as long as it lasts.
    let isCut = shown.outages.contains { span in
      guard span.node == nil, let time = row.time else { return false }
      return span.start <= time && (span.end.map { time < $0 } ?? (time <= clock))
    }
    if isCut { buffer.put(.cut, at: Point(x: rect.x + gutter - 2, y: y), style: .bad) }
  }

  private func drawLifelines(
    _ row: TimelineColumnRow, _ y: Int, into buffer: inout CellBuffer
  ) {
    for lane in lanes {
      let time = row.time ?? .never
      let outage = shown.outages.first { span in
        span.node == lane.name && span.start <= min(time, clock)
          && (span.end.map { min(time, clock) < $0 } ?? true)
      }
      let isFuture = time > clock
      let glyph: Glyph =
        switch outage?.kind {
        case .down?: .barEmpty
        case .paused?: .dashedVertical
        default: isFuture ? .dot : .vertical
        }
      let style = outage.map { TimelineOutages.style($0.kind) } ?? .border
      buffer.put(glyph, at: Point(x: lane.x, y: y), style: style)
    }
  }

  /// Draws what a row is about. Returns the cells of it.
  private func draw(_ row: TimelineColumnRow, _ y: Int, into buffer: inout CellBuffer) -> Rect {
    switch row.shape {
    case .point(let lane, let glyph):
      guard let x = x(lane) else { return Rect(x: rect.x, y: y, width: 0, height: 1) }
      buffer.put(glyph, at: Point(x: x, y: y), style: row.style)
      return write(row, right: x + 2, left: x - 2, from: x, to: x, y, &buffer)
    case .arrow(let from, let to, let isLost, let isFlying):
      guard let start = x(from), let end = x(to), start != end else {
        return Rect(x: rect.x, y: y, width: 0, height: 1)
      }
      return arrow(row, start, end, isLost: isLost, isFlying: isFlying, y, &buffer)
    case .rule:
      let line = Rect(
        x: rect.x + gutter, y: y, width: max(0, rect.width - gutter - 1), height: 1)
      for x in line.x..<line.maxX {
        buffer.put(.dashedHorizontal, at: Point(x: x, y: y), style: row.style)
      }
      buffer.put(
        TextLine(" \(row.text) ", row.style), at: Point(x: line.x + 1, y: y),
        width: line.width - 2)
      return line
    case .now:
      for x in (rect.x + gutter)..<max(rect.x + gutter, rect.maxX - 1) {
        buffer.put(.horizontal, at: Point(x: x, y: y), style: .accent)
      }
      buffer.put(" now ", at: Point(x: rect.x + gutter + 1, y: y), style: .accent)
      return Rect(x: rect.x, y: y, width: 0, height: 1)
    }
  }

  private func arrow(
    _ row: TimelineColumnRow, _ start: Int, _ end: Int, isLost: Bool, isFlying: Bool, _ y: Int,
    _ buffer: inout CellBuffer
  ) -> Rect {
    let (low, high) = (min(start, end), max(start, end))
    for x in (low + 1)..<high {
      buffer.put(
        isFlying ? .dot : .horizontal, at: Point(x: x, y: y), style: row.style)
    }
    let head: Glyph = isLost ? .fail : isFlying ? .circle : end > start ? .headRight : .headLeft
    buffer.put(head, at: Point(x: end, y: y), style: row.style)
    let inside = high - low - 1
    let text = " \(row.text) "
    if DisplayWidth.of(text) <= inside {
      let x = low + 1 + (inside - DisplayWidth.of(text)) / 2
      buffer.put(text, at: Point(x: x, y: y), style: row.style)
      return Rect(x: low, y: y, width: high - low + 1, height: 1)
    }
    return write(row, right: high + 2, left: low - 2, from: low, to: high, y, &buffer)
  }

  /// Writes a row's text to the right of what it is about, or to the left where there is more room.
  private func write(
    _ row: TimelineColumnRow, right: Int, left: Int, from: Int, to: Int, _ y: Int,
    _ buffer: inout CellBuffer
  ) -> Rect {
    let width = DisplayWidth.of(row.text)
    let roomRight = rect.maxX - 1 - right
    let roomLeft = left - (rect.x + gutter) + 1
    if width <= roomRight || roomRight >= roomLeft {
      let used = buffer.put(
        TextLine(row.text, row.style), at: Point(x: right, y: y), width: max(0, roomRight))
      return Rect(x: from, y: y, width: right + used - from, height: 1)
    }
    let shown = min(width, roomLeft)
    buffer.put(
      TextLine(row.text, row.style), at: Point(x: left - shown + 1, y: y), width: shown)
    return Rect(x: left - shown + 1, y: y, width: to - (left - shown), height: 1)
  }
}
