/// A grid of cells, the only thing that widgets draw into.
///
/// Every coordinate is legal: what falls outside is not drawn, what is read outside is blank.
/// A character two columns wide is never left half: overwriting one half blanks the other.
/// Two buffers are equal when they would look the same.
public struct CellBuffer: Equatable, Sendable {
  /// Combining marks of one cell. Entries are sorted by cell index.
  struct Marks: Equatable, Sendable {
    var index: Int
    var scalars: [Unicode.Scalar]
  }

  public let size: Size
  /// The characters that glyphs and text turn into.
  public let glyphs: GlyphSet
  /// Where the hardware cursor stands (the focused item), or nil when it is hidden.
  public var cursor: Point?

  var cells: [Cell]
  var marks: [Marks] = []
  /// What the parts of the screen stand for; nil when nobody asks.
  var notes: RegionNotes?

  /// The largest side of a buffer; larger sizes are cut.
  public static let maximumSide = 4096
  /// The most combining marks kept for one cell.
  static let maximumMarks = 4

  public static func == (lhs: CellBuffer, rhs: CellBuffer) -> Bool {
    lhs.size == rhs.size && lhs.glyphs == rhs.glyphs && lhs.cursor == rhs.cursor
      && lhs.cells == rhs.cells && lhs.marks == rhs.marks
  }

  /// A blank buffer. O(width x height).
  public init(size: Size, glyphs: GlyphSet = .unicode) {
    self.size = Size(
      width: min(size.width, CellBuffer.maximumSide),
      height: min(size.height, CellBuffer.maximumSide))
    self.glyphs = glyphs
    cells = [Cell](repeating: .blank, count: self.size.width * self.size.height)
  }

  public init(width: Int, height: Int, glyphs: GlyphSet = .unicode) {
    self.init(size: Size(width: width, height: height), glyphs: glyphs)
  }

  public var width: Int { size.width }
  public var height: Int { size.height }
  public var bounds: Rect { Rect(size: size) }

  /// The cell at a position; blank outside the buffer. O(1).
  public subscript(x: Int, y: Int) -> Cell {
    guard let index = index(x, y) else { return .blank }
    return cells[index]
  }

  /// The cells of a row; empty outside the buffer. O(1).
  public func row(_ y: Int) -> ArraySlice<Cell> {
    guard y >= 0, y < height else { return [] }
    return cells[(y * width)..<((y + 1) * width)]
  }

  /// The combining marks of a cell, in order. O(log marks).
  public func marks(x: Int, y: Int) -> [Unicode.Scalar] {
    guard let index = index(x, y), cells[index].hasMarks else { return [] }
    let position = markPosition(index)
    return position < marks.count && marks[position].index == index ? marks[position].scalars : []
  }

  /// Whether a row looks the same in both buffers. O(width).
  public func rowEquals(_ y: Int, in other: CellBuffer) -> Bool {
    guard row(y) == other.row(y) else { return false }
    guard !marks.isEmpty || !other.marks.isEmpty else { return true }
    return (0..<width).allSatisfy { marks(x: $0, y: y) == other.marks(x: $0, y: y) }
  }

  /// Makes every cell blank and hides the cursor.
  public mutating func clear() {
    cells.withUnsafeMutableBufferPointer { $0.update(repeating: .blank) }
    marks.removeAll()
    notes?.regions.removeAll()
    cursor = nil
  }

  func index(_ x: Int, _ y: Int) -> Int? {
    guard x >= 0, x < width, y >= 0, y < height else { return nil }
    return y * width + x
  }

  /// Writes a cell of one column and heals the halves of what stood there.
  mutating func write(_ cell: Cell, at index: Int) {
    let old = cells[index].flags
    if !old.isEmpty { detach(old, at: index) }
    cells[index] = cell
  }

  /// Writes a scalar of two columns at `index` and `index + 1`, both in the same row.
  mutating func writeWide(_ scalar: Unicode.Scalar, _ style: Style, at index: Int) {
    write(Cell(scalar, style, .wide), at: index)
    // Healing the right neighbour must not blank the left half just written.
    let old = cells[index + 1].flags.subtracting(.continuation)
    if !old.isEmpty { detach(old, at: index + 1) }
    cells[index + 1] = Cell(" ", style, .continuation)
  }

  /// Appends a combining mark to the character at `index`.
  mutating func attach(_ mark: Unicode.Scalar, at index: Int) {
    let base = cells[index].flags.contains(.continuation) ? max(0, index - 1) : index
    let position = markPosition(base)
    if position < marks.count, marks[position].index == base {
      guard marks[position].scalars.count < CellBuffer.maximumMarks else { return }
      marks[position].scalars.append(mark)
    } else {
      marks.insert(Marks(index: base, scalars: [mark]), at: position)
      cells[base].flags.insert(.marked)
    }
  }

  /// Removes what belongs to a cell that is about to be overwritten.
  private mutating func detach(_ flags: Cell.Flags, at index: Int) {
    if flags.contains(.marked) {
      let position = markPosition(index)
      if position < marks.count, marks[position].index == index { marks.remove(at: position) }
    }
    if flags.contains(.wide), index + 1 < cells.count {
      cells[index + 1] = Cell(" ", cells[index + 1].style)
    }
    if flags.contains(.continuation), index > 0 {
      let left = cells[index - 1]
      if left.hasMarks { detach(.marked, at: index - 1) }
      cells[index - 1] = Cell(" ", left.style)
    }
  }

  private func markPosition(_ index: Int) -> Int {
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].index < index { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
