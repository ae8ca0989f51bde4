import CellGraphics
import Histories
import Laboratory

/// One line for each client and server, up to the shown instant.
enum TimelineLanes {
  static func draw(
    _ scale: TimelineScale, _ shown: TimelineShown, into buffer: inout CellBuffer
  ) {
    let now = scale.column(scale.clock)
    for lane in scale.names {
      let isClient = shown.clients.contains(lane.name)
      let gutter = Rect(
        x: scale.rect.x, y: lane.row, width: scale.plot.x - scale.rect.x - 1, height: 1)
      buffer.put(
        TextLine(lane.name, isClient ? Style(.series1) : Style.plain.bold), at: gutter.origin,
        width: gutter.width)
      guard scale.plot.width > 0 else { continue }
      for column in scale.plot.x..<scale.plot.maxX where column <= now {
        buffer.put(.horizontal, at: Point(x: column, y: lane.row), style: .border)
      }
    }
  }
}

/// What happened at the servers and to the network: applications of entries, faults and repairs.
enum TimelineMarks {
  static func draw(
    _ scale: TimelineScale, _ shown: TimelineShown, selected: TimelineItem?,
    into buffer: inout CellBuffer
  ) {
    for change in shown.changes {
      guard let node = change.node, let row = scale.row(node) else { continue }
      label(change, .square, Style.good, shortened(change), row: row, scale, &buffer)
    }
    for place in places(shown, scale) {
      // Of several in one cell a fault is what must not be overlooked.
      let mark = place.marks.first { $0.kind == .fault } ?? place.marks[0]
      let (glyph, style) = look(mark.kind)
      label(
        mark, glyph, style,
        place.marks.map(shortened).withoutRepetition.joined(separator: ", "), row: place.row,
        scale, &buffer)
    }
    for mark in shown.marks where selected == .mark(mark) {
      if let row = row(mark, scale) { select(mark, row, scale, &buffer) }
    }
  }

  /// The marks by the cells that they fall into, in the order of time; cuts are drawn as bars.
  private static func places(
    _ shown: TimelineShown, _ scale: TimelineScale
  ) -> [(row: Int, column: Int, marks: [TimelineView.Mark])] {
    var places: [(row: Int, column: Int, marks: [TimelineView.Mark])] = []
    for mark in shown.marks where !TimelineCuts.isOfCut(mark) {
      guard let row = row(mark, scale) else { continue }
      let column = scale.column(mark.time)
      if let old = places.lastIndex(where: { $0.row == row && $0.column == column }) {
        places[old].marks.append(mark)
      } else {
        places.append((row, column, [mark]))
      }
    }
    return places
  }

  private static func row(_ mark: TimelineView.Mark, _ scale: TimelineScale) -> Int? {
    if let node = mark.node { return scale.row(node) }
    return TimelineCuts.isOfCut(mark) ? scale.networkRows.last : scale.networkRows.first
  }

  private static func select(
    _ mark: TimelineView.Mark, _ row: Int, _ scale: TimelineScale, _ buffer: inout CellBuffer
  ) {
    let point = Point(x: scale.column(mark.time), y: row)
    guard scale.contains(column: point.x) else { return }
    buffer.addAttributes(.reverse, in: Rect(x: point.x, y: row, width: 1, height: 1))
    buffer.cursor = point
  }

  static func look(_ kind: TimelineView.Mark.Kind) -> (Glyph, Style) {
    switch kind {
    case .fault: (.cut, .bad)
    case .repair: (.check, .good)
    case .change: (.diamond, .warning)
    case .elected: (.crown, .accent)
    case .steppedDown: (.hollowCrown, .warning)
    case .rolledBack: (.arrowLeft, .bad)
    case .divergence: (.differs, .warning)
    }
  }

  private static func label(
    _ mark: TimelineView.Mark, _ glyph: Glyph, _ style: Style,
    _ text: @autoclosure () -> String, row: Int, _ scale: TimelineScale, _ buffer: inout CellBuffer
  ) {
    let column = scale.column(mark.time)
    guard scale.contains(column: column) else { return }
    buffer.put(glyph, at: Point(x: column, y: row), style: style)
    TimelineSpace.put(text(), at: column + 1, row: row, style, scale, &buffer)
  }

