import Histories
import Simulation

extension SpaceTimeDiagram {
  /// The diagram as lines of text: a row for each event, time running down, a column for each client
  /// and node, and at the right what happened in words.
  ///
  /// Text of the run is made visible where a terminal would act on it. With `ascii` every character
  /// is printable ASCII. O(rows * lanes).
  public func text(ascii: Bool = false) -> String { DiagramText(self, ascii: ascii).text }
}

/// Draws a diagram with characters.
struct DiagramText {
  private let diagram: SpaceTimeDiagram
  private let glyphs: DiagramGlyphs
  private let ascii: Bool
  private let timeWidth: Int
  private let columnWidth: Int

  init(_ diagram: SpaceTimeDiagram, ascii: Bool) {
    self.diagram = diagram
    self.ascii = ascii
    glyphs = ascii ? .ascii : .unicode
    timeWidth = max(6, "\(diagram.to)".count + 1)
    let longest = diagram.lanes.map(\.name.count).max() ?? 0
    columnWidth = min(max(longest + 2, 6), 12)
  }

  var text: String {
    var lines = [diagram.title, diagram.subtitle, "", header]
    if diagram.rows.isEmpty { lines.append(lane(diagram.firstStates, "", "nothing happens here")) }
    var shownTime: VirtualTime?
    for (index, row) in diagram.rows.enumerated() {
      let drawn = self.lines(of: row, after: diagram.states[index])
      for (place, line) in drawn.enumerated() {
        let time = place == 0 && row.time != shownTime ? "\(row.time)" : ""
        lines.append(padded(time, to: timeWidth, left: true) + "  " + line)
      }
      if !drawn.isEmpty { shownTime = row.time }
    }
    lines +=
      diagram.onTheWay.map { diagram.waitingNote($0) } + [""] + legend
      + (diagram.verdicts.isEmpty ? [] : [""]) + diagram.verdicts
    return lines.map { trimmed(VisibleText.line($0, ascii: ascii)) + "\n" }.joined()
  }

  private var header: String {
    padded("ms", to: timeWidth, left: true) + "  "
      + diagram.lanes.map {
        padded(short(VisibleText.line($0.name, ascii: ascii)), to: columnWidth)
      }.joined()
  }

  /// A name that does not fit its column loses its end.
  private func short(_ name: String) -> String {
    name.count < columnWidth ? name : String(name.prefix(columnWidth - 2)) + glyphs.cutOff
  }

  /// The characters that are used, each with its meaning.
  private var legend: [String] {
    let points = diagram.rows.flatMap(\.points).map(\.kind)
    let states = diagram.states.flatMap { $0 }
    let isAnythingLost = diagram.rows.contains { row in
      row.flights.contains { $0.fate != .delivered }
    }
    var entries = SpaceTimeDiagram.Point.Kind.allCases.filter { points.contains($0) }.map {
      "\(glyphs.point($0)) \($0.words)"
    }
    if isAnythingLost { entries.append("\(glyphs.lost) a message is lost") }
    if states.contains(.busy) { entries.append("\(glyphs.busy) waits for an answer") }
    if states.contains(.down) { entries.append("\(glyphs.down) down") }
    if states.contains(.paused) { entries.append("\(glyphs.paused) paused") }
    entries.append("an arrow stands where its message arrives")
    return entries.reduce(into: []) { lines, entry in
      if let last = lines.last, last.count + entry.count < 96 {
        lines[lines.count - 1] += "   " + entry
      } else {
        lines.append(entry)
      }
    }
  }

  // MARK: Rows

  private typealias Lanes = [SpaceTimeDiagram.LaneState]

  private func lines(
    of row: SpaceTimeDiagram.Row, after: Lanes
  ) -> [String] {
    if row.flights.isEmpty, row.points.isEmpty { return [] }
    // The first message and the points are one line; further messages have lines of their own.
    var result = [lane(after, row.flights.first, row.points, diagram.note(row))]
    for flight in row.flights.dropFirst() {
      result.append(lane(after, flight, [], diagram.note(flight)))
    }
    return result
  }

  private func lane(_ states: Lanes, _ time: String, _ note: String) -> String {
    padded(time, to: timeWidth, left: true) + "  " + lane(states, nil, [], note)
  }

  /// The columns of one line, and the note behind them.
  private func lane(
    _ states: Lanes, _ flight: SpaceTimeDiagram.Flight?, _ points: [SpaceTimeDiagram.Point],
    _ note: String
  ) -> String {
    var cells = [Character](repeating: " ", count: columnWidth * diagram.lanes.count)
    for (index, state) in states.enumerated() { cells[column(index)] = glyphs.lane(state) }
    if let flight { draw(flight, into: &cells) }
    // That a guarantee broke hides how the operation ended, which the note says.
    for point in points.filter({ $0.kind != .broken }) + points.filter({ $0.kind == .broken }) {
      for lane in point.lanes { cells[column(lane)] = glyphs.point(point.kind) }
    }
    return String(cells) + note
  }

  private func column(_ lane: Int) -> Int { lane * columnWidth }

  private func draw(_ flight: SpaceTimeDiagram.Flight, into cells: inout [Character]) {
    let (start, end) = (column(flight.from), column(flight.to))
    guard start != end else { return }
    let step = end > start ? 1 : -1
    for place in stride(from: start + step, to: end, by: step) {
      cells[place] =
        cells[place] == " "
        ? glyphs.line : cells[place] == glyphs.busy ? glyphs.busyCrossing : glyphs.crossing
    }
    let isLost = flight.fate != .delivered
    cells[end - step] = isLost ? glyphs.lost : step > 0 ? glyphs.headRight : glyphs.headLeft
    cells[start] = step > 0 ? glyphs.startRight : glyphs.startLeft
  }

  private func padded(_ text: String, to width: Int, left: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return left ? space + text : text + space
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
