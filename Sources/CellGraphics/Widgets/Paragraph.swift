/// Running text, wrapped at words.
public struct Paragraph: Widget, Hashable, Sendable {
  /// The text; each line starts on a row of its own.
  public var lines: [TextLine]
  /// The columns that continuation rows are indented by.
  public var hanging: Int
  /// The rows left out at the top (scrolling).
  public var offset: Int

  public init(_ lines: [TextLine], hanging: Int = 0, offset: Int = 0) {
    self.lines = lines
    self.hanging = hanging
    self.offset = offset
  }

  /// A paragraph from text with inline emphasis (``TextLine/init(markup:style:)``); each newline
  /// starts a new row.
  public init(markup: String, style: Style = .plain, hanging: Int = 0, offset: Int = 0) {
    let parts = markup.split(omittingEmptySubsequences: false) { $0.isNewline }
    self.init(
      parts.map { TextLine(markup: String($0), style: style) }, hanging: hanging, offset: offset)
  }

  /// The rows of the text at a width. O(length).
  public func rows(width: Int) -> [TextLine] {
    lines.flatMap { $0.wrapped(to: width, hanging: hanging) }
  }

  /// The number of rows that the text takes at a width. O(length).
  public func height(width: Int) -> Int { rows(width: width).count }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    let all = rows(width: rect.width)
    let window = ScrollWindow(total: all.count, height: rect.height, offset: offset)
    for (row, index) in window.range.enumerated() {
      buffer.put(all[index], at: Point(x: rect.x, y: rect.y.saturatingAdd(row)), clip: rect)
    }
  }
}
