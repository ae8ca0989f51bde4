import CellGraphics
import Histories
import Laboratory

/// Messages as slanted lines: solid as far as they have come, dotted where they are still to go.
enum TimelineMessages {
  /// Those of clients are left out where lanes lie close: the bars of the operations tell them.
  static func draw(
    _ scale: TimelineScale, _ shown: TimelineShown, selected: TimelineItem?,
    into buffer: inout CellBuffer
  ) {
    for message in shown.messages {
      let isOfClient =
        shown.view.clients.contains(message.from) || shown.view.clients.contains(message.to)
      let isSelected = selected == .message(message)
      guard scale.gap > 1 || !isOfClient || isSelected,
        let path = TimelinePath(message, scale)
      else { continue }
      path.draw(isSelected: isSelected, into: &buffer)
    }
  }

  /// What became of those that did not simply arrive, in words, where there is room.
  static func label(
    _ scale: TimelineScale, _ shown: TimelineShown, selected: TimelineItem?,
    into buffer: inout CellBuffer
  ) {
    for message in shown.messages {
      let isSelected = selected == .message(message)
      let fate = message.fateText
      let copy = message.copyOf == nil ? "" : "copy"
      let word = String(fate.prefix { $0 != " " && $0 != "," })
      var texts = [[copy, fate].filter { !$0.isEmpty }.joined(separator: ", "), fate, word]
      if isSelected { texts.insert(message.label + (fate.isEmpty ? "" : ", " + fate), at: 0) }
      if isSelected { texts.insert(message.label, at: 1) }
      texts.removeAll(where: \.isEmpty)
      guard !texts.isEmpty, let path = TimelinePath(message, scale) else { continue }
      TimelineSpace.put(
        firstOf: texts, at: path.last.x + 1, row: path.last.y,
        isSelected ? .accent : path.style, scale, &buffer)
    }
  }
}

/// The cells of one message's line.
struct TimelinePath {
  private struct Step {
    let point: Point
    let glyph: Glyph
    let style: Style
    /// Whether it is drawn over other lines; the others only fill empty cells.
    let isFirm: Bool
  }

  private var steps: [Step] = []
  private let scale: TimelineScale
  let style: Style
  private(set) var last: Point

  /// Nil when an end has no lane.
  init?(_ message: TimelineView.MessageLine, _ scale: TimelineScale) {
    guard let from = scale.row(message.from), let to = scale.row(message.to), from != to else {
      return nil
    }
    self.scale = scale
    style = message.isLost ? .bad : message.isHeld || message.copyOf != nil ? .warning : .info
    last = Point(x: scale.column(message.sent), y: from)
    // What a hand holds or has dropped does not come to the other lane.
    let isTaken = message.isHeld || message.fate == .dropped
    let rows = isTaken ? abs(to - from) / 2 : abs(to - from)
    if rows == 0 {
      let end = scale.column(message.end ?? max(scale.clock, message.sent))
      arrive(message, Point(x: end, y: from), end, to > from)
    } else {
      trace(message, from: from, goesDown: to > from, rows: rows)
    }
  }

  private mutating func trace(
    _ message: TimelineView.MessageLine, from: Int, goesDown: Bool, rows: Int
  ) {
    let first = scale.column(message.sent)
    let end = scale.column(message.end ?? max(scale.clock, message.sent))
    let now = scale.column(scale.clock)
    let isSteep = end - first < rows
    var previous = first
    for step in 1...rows {
      let row = goesDown ? from + step : from - step
      let column = first + (end - first) * step / rows
      if step == rows {
        arrive(message, Point(x: column, y: row), now, goesDown)
        break
      }
      for x in min(previous, column)...max(previous, column) where scale.contains(column: x) {
        let isEnd = x == column
        let slope: Glyph = isSteep ? .dashedVertical : goesDown ? .diagonalDown : .diagonalUp
        steps.append(
          Step(
            point: Point(x: x, y: row),
            glyph: x > now ? .dot : isEnd ? slope : .horizontal,
            style: x > now ? .dim : style, isFirm: isEnd))
      }
      previous = min(column + 1, max(end, column))
    }
  }

  private mutating func arrive(
    _ message: TimelineView.MessageLine, _ point: Point, _ now: Int, _ goesDown: Bool
  ) {
    last = point
    guard scale.contains(column: point.x) else { return }
    let glyph: Glyph
    if message.isLost {
      glyph = .fail
    } else if message.isHeld {
      glyph = .hollowSquare
    } else if message.fate == nil {
      glyph = .circle
    } else {
      glyph = goesDown ? .arrowDown : .arrowUp
    }
    steps.append(
      Step(
        point: point, glyph: glyph, style: message.fate == nil && !message.isHeld ? .dim : style,
        isFirm: true))
  }

  func draw(isSelected: Bool, into buffer: inout CellBuffer) {
    for step in steps {
      let isFree = buffer[step.point.x, step.point.y].scalar == " "
      guard step.isFirm || isFree else { continue }
      buffer.put(
        step.glyph, at: step.point, style: isSelected ? step.style.selected : step.style)
    }
    guard isSelected else { return }
    buffer.cursor = scale.contains(column: last.x) ? last : steps.last?.point
  }
}
