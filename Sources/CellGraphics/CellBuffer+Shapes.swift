extension CellBuffer {
  /// Fills a rectangle with spaces (or another scalar of one column) in one style.
  public mutating func fill(
    _ rect: Rect, style: Style = .plain, scalar: Unicode.Scalar = " "
  ) {
    let shown = DisplayUnits(String(Character(scalar)), glyphs: glyphs).first { $0.width == 1 }
    let cell = Cell(shown?.scalar ?? " ", style)
    forEachIndex(in: rect) { buffer, index in buffer.write(cell, at: index) }
  }

  /// Adds attributes to what stands in a rectangle, for example reverse video for a selection.
  public mutating func addAttributes(_ attributes: Style.Attributes, in rect: Rect) {
    forEachIndex(in: rect) { buffer, index in
      buffer.cells[index].style = buffer.cells[index].style.adding(attributes)
    }
  }

  /// Gives everything in a rectangle one style and keeps the characters.
  public mutating func restyle(_ rect: Rect, style: Style) {
    forEachIndex(in: rect) { buffer, index in buffer.cells[index].style = style }
  }

  /// Draws a rule to the right. It joins the box lines that it meets, so draw boxes first.
  public mutating func horizontalLine(
    x: Int, y: Int, length: Int, style: Style = .border
  ) {
    let rect = Rect(x: x, y: y, width: length, height: 1)
    let clipped = rect.intersection(bounds)
    guard !clipped.isEmpty else { return }
    for column in clipped.x..<clipped.maxX {
      var stroke: BoxStroke = []
      if column > rect.x || length == 1 { stroke.insert(.left) }
      if column < rect.maxX - 1 || length == 1 { stroke.insert(.right) }
      join(stroke, at: Point(x: column, y: y), style: style)
    }
  }

  /// Draws a rule downwards. It joins the box lines that it meets, so draw boxes first.
  public mutating func verticalLine(x: Int, y: Int, length: Int, style: Style = .border) {
    let rect = Rect(x: x, y: y, width: 1, height: length)
    let clipped = rect.intersection(bounds)
    guard !clipped.isEmpty else { return }
    for row in clipped.y..<clipped.maxY {
      var stroke: BoxStroke = []
      if row > rect.y || length == 1 { stroke.insert(.up) }
      if row < rect.maxY - 1 || length == 1 { stroke.insert(.down) }
      join(stroke, at: Point(x: x, y: row), style: style)
    }
  }

  /// Draws the border of a rectangle. Where it meets box lines that are already there the corners
  /// become tees and crosses, so boxes may share a border.
  public mutating func box(_ rect: Rect, style: Style = .border) {
    guard rect.width >= 2, rect.height >= 2 else { return }
    let right = rect.maxX - 1
    let bottom = rect.maxY - 1
    join([.right, .down], at: rect.origin, style: style)
    join([.left, .down], at: Point(x: right, y: rect.y), style: style)
    join([.right, .up], at: Point(x: rect.x, y: bottom), style: style)
    join([.left, .up], at: Point(x: right, y: bottom), style: style)
    let inner = rect.inset(columns: 1, rows: 1)
    for y in [rect.y, bottom] {
      straight([.left, .right], Rect(x: inner.x, y: y, width: inner.width, height: 1), style)
    }
    for x in [rect.x, right] {
      straight([.up, .down], Rect(x: x, y: inner.y, width: 1, height: inner.height), style)
    }
  }

  private mutating func straight(_ stroke: BoxStroke, _ rect: Rect, _ style: Style) {
    let clipped = rect.intersection(bounds)
    guard !clipped.isEmpty else { return }
    for y in clipped.y..<clipped.maxY {
      for x in clipped.x..<clipped.maxX { join(stroke, at: Point(x: x, y: y), style: style) }
    }
  }

  /// Draws part of a box line and unites it with the one that stands in the cell.
  private mutating func join(_ stroke: BoxStroke, at point: Point, style: Style) {
    guard let index = index(point.x, point.y) else { return }
    let present = BoxStroke(cells[index].scalar, glyphs: glyphs)
    write(Cell(present.union(stroke).scalar(glyphs), style), at: index)
  }

  private mutating func forEachIndex(
    in rect: Rect, _ body: (inout CellBuffer, Int) -> Void
  ) {
    let clipped = rect.intersection(bounds)
    guard !clipped.isEmpty else { return }
    for y in clipped.y..<clipped.maxY {
      for x in clipped.x..<clipped.maxX { body(&self, y * width + x) }
    }
  }
}

/// The arms of a box-drawing character.
struct BoxStroke: OptionSet {
  let rawValue: UInt8
  static let up = BoxStroke(rawValue: 1)
  static let down = BoxStroke(rawValue: 2)
  static let left = BoxStroke(rawValue: 4)
  static let right = BoxStroke(rawValue: 8)

  /// The glyph by arms, at the index of the raw value.
  private static let table: [Glyph] = [
    .dot, .vertical, .vertical, .vertical, .horizontal, .bottomRight, .topRight, .teeLeft,
    .horizontal, .bottomLeft, .topLeft, .teeRight, .horizontal, .teeUp, .teeDown, .cross,
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The arms of a character; none when it is not a box line. In the ASCII set a corner does not
  /// tell its arms, and joining keeps it a corner.
  init(_ scalar: Unicode.Scalar, glyphs: GlyphSet) {
    guard scalar != " " else {
      self = []
      return
    }
    switch (glyphs, scalar) {
    case (.ascii, "-"): self = [.left, .right]
    case (.ascii, "|"): self = [.up, .down]
    case (.ascii, "+"): self = [.up, .down, .left, .right]
    case (.ascii, _): self = []
    case (.unicode, "─"): self = [.left, .right]
    case (.unicode, "│"): self = [.up, .down]
    default:
      let match = BoxStroke.table.indices.first {
        $0 > 4 && BoxStroke.table[$0] != .horizontal && BoxStroke.table[$0].unicode == scalar
      }
      self = BoxStroke(rawValue: UInt8(match ?? 0))
    }
  }

  func scalar(_ glyphs: GlyphSet) -> Unicode.Scalar {
    glyphs[BoxStroke.table[Int(rawValue & 15)]]
  }
}
