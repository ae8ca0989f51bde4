/// One step of text on its way to the cells: a scalar of one or two columns, or a combining mark
/// (zero columns) that belongs to the unit before it.
struct DisplayUnit: Equatable {
  var scalar: Unicode.Scalar
  var width: Int
}

/// The visible form of arbitrary text. Text is data: control characters, bidirectional controls,
/// line separators, private and unassigned scalars come out as visible replacements, so nothing
/// that a terminal would act on passes. Every unit has a width on which terminals agree:
/// joiners, variation selectors and skin tones are left out, and regional indicators become
/// letters, so that an emoji sequence degrades to its parts.
struct DisplayUnits: Sequence, IteratorProtocol {
  private var scalars: String.UnicodeScalarView.Iterator
  private let glyphs: GlyphSet
  private var repeated: DisplayUnit?

  init(_ text: String, glyphs: GlyphSet = .unicode) {
    scalars = text.unicodeScalars.makeIterator()
    self.glyphs = glyphs
  }

  mutating func next() -> DisplayUnit? {
    if let unit = repeated {
      repeated = nil
      return unit
    }
    while let scalar = scalars.next() {
      if scalar.value >= 0x20 && scalar.value < 0x7F {
        return DisplayUnit(scalar: scalar, width: 1)
      }
      guard let unit = DisplayUnits.unit(for: scalar) else { continue }
      if glyphs == .unicode { return unit }
      if unit.width == 0 { continue }
      let plain = DisplayUnit(scalar: ASCIIFallback.scalar(for: scalar), width: 1)
      if unit.width == 2 { repeated = plain }
      return plain
    }
    return nil
  }

  /// What a scalar looks like in the Unicode set; nil when it leaves no trace.
  static func unit(for scalar: Unicode.Scalar) -> DisplayUnit? {
    let value = scalar.value
    switch value {
    case 0x20..<0x7F: return DisplayUnit(scalar: scalar, width: 1)
    case 0..<0x20:
      return DisplayUnit(scalar: Unicode.Scalar(0x2400 + value) ?? replacement, width: 1)
    case 0x7F: return DisplayUnit(scalar: "\u{2421}", width: 1)
    case 0x200C, 0x200D, 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x1F3FB...0x1F3FF: return nil
    case 0x1F1E6...0x1F1FF:
      return DisplayUnit(scalar: Unicode.Scalar(value - 0x1F1E6 + 0x41) ?? "?", width: 1)
    case 0xA0: return DisplayUnit(scalar: " ", width: 1)
    // Vowels and final consonants of decomposed Hangul stand on the consonant before them.
    case 0x1160...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB:
      return DisplayUnit(scalar: scalar, width: 0)
    case 0x2500...0x25FF: return DisplayUnit(scalar: scalar, width: width(of: scalar))
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return DisplayUnit(scalar: replacement, width: 1)
    case .nonspacingMark, .enclosingMark: return DisplayUnit(scalar: scalar, width: 0)
    case .spaceSeparator where value != 0x3000: return DisplayUnit(scalar: " ", width: 1)
    default: return DisplayUnit(scalar: scalar, width: width(of: scalar))
    }
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    WideScalars.contains(scalar.value) ? 2 : 1
  }

  static let replacement: Unicode.Scalar = "\u{FFFD}"
}

/// Column counts of text as the buffer will show it.
public enum DisplayWidth {
  /// The number of columns that `text` takes in a buffer; the same in both glyph sets. O(length).
  public static func of(_ text: String) -> Int {
    if let columns = ofPrintableASCII(text) { return columns }
    var columns = 0
    for unit in DisplayUnits(text) { columns += unit.width }
    return columns
  }

  /// The columns of text in which every byte takes one, and nil for any other.
  static func ofPrintableASCII(_ text: String) -> Int? {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? bytes.count : nil
    } ?? nil
  }

  /// The columns of one scalar: 0 for marks and scalars that leave no trace, else 1 or 2.
  public static func of(_ scalar: Unicode.Scalar) -> Int {
    DisplayUnits.unit(for: scalar)?.width ?? 0
  }

  /// Whether a scalar may stand in a cell as it is.
  public static func isShowable(_ scalar: Unicode.Scalar) -> Bool {
    guard let unit = DisplayUnits.unit(for: scalar) else { return false }
    return unit.scalar == scalar && unit.width > 0
  }
}
