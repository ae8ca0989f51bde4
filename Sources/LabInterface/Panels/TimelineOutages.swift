import CellGraphics
import Histories
import Laboratory

/// Nodes that do not run: their lane is visibly broken until they run again.
enum TimelineOutages {
  static func draw(_ scale: TimelineScale, _ shown: TimelineShown, into buffer: inout CellBuffer) {
    for span in shown.outages {
      guard let node = span.node, let row = scale.row(node) else { continue }
      let last = min(scale.column(span.end ?? scale.clock), scale.column(scale.clock))
      let first = scale.column(span.start)
      guard first <= last else { continue }
      for column in first...last where scale.contains(column: column) {
        buffer.put(glyph(span.kind), at: Point(x: column, y: row), style: style(span.kind))
      }
    }
  }

  static func glyph(_ kind: TimelineView.Span.Kind) -> Glyph {
    switch kind {
    case .down: .barEmpty
    case .paused: .dashedHorizontal
    case .cut: .dashedHorizontal
    }
  }

  static func style(_ kind: TimelineView.Span.Kind) -> Style {
    if case .paused = kind { .warning } else { .bad }
  }

  /// The word on the broken lane, where there is room for it.
  static func label(_ scale: TimelineScale, _ shown: TimelineShown, into buffer: inout CellBuffer) {
    for span in shown.outages {
      guard let node = span.node, let row = scale.row(node) else { continue }
      let first = max(scale.column(span.start) + 1, scale.plot.x)
      let last = min(
        scale.column(span.end ?? scale.clock), scale.column(scale.clock), scale.plot.maxX)
      let isRoomy = last - first >= DisplayWidth.of(span.text) + 2
      let text = isRoomy ? " \(span.text) " : span.text
      guard last - first >= DisplayWidth.of(text) else { continue }
      let isFree = (first..<(first + DisplayWidth.of(text))).allSatisfy {
        buffer[$0, row].scalar == buffer.glyphs[glyph(span.kind)]
      }
      guard isFree else { continue }
      buffer.put(text, at: Point(x: first, y: row), style: style(span.kind))
    }
  }
}

/// Cuts above the lanes, as long as they last, and what else concerns the whole network.
enum TimelineCuts {
  /// A row for what was done to the network or to messages, and up to two for cuts.
  static func rowsWanted(_ shown: TimelineShown) -> Int {
    let cuts = spans(shown).count
    return (hasMarks(shown) ? 1 : 0) + min(2, cuts)
  }

  /// Marks of the network other than cuts and heals, which the lines of the cuts show.
  static func marks(_ shown: TimelineShown) -> [TimelineView.Mark] {
    shown.marks.filter { $0.node == nil && !isOfCut($0) }
  }

  static func isOfCut(_ mark: TimelineView.Mark) -> Bool {
    mark.node == nil && (mark.text.hasPrefix("cut ") || mark.text.hasPrefix("heal"))
  }

  private static func hasMarks(_ shown: TimelineShown) -> Bool { !marks(shown).isEmpty }

  private static func spans(_ shown: TimelineShown) -> [TimelineView.Span] {
    shown.outages.filter { $0.node == nil }
  }

  static func draw(_ scale: TimelineScale, _ shown: TimelineShown, into buffer: inout CellBuffer) {
    guard !scale.networkRows.isEmpty else { return }
    for row in scale.networkRows {
      buffer.put("net", at: Point(x: scale.rect.x, y: row), style: .dim)
    }
    var rows = scale.networkRows
    if hasMarks(shown), rows.count > 1 { rows.removeFirst() }
    var free = rows.map { _ in Int.min }
    for span in spans(shown) {
      let first = scale.column(span.start)
      // The first row that is free again; the last one when none is.
      let place = free.firstIndex { $0 < first } ?? rows.count - 1
      draw(span, row: rows[place], scale, &buffer)
      free[place] = span.end.map { scale.column($0) + 1 } ?? .max
    }
  }

  private static func draw(
    _ span: TimelineView.Span, row: Int, _ scale: TimelineScale, _ buffer: inout CellBuffer
  ) {
    let first = scale.column(span.start)
    let last = min(scale.column(span.end ?? scale.clock), scale.column(scale.clock))
    guard first <= last else { return }
    for column in first...last where scale.contains(column: column) {
      buffer.put(.dashedHorizontal, at: Point(x: column, y: row), style: .bad)
    }
    if scale.contains(column: first) {
      buffer.put(.cut, at: Point(x: first, y: row), style: .bad)
    }
    if let end = span.end, scale.contains(column: scale.column(end)), scale.column(end) > first {
      buffer.put(.check, at: Point(x: scale.column(end), y: row), style: .good)
    }
    let start = max(first + 1, scale.plot.x)
    let text = " cut \(span.text) "
    // On the line if it is long enough, else behind its end up to the edge.
    let isOnLine = last - start >= min(8, DisplayWidth.of(text))
    let x = isOnLine ? start : last + 1
    let room = (isOnLine ? last : scale.plot.maxX) - x
    let isFree = (x..<max(x, x + min(room, DisplayWidth.of(text)))).allSatisfy {
      [" ", buffer.glyphs[.dashedHorizontal]].contains(buffer[$0, row].scalar)
    }
    guard room >= 4, isFree else { return }
    buffer.put(TextLine(text, .bad), at: Point(x: x, y: row), width: room)
  }
}
