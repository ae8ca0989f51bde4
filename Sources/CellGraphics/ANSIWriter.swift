/// Turns a sequence of buffers into what a terminal has to be sent to show them one after the
/// other: recordings are made of it.
///
/// It assumes a terminal of the size of the buffers that understands 256 colours and UTF-8, as
/// xterm does. The same buffers give the same text.
public struct ANSIWriter: Sendable {
  private var shown: CellBuffer?
  private let depth: ColorDepth

  public init(depth: ColorDepth = .indexed) { self.depth = depth }

  /// What turns the buffer that was shown before into this one: only the parts of
  /// rows that differ. Empty when nothing changed. O(cells).
  public mutating func frame(_ buffer: CellBuffer) -> String {
    let before = shown?.size == buffer.size ? shown : nil
    var text = before == nil ? "\u{1B}[0m\u{1B}[2J" : ""
    for y in 0..<buffer.height {
      for columns in changedColumns(y, buffer, before) {
        text += "\u{1B}[\(y + 1);\(columns.lowerBound + 1)H"
        text += cells(columns, of: y, in: buffer)
      }
    }
    if before == nil || !text.isEmpty || before?.cursor != buffer.cursor {
      text += Self.cursor(buffer.cursor)
    }
    shown = buffer
    return text
  }

  /// So many cells that are as they were are sent again rather than jumped over.
  private static let gapMax = 8

  /// The parts of a row that are not as they were, from left to right; whole characters of two
  /// columns.
  private func changedColumns(
    _ y: Int, _ buffer: CellBuffer, _ before: CellBuffer?
  ) -> [Range<Int>] {
    let row = buffer.row(y)
    guard let before else {
      // A cleared screen shows blanks already.
      return row.lastIndex { $0 != .blank }.map { [0..<($0 - row.startIndex + 1)] } ?? []
    }
    if buffer.rowEquals(y, in: before) { return [] }
    var parts: [Range<Int>] = []
    for x in 0..<buffer.width
    where buffer[x, y] != before[x, y] || buffer.marks(x: x, y: y) != before.marks(x: x, y: y) {
      let part = widened(x..<(x + 1), y, buffer, before)
      if let last = parts.last, part.lowerBound - last.upperBound <= Self.gapMax {
        parts[parts.count - 1] = last.lowerBound..<max(last.upperBound, part.upperBound)
      } else {
        parts.append(part)
      }
    }
    return parts
  }

  /// The columns with the other halves of wide characters, of both buffers, that they cut.
  private func widened(
    _ columns: Range<Int>, _ y: Int, _ buffer: CellBuffer, _ before: CellBuffer
  ) -> Range<Int> {
    var (first, end) = (columns.lowerBound, columns.upperBound)
    func isHalf(_ x: Int) -> Bool { buffer[x, y].width == 0 || before[x, y].width == 0 }
    while first > 0, isHalf(first) { first -= 1 }
    while end < buffer.width, isHalf(end) { end += 1 }
    return first..<end
  }

  private func cells(_ columns: Range<Int>, of y: Int, in buffer: CellBuffer) -> String {
    var text = ""
    var look = Appearance(foreground: nil, attributes: [])
    for x in columns {
      let cell = buffer[x, y]
      guard cell.width > 0 else { continue }
      let wanted = Palette.appearance(of: cell.style, depth: depth)
      if wanted != look {
        text += Self.sequence(for: wanted)
        look = wanted
      }
      text.unicodeScalars.append(cell.scalar)
      if cell.hasMarks { text.unicodeScalars.append(contentsOf: buffer.marks(x: x, y: y)) }
    }
    // A row leaves nothing behind for the next one.
    return look == Appearance(foreground: nil, attributes: []) ? text : text + "\u{1B}[0m"
  }

  private static func sequence(for look: Appearance) -> String {
    var codes = ["0"]
    if look.attributes.contains(.bold) { codes.append("1") }
    if look.attributes.contains(.dim) { codes.append("2") }
    if look.attributes.contains(.underline) { codes.append("4") }
    if look.attributes.contains(.reverse) { codes.append("7") }
    if let color = look.foreground {
      codes.append(color < 8 ? "\(30 + color)" : "38;5;\(color)")
    }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  private static func cursor(_ point: Point?) -> String {
    guard let point else { return "\u{1B}[?25l" }
    return "\u{1B}[\(point.y + 1);\(point.x + 1)H\u{1B}[?25h"
  }
}
