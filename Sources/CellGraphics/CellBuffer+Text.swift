extension CellBuffer {
  /// Writes text in one row and returns the columns that it took.
  ///
  /// Text is data: control characters appear as visible replacements. What lies outside `clip`
  /// (the whole buffer when nil) is left out; a wide character cut by an edge becomes a space.
  /// The result ends at the right edge of the clip and counts columns left of it. O(length).
  @discardableResult
  public mutating func put(
    _ text: String, at point: Point, style: Style = .plain, clip: Rect? = nil
  ) -> Int {
    let clip = clip.map { $0.intersection(bounds) } ?? bounds
    if let columns = DisplayWidth.ofPrintableASCII(text) {
      return putPrintableASCII(text, columns, at: point, style, clip)
    }
    let visible = !clip.isEmpty && point.y >= clip.y && point.y < clip.maxY
    let right = clip.isEmpty ? (clip.maxX) : clip.maxX
    let rowStart = visible ? point.y * width : 0
    var x = point.x
    var last: Int?
    for unit in DisplayUnits(text, glyphs: glyphs) {
      if unit.width == 0 {
        if let last { attach(unit.scalar, at: last) }
        continue
      }
      if x >= right { break }
      let fits = x <= right - unit.width
      if visible {
        if fits && x >= clip.x {
          last = rowStart + x
          if unit.width == 2 {
            writeWide(unit.scalar, style, at: rowStart + x)
          } else {
            write(Cell(unit.scalar, style), at: rowStart + x)
          }
        } else if x >= clip.x {
          last = nil
          write(Cell(" ", style), at: rowStart + x)
        } else if unit.width == 2 && x == clip.x - 1 {
          last = nil
          if fits { write(Cell(" ", style), at: rowStart + clip.x) }
        }
      }
      x += fits ? unit.width : right - x
    }
    return x - point.x
  }

  /// The same for text in which every byte is a column.
  private mutating func putPrintableASCII(
    _ text: String, _ columns: Int, at point: Point, _ style: Style, _ clip: Rect
  ) -> Int {
    let end = max(point.x, min(point.x.saturatingAdd(columns), clip.maxX))
    let start = max(point.x, clip.x)
    if start < end, point.y >= clip.y, point.y < clip.maxY {
      var index = point.y * width + start
      for byte in text.utf8.dropFirst(start - point.x).prefix(end - start) {
        write(Cell(Unicode.Scalar(byte), style), at: index)
        index += 1
      }
    }
    return end - point.x
  }

  /// Writes text that may take at most `width` columns; returns the columns that it took.
  @discardableResult
  public mutating func put(
    _ text: String, at point: Point, style: Style = .plain, width limit: Int
  ) -> Int {
    put(text, at: point, style: style, clip: strip(point, limit))
  }

  /// Writes a styled line; roles of the line win over `base`, attributes are united. Returns the
  /// columns that it took.
  @discardableResult
  public mutating func put(
    _ line: TextLine, at point: Point, base: Style = .plain, clip: Rect? = nil
  ) -> Int {
    var x = point.x
    for span in line.spans {
      let role = span.style.role == .plain ? base.role : span.style.role
      let style = Style(role, span.style.attributes.union(base.attributes))
      let used = put(span.text, at: Point(x: x, y: point.y), style: style, clip: clip)
      x = x.saturatingAdd(used)
    }
    return x.saturatingSubtract(point.x)
  }

  /// Writes a styled line that may take at most `width` columns. When it is longer it ends in an
  /// ellipsis. Returns the columns that it took.
  @discardableResult
  public mutating func put(
    _ line: TextLine, at point: Point, base: Style = .plain, width limit: Int
  ) -> Int {
    put(line.truncated(to: limit), at: point, base: base, clip: strip(point, limit))
  }

  /// Draws a glyph in one cell.
  public mutating func put(_ glyph: Glyph, at point: Point, style: Style = .plain) {
    set(glyphs[glyph], at: point, style: style)
  }

  /// Writes one scalar, with the same safety as text; a scalar without a width is ignored.
  public mutating func set(_ scalar: Unicode.Scalar, at point: Point, style: Style = .plain) {
    let isPlain = (0x20..<0x7F).contains(scalar.value)
    guard isPlain || glyphs == .unicode, let unit = DisplayUnits.unit(for: scalar), unit.width == 1
    else {
      put(String(Character(scalar)), at: point, style: style)
      return
    }
    if let index = index(point.x, point.y) { write(Cell(unit.scalar, style), at: index) }
  }

  private func strip(_ point: Point, _ limit: Int) -> Rect {
    Rect(x: point.x, y: point.y, width: limit, height: 1)
  }
}
