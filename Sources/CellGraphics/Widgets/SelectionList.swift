/// A list of lines, one of which may be selected.
public struct SelectionList: Widget, Hashable, Sendable {
  public var items: [TextLine]
  public var selection: Int?
  /// The first visible row as far as the selection allows.
  public var offset: Int
  /// Whether the hardware cursor stands on the selected row.
  public var isFocused: Bool

  public init(
    _ items: [TextLine], selection: Int? = nil, offset: Int = 0, isFocused: Bool = false
  ) {
    self.items = items
    self.selection = selection
    self.offset = offset
    self.isFocused = isFocused
  }

  /// The rows that are visible in a height.
  public func window(height: Int) -> ScrollWindow {
    ScrollWindow(total: items.count, height: height, selection: selection, offset: offset)
  }

  /// The item drawn at a position when the list is drawn into `rect`; nil beside the items.
  public func item(at point: Point, in rect: Rect) -> Int? {
    guard rect.contains(point) else { return nil }
    let window = window(height: rect.height)
    let row = point.y - rect.y
    return row < window.count ? window.offset + row : nil
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let window = window(height: rect.height)
    let bar = window.isComplete || rect.width < 2 ? 0 : 1
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row).inset(right: bar)
      buffer.put(items[index], at: line.origin, width: line.width)
      buffer.note(.row(index), in: line)
      if index == selection {
        buffer.addAttributes(.reverse, in: line)
        if isFocused { buffer.cursor = line.origin }
      }
    }
    if bar == 1 {
      window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
    }
  }
}
