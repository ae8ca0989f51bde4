/// The border of a panel with a title, tabs and a note. Frames that overlap by one row or column
/// share the border (``Rect/rows(_:spacing:)`` with a spacing of -1).
public struct PanelFrame: Widget, Hashable, Sendable {
  /// A panel that could be shown in the same place.
  public struct Tab: Hashable, Sendable {
    public var title: String
    public var isSelected: Bool
    /// Whether something changed in it since it was last shown.
    public var hasNews: Bool

    public init(_ title: String, isSelected: Bool = false, hasNews: Bool = false) {
      self.title = title
      self.isSelected = isSelected
      self.hasNews = hasNews
    }
  }

  public var title: TextLine
  public var tabs: [Tab]
  /// Text at the right end of the top border, for example a position. Left out when the title
  /// needs the space.
  public var note: TextLine
  /// The focused panel has a title in reverse video.
  public var isFocused: Bool

  public init(
    title: TextLine = "", tabs: [Tab] = [], note: TextLine = "", isFocused: Bool = false
  ) {
    self.title = title
    self.tabs = tabs
    self.note = note
    self.isFocused = isFocused
  }

  /// The space inside the border.
  public static func content(of rect: Rect) -> Rect { rect.inset(columns: 1, rows: 1) }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    buffer.box(rect)
    let room = rect.width - 4
    guard room > 0, rect.height > 0 else { return }
    let left = rect.x.saturatingAdd(1)
    var used = 0
    if !title.isEmpty {
      let style = isFocused ? Style.title.selected : Style.title
      used += drawLabel(title.based(on: style), style, at: left, room: room, rect, &buffer)
    }
    for tab in tabs {
      let label = PanelFrame.label(of: tab, buffer.glyphs)
      guard used + label.width + 2 <= room + 2 else { break }
      let style: Style = tab.isSelected ? .title.selected : .dim
      used += drawLabel(label, style, at: left + used, room: room - used, rect, &buffer)
    }
    if !note.isEmpty, used + note.width + 3 <= room + 2 {
      let start = rect.maxX.saturatingSubtract(note.width + 3)
      drawLabel(note.based(on: .dim), .dim, at: start, room: room, rect, &buffer)
    }
  }

  private static func label(of tab: Tab, _ glyphs: GlyphSet) -> TextLine {
    let style: Style = tab.isSelected ? .title.selected : tab.hasNews ? .highlight : .dim
    var line = TextLine(tab.title, style)
    if tab.hasNews { line.append(" " + glyphs.string(.disc), style) }
    return line
  }

  /// Draws a label with a space on each side into the top border; returns the columns used.
  @discardableResult
  private func drawLabel(
    _ label: TextLine, _ style: Style, at x: Int, room: Int, _ rect: Rect,
    _ buffer: inout CellBuffer
  ) -> Int {
    let padding = Style(style.role, style.attributes)
    let fitted = label.truncated(to: room)
    let whole = TextLine(" ", padding) + fitted + TextLine(" ", padding)
    return buffer.put(whole, at: Point(x: x, y: rect.y), clip: rect.inset(columns: 1, rows: 0))
  }
}
