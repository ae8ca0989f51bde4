/// A violation drawn in characters.
///
/// A bar is as wide as its label at least. Where that takes more than the width there is, labels are replaced by
/// numbers, which are explained below; of what is too wide even so the end is shown, with the operation that
/// violates.
public struct WitnessText {
  private let picture: WitnessPicture
  private let isASCII: Bool
  private let width: Int

  public init(_ picture: WitnessPicture, width: Int, isASCII: Bool) {
    self.picture = picture
    self.width = max(width, 40)
    self.isASCII = isASCII
  }

  /// The lines of the drawing and the sentences below it.
  public var lines: [String] {
    let names = max(picture.lanes.map(\.name.columns).max() ?? 0, picture.axisName.columns)
    let room = width - names - 6
    var columns = columns { $0.label }
    let isNumbered = (columns.last ?? 0) + 4 > room
    if isNumbered { columns = self.columns(number) }
    let start = firstColumn(columns, room)
    var lines: [String] = []
    for lane in picture.lanes {
      let row = view(row(lane, columns, isNumbered ? number : { $0.label }), from: start, room)
      // Of a process whose bars are all further to the left there is nothing to see.
      guard start == 0 || row.contains(where: { !" ‹<".contains($0) }) else { continue }
      lines.append("  " + lane.name.padded(to: names) + "  " + row)
    }
    lines.append(
      "  " + picture.axisName.padded(to: names) + "  " + view(axis(columns), from: start, room))
    if isNumbered { lines += legend }
    if picture.omitted > 0 {
      lines += wrapped("\(picture.omitted) more operations of the witness are not drawn")
    }
    lines.append("")
    return lines + picture.sentences.flatMap(wrapped)
  }

  private func number(_ bar: WitnessPicture.Bar) -> String { String(bar.operation.index + 1) }

  private var legend: [String] {
    let bars = picture.lanes.flatMap(\.bars).sorted { $0.operation < $1.operation }
    let widest = bars.map { number($0).count }.max() ?? 0
    return [""]
      + bars.map { bar in
        let padding = String(repeating: " ", count: widest - number(bar).count)
        let start = "  \(padding)\(number(bar))  \(mark(bar))"
        let room = width - start.columns - bar.place.count - 4
        return start + bar.line.fitted(max(room, 12), mark: isASCII ? "..." : "…")
          + "  (\(bar.place))"
      }
  }

  // MARK: Geometry

  /// The column of each place of the axis, so that every label fits into its bar.
  private func columns(_ label: (WitnessPicture.Bar) -> String) -> [Int] {
    var columns: [Int] = []
    let bars = picture.lanes.flatMap(\.bars)
    for place in picture.ticks.indices {
      var column = columns.last.map { $0 + 2 } ?? 0
      for bar in bars where bar.end == place {
        column = max(column, columns[bar.start] + need(bar, label))
      }
      // A bar without an end needs room up to the right edge.
      if place == picture.ticks.count - 1 {
        for bar in bars where bar.end == nil && bar.start < place {
          column = max(column, columns[bar.start] + need(bar, label))
        }
      }
      // Nor do labels of the axis touch.
      if let last = columns.last, place > 0 {
        column = max(column, last + String(picture.ticks[place - 1]).count + 1)
      }
      columns.append(column)
    }
    return columns
  }

  private func need(
    _ bar: WitnessPicture.Bar, _ label: (WitnessPicture.Bar) -> String
  ) -> Int { mark(bar).columns + label(bar).columns + 3 }

  private func mark(_ bar: WitnessPicture.Bar) -> String {
    bar.isCulprit ? (isASCII ? "! " : "✗ ") : ""
  }

  /// The first column that is shown: 0, or as far to the right as the violating operation asks for.
  private func firstColumn(_ columns: [Int], _ room: Int) -> Int {
    guard let last = columns.last, last + 4 > room else { return 0 }
    guard let bad = picture.lanes.flatMap(\.bars).first(where: \.isCulprit) else { return 0 }
    let end = bad.end.map { columns[$0] } ?? last + 3
    return max(0, min(columns[bad.start] - 2, end + 5 - room))
  }

  // MARK: Rows

  private func row(
    _ lane: WitnessPicture.Lane, _ columns: [Int], _ label: (WitnessPicture.Bar) -> String
  ) -> String {
    var text = ""
    for bar in lane.bars {
      let start = columns[bar.start]
      let isOpen = bar.end == nil
      let last = max((columns.last ?? 0) + (isOpen ? 2 : 0), start + need(bar, label))
      let end = bar.end.map { columns[$0] } ?? last
      let inside = mark(bar) + label(bar)
      let rest = max(0, end - start - 1 - inside.columns)
      let line: Character = isASCII ? (isOpen ? "." : "-") : (isOpen ? "┄" : "─")
      text = text.padded(to: start) + (isASCII ? "|" : "├")
      text += String(repeating: line, count: rest / 2) + inside
      text += String(repeating: line, count: rest - rest / 2)
      text += isASCII ? (isOpen ? ">" : "|") : (isOpen ? "▶" : "┤")
    }
    return text
  }

  private func axis(_ columns: [Int]) -> String {
    var text = ""
    for (place, line) in picture.ticks.enumerated() {
      text += String(repeating: " ", count: max(0, columns[place] - text.count)) + String(line)
    }
    return text
  }

  /// The part of a row that is shown, with marks where it goes on.
  private func view(_ row: String, from start: Int, _ room: Int) -> String {
    let isCut = row.columns > start + room
    let left = start > 0 ? (isASCII ? "<" : "‹") : ""
    let right = isCut ? (isASCII ? ">" : "›") : ""
    return left + row.window(from: start + left.count, to: start + room - right.count) + right
  }

  /// A sentence in lines that are not too long, the further ones set in.
  private func wrapped(_ sentence: String) -> [String] {
    var lines: [String] = []
    var line = "  "
    for word in sentence.split(separator: " ") {
      if line.columns + String(word).columns + 1 > width, line.count > 4 {
        lines.append(line)
        line = "   "
      }
      line += (line.last == " " ? "" : " ") + word
    }
    return lines + [line]
  }
}
