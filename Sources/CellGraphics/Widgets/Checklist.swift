/// Goals or verdicts, one below the other, each with a glyph that tells its state.
public struct Checklist: Widget, Hashable, Sendable {
  public enum State: CaseIterable, Hashable, Sendable {
    /// Not reached yet: an empty box.
    case open
    /// Reached: a ticked box.
    case done
    /// A guarantee that holds.
    case holds
    /// Violated or missed.
    case violated
    /// Not decided yet.
    case pending
    /// Cannot be decided; never drawn as success.
    case unknown

    /// The text that shows the state, always three columns or one.
    func mark(_ glyphs: GlyphSet) -> (text: String, style: Style) {
      switch self {
      case .open: ("[ ]", .plain)
      case .done: ("[x]", Style.good.bold)
      case .holds: (glyphs.string(.check), .good)
      case .violated: (glyphs.string(.fail), .bad)
      case .pending: (glyphs.string(.pending), .dim)
      case .unknown: (glyphs.string(.unknown), .warning)
      }
    }
  }

  public struct Item: Hashable, Sendable {
    public var state: State
    public var text: TextLine
    /// Why the state is what it is; follows the text when it fits, else on the next row.
    public var reason: TextLine

    public init(_ state: State, _ text: TextLine, reason: TextLine = "") {
      self.state = state
      self.text = text
      self.reason = reason
    }
  }

  public var items: [Item]
  public var selection: Int?
  public var offset: Int
  public var isFocused: Bool

  public init(
    _ items: [Item], selection: Int? = nil, offset: Int = 0, isFocused: Bool = false
  ) {
    self.items = items
    self.selection = selection
    self.offset = offset
    self.isFocused = isFocused
  }

  /// The rows of the checklist with the index of the item that each belongs to.
  public func rows(width: Int, glyphs: GlyphSet) -> [(item: Int, line: TextLine)] {
    var result: [(item: Int, line: TextLine)] = []
    for (index, item) in items.enumerated() {
      let mark = item.state.mark(glyphs)
      let indent = DisplayWidth.of(mark.text) + 1
      var line = TextLine(mark.text, mark.style)
      line.append(" ")
      line += item.text
      let sameRow = line.width + 2 + item.reason.width <= width
      if sameRow, !item.reason.isEmpty {
        line.append("  ")
        line += item.reason.based(on: .dim)
      }
      result += line.wrapped(to: width, hanging: min(indent, width / 2)).map { (index, $0) }
      if !sameRow, !item.reason.isEmpty {
        let spaces = TextLine(String(repeating: " ", count: indent))
        let rest = spaces + item.reason.based(on: .dim)
        result += rest.wrapped(to: width, hanging: min(indent, width / 2)).map { (index, $0) }
      }
    }
    return result
  }

  /// The rows that the checklist takes at a width.
  public func height(width: Int) -> Int { rows(width: width, glyphs: .unicode).count }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let all = rows(width: rect.width, glyphs: buffer.glyphs)
    let first = selection.flatMap { selected in all.firstIndex { $0.item == selected } }
    let last = selection.flatMap { selected in all.lastIndex { $0.item == selected } }
    var window = ScrollWindow(
      total: all.count, height: rect.height, selection: last, offset: offset)
    window = ScrollWindow(
      total: all.count, height: rect.height, selection: first, offset: window.offset)
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row)
      buffer.put(all[index].line, at: line.origin, clip: line)
      if all[index].item == selection {
        buffer.addAttributes(.reverse, in: line)
        if isFocused, index == first { buffer.cursor = line.origin }
      }
    }
  }
}
