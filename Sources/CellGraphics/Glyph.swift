/// Every drawing character of the program, by meaning. Widgets name a glyph; the glyph set of the
/// buffer decides which character is drawn. Each is exactly one column wide in both sets.
public enum Glyph: UInt8, CaseIterable, Hashable, Sendable {
  // Lines.
  case horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight
  case teeRight, teeLeft, teeDown, teeUp, cross
  case doubleHorizontal, dashedHorizontal, dashedVertical, diagonalDown, diagonalUp
  // Arrows.
  case arrowRight, arrowLeft, arrowUp, arrowDown, headRight, headLeft, tab
  // Verdicts and states.
  case check, fail, pending, unknown, approximately, differs
  // Marks.
  case bullet, dot, disc, circle, square, hollowSquare, diamond, selected, warning, lock, cut
  case crown, hollowCrown
  // Bars and sparklines.
  case spark1, spark2, spark3, spark4, spark5, spark6, spark7, spark8
  case barFull, barHalf, barEmpty, scrollThumb, scrollTrack
  // Text.
  case ellipsis

  /// The character in the Unicode set.
  public var unicode: Unicode.Scalar { forms.0 }
  /// The character in the ASCII set.
  public var ascii: Unicode.Scalar { forms.1 }

  private var forms: (Unicode.Scalar, Unicode.Scalar) {
    switch self {
    case .horizontal: ("─", "-")
    case .vertical: ("│", "|")
    case .topLeft: ("┌", "+")
    case .topRight: ("┐", "+")
    case .bottomLeft: ("└", "+")
    case .bottomRight: ("┘", "+")
    case .teeRight: ("├", "+")
    case .teeLeft: ("┤", "+")
    case .teeDown: ("┬", "+")
    case .teeUp: ("┴", "+")
    case .cross: ("┼", "+")
    case .doubleHorizontal: ("═", "=")
    case .dashedHorizontal: ("╌", ".")
    case .dashedVertical: ("╎", ":")
    case .diagonalDown: ("╲", "\\")
    case .diagonalUp: ("╱", "/")
    case .arrowRight: ("→", ">")
    case .arrowLeft: ("←", "<")
    case .arrowUp: ("↑", "^")
    case .arrowDown: ("↓", "v")
    case .headRight: ("▶", ">")
    case .headLeft: ("◀", "<")
    case .tab: ("⇥", ">")
    case .check: ("✓", "v")
    case .fail: ("✗", "x")
    case .pending: ("…", ".")
    case .unknown: ("?", "?")
    case .approximately: ("~", "~")
    case .differs: ("≠", "%")
    case .bullet: ("•", "*")
    case .dot: ("·", ".")
    case .disc: ("●", "*")
    case .circle: ("○", "o")
    case .square: ("■", "#")
    case .hollowSquare: ("□", "o")
    case .diamond: ("◆", "*")
    case .selected: ("◂", "<")
    case .warning: ("!", "!")
    case .lock: ("⊘", "0")
    case .cut: ("╳", "X")
    case .crown: ("♛", "L")
    case .hollowCrown: ("♕", "l")
    case .spark1: ("▁", "_")
    case .spark2: ("▂", ".")
    case .spark3: ("▃", ":")
    case .spark4: ("▄", "-")
    case .spark5: ("▅", "=")
    case .spark6: ("▆", "+")
    case .spark7: ("▇", "*")
    case .spark8: ("█", "#")
    case .barFull: ("█", "#")
    case .barHalf: ("▌", "=")
    case .barEmpty: ("░", ".")
    case .scrollThumb: ("█", "#")
    case .scrollTrack: ("│", "|")
    case .ellipsis: ("…", "~")
    }
  }
}

/// Which characters may be drawn.
public enum GlyphSet: Hashable, Sendable {
  case unicode
  /// Printable ASCII only; other text is transliterated, or shown as `?`.
  case ascii

  /// The character for a glyph. O(1).
  public subscript(_ glyph: Glyph) -> Unicode.Scalar {
    self == .unicode ? glyph.unicode : glyph.ascii
  }

  /// The character for a glyph as text, to build lines from.
  public func string(_ glyph: Glyph) -> String { String(Character(self[glyph])) }

  /// The sparkline glyph for a level of 0...7; other levels are clamped.
  public func spark(_ level: Int) -> Unicode.Scalar {
    let first = Int(Glyph.spark1.rawValue)
    let raw = UInt8(first + level.clamped(to: 0...7))
    return self[Glyph(rawValue: raw) ?? .spark1]
  }
}
