/// Rows and columns of text. When the space is narrow, columns shrink to their minimum and then
/// those with the lowest priority are dropped as a whole.
public struct Table: Widget, Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var title: String
    public var alignment: Alignment
    /// Columns with a higher priority stay longer; among equals the left one.
    public var priority: Int
    /// The fewest columns it can be shown in, if its content needs that many.
    public var minimum: Int
    /// A fixed width instead of the width of the widest visible content.
    public var fixed: Int?
    /// Whether it takes the space that is left over.
    public var grows: Bool

    public init(
      _ title: String, alignment: Alignment = .leading, priority: Int = 0, minimum: Int = 4,
      fixed: Int? = nil, grows: Bool = false
    ) {
      self.title = title
      self.alignment = alignment
      self.priority = priority
      self.minimum = minimum
      self.fixed = fixed
      self.grows = grows
    }
  }

  public var columns: [Column]
  /// The rows; missing entries are empty, further ones are ignored.
  public var rows: [[TextLine]]
  public var showsHeader: Bool
  /// The selected row: reverse video, and the hardware cursor when focused.
  public var selection: Int?
  public var offset: Int
  public var isFocused: Bool
  /// Free columns between two columns.
  public var gap: Int
  /// The rows that are items, in order, where others are headings; nil where every row is one.
  public var items: [Int]?

  public init(
    _ columns: [Column], rows: [[TextLine]], showsHeader: Bool = true, selection: Int? = nil,
    offset: Int = 0, isFocused: Bool = false, gap: Int = 2,
    items: [Int]? = nil
  ) {
    self.items = items
    self.columns = columns
    self.rows = rows
    self.showsHeader = showsHeader
    self.selection = selection
    self.offset = offset
    self.isFocused = isFocused
    self.gap = max(0, gap)
  }

  /// The rows that are visible in a height.
  public func window(height: Int) -> ScrollWindow {
    ScrollWindow(
      total: rows.count, height: height - (showsHeader ? 1 : 0), selection: selection,
      offset: offset)
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let window = window(height: rect.height)
    let bar = window.isComplete || rect.width < 4 ? 0 : 1
    let widths = TableWidths.fit(self, visible: window.range, width: rect.width - bar)
    var y = rect.y
    if showsHeader {
      let titles = columns.map { TextLine($0.title, .dim) }
      drawRow(titles, widths, y, rect, &buffer)
      y = y.saturatingAdd(1)
    }
    for index in window.range {
      drawRow(rows[index], widths, y, rect, &buffer)
      if let item = items.map({ $0.firstIndex(of: index) }) ?? index {
        buffer.note(.row(item), in: Rect(x: rect.x, y: y, width: rect.width - bar, height: 1))
      }
      if index == selection {
        let line = Rect(x: rect.x, y: y, width: rect.width - bar, height: 1)
        buffer.addAttributes(.reverse, in: line)
        if isFocused { buffer.cursor = Point(x: rect.x, y: y) }
      }
      y = y.saturatingAdd(1)
    }
    if bar == 1 {
      let top = rect.y.saturatingAdd(showsHeader ? 1 : 0)
      window.drawBar(
        into: &buffer, x: rect.maxX - 1, y: top, height: rect.height - (showsHeader ? 1 : 0))
    }
  }

  private func drawRow(
    _ entries: [TextLine], _ widths: [Int?], _ y: Int, _ rect: Rect, _ buffer: inout CellBuffer
  ) {
    var x = rect.x
    for (index, width) in widths.enumerated() {
      guard let width else { continue }
      if index < entries.count {
        let entry = entries[index].padded(to: width, alignment: columns[index].alignment)
        buffer.put(entry, at: Point(x: x, y: y), clip: rect)
      }
      x = x.saturatingAdd(width).saturatingAdd(gap)
    }
  }
}
