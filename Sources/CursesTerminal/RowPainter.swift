import CNcurses
import CellGraphics

/// Sends the rows of a buffer that differ from the ones sent before.
struct RowPainter {
  private let depth: ColorDepth
  private var appearances: [Appearance] = []
  private var shown: CellBuffer?
  private var row: [cn_cell] = []

  init(depth: ColorDepth, theme: Theme) {
    self.depth = depth
    use(theme)
  }

  /// Sets up a colour pair for each role; what is on the screen is to be sent again afterwards.
  mutating func use(_ theme: Theme) {
    appearances = Style.Role.allCases.map { theme.appearance(ofRole: $0, depth: depth) }
    for (index, appearance) in appearances.enumerated() {
      if let foreground = appearance.foreground {
        cn_set_pair(CInt(index + 1), CInt(foreground))
      }
    }
  }

  /// Sends everything next time.
  mutating func forget() { shown = nil }

  mutating func paint(_ buffer: CellBuffer, size: Size) {
    let comparable = shown?.size == buffer.size ? shown : nil
    for y in 0..<min(buffer.height, size.height) {
      if let comparable, buffer.rowEquals(y, in: comparable) { continue }
      send(buffer, y)
    }
    if let cursor = buffer.cursor, Rect(size: size).contains(cursor) {
      cn_flush(CInt(clamping: cursor.y), CInt(clamping: cursor.x))
    } else {
      cn_flush(-1, 0)
    }
    shown = buffer
  }

  private mutating func send(_ buffer: CellBuffer, _ y: Int) {
    row.removeAll(keepingCapacity: true)
    for (x, cell) in buffer.row(y).enumerated() {
      var target = cn_cell()
      let style = cell.style
      let index = Int(style.role.rawValue)
      let appearance = appearances[index]
      target.scalar = cell.scalar.value
      target.width = UInt8(clamping: cell.width)
      target.pair = appearance.foreground == nil ? 0 : UInt8(clamping: index + 1)
      target.attributes = appearance.attributes.union(style.attributes).rawValue
      if cell.hasMarks { add(buffer.marks(x: x, y: y), to: &target) }
      row.append(target)
    }
    row.withUnsafeBufferPointer { cells in
      cn_put_row(CInt(clamping: y), cells.baseAddress, CInt(clamping: cells.count))
    }
  }

  private func add(_ marks: [Unicode.Scalar], to cell: inout cn_cell) {
    let values = marks.map(\.value)
    if values.count > 0 { cell.marks.0 = values[0] }
    if values.count > 1 { cell.marks.1 = values[1] }
    if values.count > 2 { cell.marks.2 = values[2] }
    if values.count > 3 { cell.marks.3 = values[3] }
  }
}
