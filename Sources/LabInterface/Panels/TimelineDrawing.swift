import CellGraphics
import Histories
import Laboratory

/// One line for each client and server, up to the shown instant.
enum TimelineLanes {
  static func draw(
    _ scale: TimelineScale, _ timeline: TimelineView, into buffer: inout CellBuffer
  ) {
    let now = scale.column(scale.clock)
    for lane in scale.names {
      let isClient = timeline.clients.contains(lane.name)
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

/// Messages as slanted lines: solid as far as they have come, dotted where they are still to go.
enum TimelineMessages {
  /// Those of clients are left out where lanes lie close: the bars of the operations tell them.
  static func draw(
    _ scale: TimelineScale, _ timeline: TimelineView, withClients: Bool,
    into buffer: inout CellBuffer
  ) {
    for message in timeline.messages {
      let isOfClient =
        timeline.clients.contains(message.from) || timeline.clients.contains(message.to)
      guard withClients || !isOfClient, let from = scale.row(message.from),
        let to = scale.row(message.to), from != to
      else {
        continue
      }
      draw(message, from: from, to: to, scale, into: &buffer)
    }
  }

  private static func draw(
    _ message: TimelineView.MessageLine, from: Int, to: Int, _ scale: TimelineScale,
    into buffer: inout CellBuffer
  ) {
    let first = scale.column(message.sent)
    let last = scale.column(message.end ?? max(scale.clock, message.sent))
    let now = scale.column(scale.clock)
    let goesDown = to > from
    let rows = abs(to - from)
    let isLost = message.fate.map { $0 != .delivered } ?? false
    var previous = first
    let isSteep = abs(last - first) <= 1
    for step in 1...rows {
      let row = goesDown ? from + step : from - step
      let column = first + (last - first) * step / rows
      if step == rows {
        arrive(message, isLost, column, row, now, goesDown, scale, &buffer)
        break
      }
      for x in min(previous, column)...max(previous, column) where scale.contains(column: x) {
        let isEnd = x == column
        let slope: Glyph = isSteep ? .dashedVertical : goesDown ? .diagonalDown : .diagonalUp
        let glyph: Glyph = isEnd && x <= now ? slope : .dot
        let style: Style = x > now ? .dim : isLost ? .bad : .info
        guard isEnd || buffer[x, row].scalar == " " else { continue }
        buffer.put(glyph, at: Point(x: x, y: row), style: style)
      }
      previous = min(column + 1, max(last, column))
    }
  }

  private static func arrive(
    _ message: TimelineView.MessageLine, _ isLost: Bool, _ column: Int, _ row: Int, _ now: Int,
    _ goesDown: Bool, _ scale: TimelineScale, _ buffer: inout CellBuffer
  ) {
    guard scale.contains(column: column) else { return }
    let point = Point(x: column, y: row)
    if isLost {
      buffer.put(.fail, at: point, style: .bad)
    } else if column > now {
      buffer.put(.circle, at: point, style: .dim)
    } else if message.fate == .delivered {
      buffer.put(goesDown ? .arrowDown : .arrowUp, at: point, style: .info)
    }
  }
}

/// What happened at the servers and to the network: applications of entries, and faults.
enum TimelineMarks {
  static func draw(
    _ scale: TimelineScale, _ timeline: TimelineView, into buffer: inout CellBuffer
  ) {
    for change in timeline.changes {
      guard let node = change.node, let row = scale.row(node) else { continue }
      label(change, .square, Style.good, row: row, scale, &buffer)
    }
    for mark in timeline.marks {
      guard let row = mark.node.map({ scale.row($0) }) ?? scale.networkRow else { continue }
      let (glyph, style) = look(mark.kind)
      label(mark, glyph, style, row: row, scale, &buffer)
    }
  }

  private static func look(_ kind: TimelineView.Mark.Kind) -> (Glyph, Style) {
    switch kind {
    case .fault: (.cut, .bad)
    case .elected: (.crown, .accent)
    case .steppedDown: (.hollowCrown, .warning)
    case .rolledBack: (.arrowLeft, .bad)
    case .divergence: (.differs, .warning)
    }
  }

  private static func label(
    _ mark: TimelineView.Mark, _ glyph: Glyph, _ style: Style, row: Int, _ scale: TimelineScale,
    _ buffer: inout CellBuffer
  ) {
    let column = scale.column(mark.time)
    guard scale.contains(column: column) else { return }
    buffer.put(glyph, at: Point(x: column, y: row), style: style)
    TimelineSpace.put(mark.text, at: column + 1, row: row, style, scale, &buffer)
  }
}

/// Clients' operations as bars with what was asked and answered.
enum TimelineOperations {
  static func draw(
    _ scale: TimelineScale, _ timeline: TimelineView, selection: Int?,
    into buffer: inout CellBuffer
  ) {
    for (index, bar) in timeline.operations.enumerated() {
      guard let row = scale.row(bar.client) else { continue }
      draw(bar, row: row, isSelected: index == selection, scale, &buffer)
    }
    // Labels come last, where the bars have left room.
    for (index, bar) in timeline.operations.enumerated() {
      guard let row = scale.row(bar.client) else { continue }
      let end = scale.column(bar.completed ?? scale.clock)
      let style: Style = bar.isViolating ? .bad : index == selection ? .accent : .plain
      TimelineSpace.put(
        TimelineText.label(bar), at: max(end, scale.plot.x - 1) + 1, row: row, style, scale,
        &buffer)
    }
  }

  private static func draw(
    _ bar: TimelineView.OperationBar, row: Int, isSelected: Bool, _ scale: TimelineScale,
    _ buffer: inout CellBuffer
  ) {
    let first = scale.column(bar.invoked)
    let last = max(first, scale.column(bar.completed ?? scale.clock))
    let style = self.style(bar)
    let low = max(first, scale.plot.x)
    let high = min(last, scale.plot.maxX - 1)
    guard low <= high else { return }
    for column in low...high {
      buffer.put(.doubleHorizontal, at: Point(x: column, y: row), style: style)
    }
    if scale.contains(column: first) {
      buffer.put(.disc, at: Point(x: first, y: row), style: style)
    }
    if scale.contains(column: last), last > first || bar.isViolating {
      buffer.put(end(bar), at: Point(x: last, y: row), style: style)
    }
    if isSelected {
      buffer.addAttributes(.reverse, in: Rect(x: low, y: row, width: high - low + 1, height: 1))
      buffer.cursor = Point(x: low, y: row)
    }
  }

  private static func style(_ bar: TimelineView.OperationBar) -> Style {
    if bar.isViolating { return .bad }
    switch bar.outcome {
    case nil: return .accent
    case .ok?: return .good
    case .fail?, .info?: return .warning
    }
  }

  private static func end(_ bar: TimelineView.OperationBar) -> Glyph {
    if bar.isViolating { return .fail }
    switch bar.outcome {
    case nil: return .pending
    case .ok?: return .disc
    case .fail?: return .warning
    case .info?: return .unknown
    }
  }
}
