/// A piece of text in one style.
public struct TextSpan: Hashable, Sendable {
  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// One line of attributed text: spans from left to right. It holds text as data; what a terminal
/// would act on is made visible when it is drawn.
public struct TextLine: Hashable, Sendable, ExpressibleByStringInterpolation {
  public var spans: [TextSpan]

  public init(_ spans: [TextSpan] = []) { self.spans = spans }
  public init(_ text: String, _ style: Style = .plain) { spans = [TextSpan(text, style)] }
  public init(stringLiteral value: String) { self.init(value) }

  /// The columns that the line takes. O(length).
  public var width: Int {
    var columns = 0
    for span in spans { columns += DisplayWidth.of(span.text) }
    return columns
  }

  /// The text without its styles.
  public var text: String { spans.reduce(into: "") { $0 += $1.text } }
  public var isEmpty: Bool { spans.allSatisfy { $0.text.isEmpty } }

  /// Adds text at the end.
  public mutating func append(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    if let last = spans.indices.last, spans[last].style == style {
      spans[last].text += text
    } else {
      spans.append(TextSpan(text, style))
    }
  }

  public static func + (left: TextLine, right: TextLine) -> TextLine {
    TextLine(left.spans + right.spans)
  }

  public static func += (left: inout TextLine, right: TextLine) {
    left.spans += right.spans
  }

  /// The line with attributes added everywhere.
  public func adding(_ attributes: Style.Attributes) -> TextLine {
    TextLine(spans.map { TextSpan($0.text, $0.style.adding(attributes)) })
  }

  /// The line with the plain parts in another style.
  public func based(on style: Style) -> TextLine {
    TextLine(
      spans.map { span in
        let role = span.style.role == .plain ? style.role : span.style.role
        return TextSpan(span.text, Style(role, span.style.attributes.union(style.attributes)))
      })
  }

  /// The line cut to at most `limit` columns; the last one is an ellipsis when something is cut.
  /// Combining marks stay with their base.
  public func truncated(to limit: Int) -> TextLine {
    guard width > limit else { return self }
    guard limit > 0 else { return TextLine() }
    var result = TextLine()
    var room = limit - 1
    var style = Style.plain
    cutting: for span in spans {
      style = span.style
      var kept = ""
      for scalar in span.text.unicodeScalars {
        let columns = DisplayWidth.of(scalar)
        if columns > room {
          result.append(kept, style)
          break cutting
        }
        room -= columns
        kept.unicodeScalars.append(scalar)
      }
      result.append(kept, style)
    }
    result.append(String(Character(Glyph.ellipsis.unicode)), style)
    return result
  }

  /// The line cut or filled with spaces to exactly `columns` columns (filled at most to the widest
  /// buffer).
  public func padded(to columns: Int, alignment: Alignment = .leading) -> TextLine {
    let fitted = truncated(to: columns)
    let missing = min(columns, CellBuffer.maximumSide) - fitted.width
    guard missing > 0 else { return fitted }
    let before: Int
    switch alignment {
    case .leading: before = 0
    case .center: before = missing / 2
    case .trailing: before = missing
    }
    var result = TextLine()
    result.append(String(repeating: " ", count: before))
    result += fitted
    result.append(String(repeating: " ", count: missing - before))
    return result
  }
}

/// Where text stands in a width that is larger than it.
public enum Alignment: Hashable, Sendable {
  case leading, center, trailing
}
