extension VirtualScreen {
  /// Select graphic rendition.
  mutating func setAttributes(_ parameters: [Int?]) {
    let codes = parameters.isEmpty ? [0] : parameters.map { $0 ?? 0 }
    var index = 0
    while index < codes.count {
      let code = codes[index]
      switch code {
      case 0: attributes = ScreenAttributes()
      case 1: attributes.bold = true
      case 2: attributes.dim = true
      case 4: attributes.underline = true
      case 7: attributes.reverse = true
      case 22:
        attributes.bold = false
        attributes.dim = false
      case 24: attributes.underline = false
      case 27: attributes.reverse = false
      case 30...37: attributes.foreground = code - 30
      case 39: attributes.foreground = nil
      case 40...47: attributes.background = code - 40
      case 49: attributes.background = nil
      case 90...97: attributes.foreground = code - 82
      case 100...107: attributes.background = code - 92
      case 38, 48:
        index += extendedColor(codes, at: index, isForeground: code == 38)
      case 3, 5, 8, 10, 11, 21, 23, 25, 28: break
      default: unknownSequences.append("SGR \(code)")
      }
      index += 1
    }
  }

  /// `38;5;n` and `38;2;r;g;b`; returns how many further codes it used.
  private mutating func extendedColor(
    _ codes: [Int], at index: Int, isForeground: Bool
  ) -> Int {
    guard index + 1 < codes.count else { return 0 }
    guard codes[index + 1] == 5, index + 2 < codes.count else {
      return codes[index + 1] == 2 ? 4 : 1
    }
    if isForeground {
      attributes.foreground = codes[index + 2]
    } else {
      attributes.background = codes[index + 2]
    }
    return 2
  }
}

/// The DEC special graphics set.
enum LineDrawing {
  private static let table: [(Unicode.Scalar, Unicode.Scalar)] = [
    ("`", "◆"), ("a", "▒"), ("f", "°"), ("g", "±"), ("j", "┘"), ("k", "┐"), ("l", "┌"),
    ("m", "└"), ("n", "┼"), ("o", "⎺"), ("p", "⎻"), ("q", "─"), ("r", "⎼"), ("s", "⎽"),
    ("t", "├"), ("u", "┤"), ("v", "┴"), ("w", "┬"), ("x", "│"), ("y", "≤"), ("z", "≥"),
    ("{", "π"), ("|", "≠"), ("}", "£"), ("~", "·"), ("_", " "),
  ]

  static func scalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    table.first { $0.0 == scalar }?.1 ?? scalar
  }
}
