/// The nearest printable ASCII character for a scalar, one for one, so that widths do not depend
/// on the glyph set.
enum ASCIIFallback {
  static func scalar(for scalar: Unicode.Scalar) -> Unicode.Scalar {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F { return scalar }
    if value < 0x20 || value == 0x7F { return "^" }
    if value >= 0x1F1E6 && value <= 0x1F1FF {
      return Unicode.Scalar(value - 0x1F1E6 + 0x41) ?? "?"
    }
    if value >= 0xFF01 && value <= 0xFF5E { return Unicode.Scalar(value - 0xFEE0) ?? "?" }
    return punctuation(scalar) ?? glyph(scalar) ?? letter(scalar) ?? "?"
  }

  private static func punctuation(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\u{A0}", "\u{2002}", "\u{2003}", "\u{2009}", "\u{202F}", "\u{3000}": " "
    case "‘", "’", "‚", "′", "´": "'"
    case "“", "”", "„", "«", "»", "″": "\""
    case "‐", "‑", "‒", "–", "—", "−", "━", "╴", "╶": "-"
    case "×", "✕", "✘": "x"
    case "≤", "⟨", "‹", "⇐", "⟵": "<"
    case "≥", "⟩", "›", "⇒", "⟶", "↦", "▸", "►": ">"
    case "≈", "≃": "~"
    case "≠": "!"
    case "∧", "↟": "^"
    case "∨": "v"
    case "∪": "U"
    case "…": "."
    case "÷": "/"
    case "¬": "!"
    case "┃", "┆", "┇", "╵", "╷", "║": "|"
    case "╭", "╮", "╯", "╰", "╔", "╗", "╚", "╝", "╬": "+"
    case "✔", "☑": "+"
    case "★", "☆", "▪", "◉": "*"
    case "µ", "μ": "u"
    case "ß": "s"
    case "æ": "a"
    case "ø": "o"
    case "Ø": "O"
    case "ł": "l"
    case "Ł": "L"
    default: nil
    }
  }

  private static func glyph(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    Glyph.allCases.first { $0.unicode == scalar }?.ascii
  }

  /// The base letter of an accented Latin letter, from its Unicode name.
  private static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard scalar.value >= 0xC0, scalar.value < 0x2000, let name = scalar.properties.name else {
      return nil
    }
    let words = name.split(separator: " ", maxSplits: 4)
    guard words.count == 5, words[0] == "LATIN", words[2] == "LETTER", words[4].hasPrefix("WITH"),
      words[3].unicodeScalars.count == 1, let capital = words[3].unicodeScalars.first
    else { return nil }
    return words[1] == "SMALL" ? Unicode.Scalar(capital.value + 0x20) : capital
  }
}
