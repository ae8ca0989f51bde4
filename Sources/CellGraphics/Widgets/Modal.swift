/// A box in front of everything else. It clears what it covers.
public struct Modal: Hashable, Sendable {
  public var title: TextLine
  /// The size wanted for the content.
  public var size: Size
  public var hints: [KeyHints.Hint]

  public init(title: TextLine, size: Size, hints: [KeyHints.Hint] = []) {
    self.title = title
    self.size = size
    self.hints = hints
  }

  /// A modal that is as high as `text` needs at the given content width.
  public init(title: TextLine, text: Paragraph, width: Int, hints: [KeyHints.Hint] = []) {
    self.init(
      title: title, size: Size(width: width, height: text.height(width: max(1, width))),
      hints: hints)
  }

  /// Where the box stands.
  public func frame(within bounds: Rect) -> Rect {
    let footer = hints.isEmpty ? 0 : 2
    return bounds.centered(
      Size(
        width: size.width.saturatingAdd(4), height: size.height.saturatingAdd(2 + footer)))
  }

  /// Clears and frames the box, hides the cursor, draws the hints, and returns the rectangle for
  /// the content.
  @discardableResult
  public func draw(into buffer: inout CellBuffer, within bounds: Rect) -> Rect {
    let rect = frame(within: bounds)
    buffer.fill(rect)
    buffer.forgetRegions()
    buffer.note(.area, in: rect)
    buffer.cursor = nil
    buffer.draw(PanelFrame(title: title, isFocused: true), in: rect)
    let inner = rect.inset(columns: 2, rows: 1)
    guard !hints.isEmpty, inner.height > 2 else { return inner }
    let footer = Rect(x: rect.x + 1, y: inner.maxY - 1, width: rect.width - 2, height: 1)
    buffer.draw(KeyHints(hints), in: footer)
    return inner.inset(bottom: 2)
  }
}

/// The text shown instead of the program when the window is too small: both sizes, centred.
public struct TooSmallNotice: Widget, Hashable, Sendable {
  public var needed: Size

  public init(needed: Size) { self.needed = needed }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    let lines: [TextLine] = [
      TextLine("The window is too small.", .title),
      "It has \(rect.width) x \(rect.height),",
      "and needs \(needed.width) x \(needed.height).",
    ]
    let rows = lines.flatMap { $0.wrapped(to: rect.width) }
    let top = rect.y.saturatingAdd(max(0, (rect.height - rows.count) / 2))
    for (index, row) in rows.enumerated() {
      let line = row.padded(to: rect.width, alignment: .center)
      buffer.put(line, at: Point(x: rect.x, y: top.saturatingAdd(index)), clip: rect)
    }
  }
}
