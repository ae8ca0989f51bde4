/// How a character of a virtual screen was drawn.
public struct ScreenAttributes: Hashable, Sendable {
  public var bold = false
  public var dim = false
  public var underline = false
  public var reverse = false
  /// Colour indices; nil for the terminal's own.
  public var foreground: Int?
  public var background: Int?

  public init() {}
}

/// One column of a virtual screen.
public struct ScreenCell: Hashable, Sendable {
  /// The character with its combining marks; empty in the right half of a wide character.
  public var text = " "
  public var attributes = ScreenAttributes()
}

/// The cells of one screen (main or alternate) and the operations that move them.
struct ScreenGrid {
  private(set) var width: Int
  private(set) var height: Int
  private(set) var rows: [[ScreenCell]]
  /// The first and last row of the scroll region.
  var top = 0
  var bottom: Int

  init(width: Int, height: Int) {
    self.width = max(1, width)
    self.height = max(1, height)
    rows = ScreenGrid.blankRows(self.height, self.width)
    bottom = self.height - 1
  }

  private static func blankRows(_ count: Int, _ width: Int) -> [[ScreenCell]] {
    Array(repeating: Array(repeating: ScreenCell(), count: width), count: count)
  }

  mutating func resize(width: Int, height: Int) {
    var other = ScreenGrid(width: width, height: height)
    for y in 0..<min(self.height, other.height) {
      for x in 0..<min(self.width, other.width) { other.rows[y][x] = rows[y][x] }
    }
    self = other
  }

  mutating func set(_ x: Int, _ y: Int, _ cell: ScreenCell) {
    guard rows.indices.contains(y), rows[y].indices.contains(x) else { return }
    // Overwriting half of a wide character erases the other half.
    if rows[y][x].text.isEmpty, x > 0 { rows[y][x - 1].text = " " }
    if x + 1 < width, rows[y][x + 1].text.isEmpty, !cell.text.isEmpty {
      rows[y][x + 1].text = " "
    }
    rows[y][x] = cell
  }

  mutating func setRightHalf(_ x: Int, _ y: Int, _ attributes: ScreenAttributes) {
    guard rows.indices.contains(y), rows[y].indices.contains(x) else { return }
    if x + 1 < width, rows[y][x + 1].text.isEmpty { rows[y][x + 1].text = " " }
    rows[y][x] = ScreenCell(text: "", attributes: attributes)
  }

  mutating func combine(_ x: Int, _ y: Int, _ mark: Unicode.Scalar) {
    guard rows.indices.contains(y), rows[y].indices.contains(x) else { return }
    rows[y][x].text.unicodeScalars.append(mark)
  }

  mutating func erase(row: Int, columns: Range<Int>, _ blank: ScreenCell) {
    guard rows.indices.contains(row) else { return }
    for x in columns.clamped(to: 0..<width) { set(x, row, blank) }
  }

  mutating func insert(_ count: Int, x: Int, y: Int, _ blank: ScreenCell) {
    guard rows.indices.contains(y), x < width else { return }
    let count = min(count, width - x)
    rows[y].insert(contentsOf: Array(repeating: blank, count: count), at: x)
    rows[y].removeLast(count)
  }

  mutating func delete(_ count: Int, x: Int, y: Int, _ blank: ScreenCell) {
    guard rows.indices.contains(y), x < width else { return }
    let count = min(count, width - x)
    rows[y].removeSubrange(x..<(x + count))
    rows[y] += Array(repeating: blank, count: count)
  }

  /// Moves the rows from `first` to the end of the region up; blank ones come in at the bottom.
  mutating func scrollUp(_ count: Int, from first: Int, _ blank: ScreenCell) {
    guard first >= 0, first <= bottom, bottom < height else { return }
    let count = min(count, bottom - first + 1)
    rows.removeSubrange(first..<(first + count))
    let row = Array(repeating: blank, count: width)
    rows.insert(contentsOf: Array(repeating: row, count: count), at: bottom - count + 1)
  }

  /// Moves the rows from `first` to the end of the region down; blank ones come in at `first`.
  mutating func scrollDown(_ count: Int, from first: Int, _ blank: ScreenCell) {
    guard first >= 0, first <= bottom, bottom < height else { return }
    let count = min(count, bottom - first + 1)
    rows.removeSubrange((bottom - count + 1)...bottom)
    let row = Array(repeating: blank, count: width)
    rows.insert(contentsOf: Array(repeating: row, count: count), at: first)
  }
}
