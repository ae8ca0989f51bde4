/// The answers to a question, numbered, one of which may be chosen. The state of an answer shows
/// only after the caller sets it, so nothing gives the answer away.
public struct ChoiceList: Widget, Hashable, Sendable {
  public enum State: Hashable, Sendable {
    case open, chosen, right, wrong
  }

  public struct Choice: Hashable, Sendable {
    public var text: TextLine
    public var state: State

    public init(_ text: TextLine, state: State = .open) {
      self.text = text
      self.state = state
    }
  }

  public var choices: [Choice]
  /// The choice under the cursor.
  public var selection: Int?
  public var isFocused: Bool

  public init(_ choices: [Choice], selection: Int? = nil, isFocused: Bool = false) {
    self.choices = choices
    self.selection = selection
    self.isFocused = isFocused
  }

  /// The rows of the list with the index of the choice that each belongs to.
  public func rows(width: Int, glyphs: GlyphSet) -> [(choice: Int, line: TextLine)] {
    var result: [(choice: Int, line: TextLine)] = []
    for (index, choice) in choices.enumerated() {
      var line = TextLine()
      switch choice.state {
      case .open: line.append("( )")
      case .chosen: line.append("(\(glyphs.string(.bullet)))", Style.accent)
      case .right: line.append("(\(glyphs.string(.check)))", Style.good)
      case .wrong: line.append("(\(glyphs.string(.fail)))", Style.bad)
      }
      line.append(" ")
      line.append("\(index + 1)", .key)
      line.append("  ")
      line += choice.text
      result += line.wrapped(to: width, hanging: min(7, width / 2)).map { (index, $0) }
    }
    return result
  }

  /// The rows that the list takes at a width.
  public func height(width: Int) -> Int { rows(width: width, glyphs: .unicode).count }

  /// The choice drawn at a position when the list is drawn into `rect`.
  public func choice(at point: Point, in rect: Rect) -> Int? {
    guard rect.contains(point) else { return nil }
    let all = rows(width: rect.width, glyphs: .unicode)
    let index = window(all.map(\.choice), rect.height).offset + (point.y - rect.y)
    return index < all.count ? all[index].choice : nil
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let all = rows(width: rect.width, glyphs: buffer.glyphs)
    let window = window(all.map(\.choice), rect.height)
    var hasCursor = false
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row)
      buffer.put(all[index].line, at: line.origin, clip: line)
      if all[index].choice == selection {
        buffer.addAttributes(.reverse, in: line)
        if isFocused, !hasCursor {
          buffer.cursor = line.origin
          hasCursor = true
        }
      }
    }
  }

  private func window(_ owners: [Int], _ height: Int) -> ScrollWindow {
    let last = selection.flatMap { owners.lastIndex(of: $0) }
    let first = selection.flatMap { owners.firstIndex(of: $0) }
    let outer = ScrollWindow(total: owners.count, height: height, selection: last)
    return ScrollWindow(
      total: owners.count, height: height, selection: first, offset: outer.offset)
  }
}
