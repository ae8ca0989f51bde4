import CellGraphics
import Curriculum
import Histories

/// The bars, their points and the pairs whose order is forced both ways.
struct BoardDrawing {
  let page: BoardPage
  let scale: BoardScale
  let selection: Int?

  func draw(into buffer: inout CellBuffer) {
    buffer.note(
      .time(first: scale.axis.lowerBound, last: scale.axis.upperBound),
      in: Rect(
        x: scale.plot.x, y: scale.rect.y, width: scale.plot.width,
        height: scale.axisRow - scale.rect.y + 1))
    for process in scale.processes {
      let gutter = Point(x: scale.rect.x, y: scale.lane(process))
      buffer.put(
        TextLine(process, Style(.series1)), at: gutter, width: scale.plot.x - scale.rect.x - 1)
    }
    drawAxis(into: &buffer)
    for index in page.board.bars.indices { drawBar(index, into: &buffer) }
    for edge in page.forbidden?.edges ?? [] { drawEdge(edge, into: &buffer) }
    for index in page.board.bars.indices { drawPoint(index, into: &buffer) }
  }

  private func isForbidden(_ index: Int) -> Bool {
    page.forbidden?.edges.contains { $0.first == index || $0.second == index } ?? false
  }

  private func drawBar(_ index: Int, into buffer: inout CellBuffer) {
    let bar = page.board.bars[index]
    let row = scale.lane(bar.process)
    let columns = scale.columns(bar)
    let style: Style = isForbidden(index) ? .bad : index == selection ? .accent : .plain
    for column in columns {
      buffer.put(.horizontal, at: Point(x: column, y: row), style: style)
    }
    buffer.put(.teeRight, at: Point(x: columns.lowerBound, y: row), style: style)
    let end: Glyph = bar.completed == nil ? .arrowRight : .teeLeft
    if columns.count > 1 { buffer.put(end, at: Point(x: columns.upperBound, y: row), style: style) }
    let width = columns.count
    buffer.note(.row(index), in: Rect(x: columns.lowerBound, y: row, width: width, height: 1))
    let nameStyle = index == selection ? style.bold.selected : style.bold
    let name = Point(x: columns.lowerBound, y: scale.gap > 1 ? row - 1 : row)
    // In a lane of one row the name stands in the bar, behind its beginning, as far as it has room.
    let inside = scale.gap > 1 ? name : Point(x: name.x + (width > 2 ? 1 : 0), y: row)
    buffer.put(
      TextLine(bar.name, nameStyle), at: inside, width: scale.plot.maxX - inside.x)
  }

  private func drawPoint(_ index: Int, into buffer: inout CellBuffer) {
    guard let point = page.board.points[index] else { return }
    let bar = page.board.bars[index]
    let isOutside =
      point < bar.invoked.milliseconds || bar.completed.map { point > $0.milliseconds } ?? false
    let place = Point(x: scale.column(point), y: scale.lane(bar.process))
    let style: Style = index == selection ? Style.highlight.bold : Style.info.bold
    buffer.put(isOutside ? .circle : .disc, at: place, style: style)
    if index == selection {
      buffer.addAttributes(.reverse, in: Rect(x: place.x, y: place.y, width: 1, height: 1))
    }
  }

  private func drawAxis(into buffer: inout CellBuffer) {
    let y = scale.axisRow
    buffer.put("ms", at: Point(x: scale.rect.x, y: y), style: .dim)
    let span = scale.axis.upperBound - scale.axis.lowerBound
    let step = TimelineAxis.niceStep(span, labels: max(1, scale.plot.width / 7))
    var time = (max(0, scale.axis.lowerBound) + step - 1) / step * step
    while time <= scale.axis.upperBound {
      let column = scale.column(time)
      if column + "\(time)".count <= scale.plot.maxX {
        buffer.put("\(time)", at: Point(x: column, y: y), style: .dim)
      }
      time += step
    }
  }

  // MARK: Forbidden edges

  /// Dashed, where nothing else is drawn, from the end of the bar that the model wants first to the start
  /// of the one that the results want first; with a cross behind the first bar, or between two of a lane.
  private func drawEdge(_ edge: ForbiddenEdge, into buffer: inout CellBuffer) {
    let (first, second) = (page.board.bars[edge.first], page.board.bars[edge.second])
    let (from, to) = (scale.lane(first.process), scale.lane(second.process))
    let start = scale.columns(first).upperBound + 1
    let end = max(start, scale.columns(second).lowerBound)
    for column in start..<end { dash(.dashedHorizontal, column, from, &buffer) }
    if from != to {
      let step = to > from ? 1 : -1
      for row in stride(from: from, to: to, by: step) { dash(.dashedVertical, end, row, &buffer) }
    }
    let middle = from == to ? (start + end) / 2 : start
    cross(min(middle, scale.plot.maxX - 1), from, &buffer)
  }

  private func dash(_ glyph: Glyph, _ column: Int, _ row: Int, _ buffer: inout CellBuffer) {
    guard column < scale.plot.maxX, buffer[column, row].scalar == " " else { return }
    buffer.put(glyph, at: Point(x: column, y: row), style: .bad)
  }

  private func cross(_ column: Int, _ row: Int, _ buffer: inout CellBuffer) {
    buffer.put(.fail, at: Point(x: column, y: row), style: Style.bad.bold)
  }
}