  /// On a node's own lane its name need not be repeated.
  private static func shortened(_ mark: TimelineView.Mark) -> String {
    guard let node = mark.node else { return mark.text }
    let words = mark.text.split(separator: " ").filter { $0 != node }
    return words.joined(separator: " ")
  }
}

/// Clients' operations as bars with what was asked and answered.
enum TimelineOperations {
  static func draw(
    _ scale: TimelineScale, _ shown: TimelineShown, selected: TimelineItem?,
    into buffer: inout CellBuffer
  ) {
    for (place, item) in shown.items.enumerated() {
      guard case .operation(let bar) = item, let row = scale.row(bar.client) else { continue }
      let cells = draw(bar, row: row, isSelected: selected == item, scale, &buffer)
      if let cells { buffer.note(.row(place), in: cells) }
    }
    // Labels come last, where the bars have left room.
    let answering = shown.view.answering
    var failed: Set<Point> = []
    // A label stands behind its own end: that of a read that broke something comes first, and no other
    // one takes its place behind its sign.
    for bar in shown.operations.filter(\.isViolating) + shown.operations.filter({ !$0.isViolating })
    {
      guard let row = scale.row(bar.client) else { continue }
      let end = scale.column(bar.completed ?? scale.clock)
      let isTaken = failed.contains(Point(x: end, y: row))
      guard bar.isViolating || !isTaken else { continue }
      markFailure(bar, row: row, scale, &buffer)
      if bar.isViolating { failed.insert(Point(x: end, y: row)) }
      let isSelected = selected == .operation(bar)
      let style: Style = bar.isViolating ? .bad : isSelected ? .accent : .plain
      let server = bar.completedEvent.flatMap { answering[$0] }
      let column = max(end, scale.plot.x - 1) + 1
      let isPut = TimelineSpace.put(
        firstOf: TimelineText.labels(bar, answeredBy: server), at: column, row: row, style, scale,
        &buffer)
      if !isPut {
        TimelineSpace.put(
          TimelineText.label(bar), at: column, row: row, style, scale, &buffer)
      }
    }
  }

  /// That an operation did not end well is not hidden by the beginning of the next.
  private static func markFailure(
    _ bar: TimelineView.OperationBar, row: Int, _ scale: TimelineScale, _ buffer: inout CellBuffer
  ) {
    guard let completed = bar.completed else { return }
    if !bar.isViolating, case .ok? = bar.outcome { return }
    let last = scale.column(completed)
    guard scale.contains(column: last), last > scale.column(bar.invoked) || bar.isViolating else {
      return
    }
    let point = Point(x: last, y: row)
    let attributes = buffer[last, row].style.attributes
    buffer.put(end(bar), at: point, style: style(bar))
    buffer.addAttributes(attributes, in: Rect(origin: point, size: Size(width: 1, height: 1)))
  }

  /// The cells of the bar; nil where it lies outside.
  private static func draw(
    _ bar: TimelineView.OperationBar, row: Int, isSelected: Bool, _ scale: TimelineScale,
    _ buffer: inout CellBuffer
  ) -> Rect? {
    let first = scale.column(bar.invoked)
    let last = max(first, scale.column(bar.completed ?? scale.clock))
    let style = self.style(bar)
    let low = max(first, scale.plot.x)
    let high = min(last, scale.plot.maxX - 1)
    guard low <= high else { return nil }
    for column in low...high {
      buffer.put(.doubleHorizontal, at: Point(x: column, y: row), style: style)
    }
    if scale.contains(column: first) {
      buffer.put(.disc, at: Point(x: first, y: row), style: style)
    }
    if scale.contains(column: last), last > first || bar.isViolating {
      buffer.put(end(bar), at: Point(x: last, y: row), style: style)
    }
    let cells = Rect(x: low, y: row, width: high - low + 1, height: 1)
    if isSelected {
      buffer.addAttributes(.reverse, in: cells)
      buffer.cursor = cells.origin
    }
    return cells
  }

  static func style(_ bar: TimelineView.OperationBar) -> Style {
    if bar.isViolating { return .bad }
    switch bar.outcome {
    case nil: return .accent
    case .ok?: return .good
    case .fail?, .info?: return .warning
    }
  }

  static func end(_ bar: TimelineView.OperationBar) -> Glyph {
    if bar.isViolating { return .fail }
    switch bar.outcome {
    case nil: return .pending
    case .ok?: return .disc
    case .fail?: return .warning
    case .info?: return .unknown
    }
  }
}
