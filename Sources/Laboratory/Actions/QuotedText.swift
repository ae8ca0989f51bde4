/// Texts as they stand between quotes, and the escapes that keep a terminal safe.
enum QuotedText {
  /// The text between quotes, on one line: control characters, invisible ones and line separators
  /// become escapes. Reading it back gives the same scalars. O(length).
  static func quoted(_ text: String) -> String {
    var result = "\""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        // A mark at the beginning would join the quote before it.
        if isUnsafe(scalar) || index == 0 && scalar.properties.isGraphemeExtend {
          result += "\\u{" + hexadecimal(scalar) + "}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  /// Whether a scalar may not stand in a line of text as it is: it is invisible or moves the cursor.
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      true
    default: false
    }
  }

  /// A name for a scalar that is not shown: `the control character U+001B`.
  static func description(of scalar: Unicode.Scalar) -> String {
    let digits = hexadecimal(scalar)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let kind = scalar.properties.generalCategory == .control ? "control" : "invisible"
    return "the \(kind) character U+\(padded)"
  }

  /// A piece of input for a message: quoted where it needs to be, and never long.
  static func shown(_ text: String) -> String {
    let short = text.unicodeScalars.prefix(41)
    let cut = short.count > 40
    let plain = String(String.UnicodeScalarView(short.prefix(40)))
    return quoted(plain) + (cut ? "…" : "")
  }

  static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }
}
