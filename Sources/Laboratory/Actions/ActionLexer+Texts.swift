extension ActionLexer {
  /// The text of the quotes that begin here, its escapes resolved.
  mutating func quotedText() throws(ActionError) -> String {
    let start = index
    var text = String.UnicodeScalarView()
    advance()
    while let scalar = peek() {
      if scalar == "\"" {
        advance()
        return try checkLength(String(text), start)
      }
      if scalar == "\\" {
        text.append(try escape())
      } else if scalar.properties.generalCategory == .control || scalar == "\u{2028}"
        || scalar == "\u{2029}"
      {
        throw error(
          at: index,
          "found \(QuotedText.description(of: scalar)) in a text; it is written \\u{\(QuotedText.hexadecimal(scalar))}"
        )
      } else {
        text.append(scalar)
        advance()
      }
    }
    throw error(at: start, "this text has no closing quote; found the end of the line")
  }

  /// Keys and texts have a bound, in quotes or without.
  func checkLength(_ text: String, _ start: String.Index) throws(ActionError) -> String {
    guard text.utf8.count <= ActionLimits.textBytesMax, text.count <= ActionLimits.textMax else {
      throw error(
        at: start,
        "a text of \(text.count) characters; a text has at most \(ActionLimits.textMax)")
    }
    return text
  }

  private mutating func escape() throws(ActionError) -> Unicode.Scalar {
    let start = index
    advance()
    let found = peek()
    advance()
    switch found {
    case "\"", "\\": return found!
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": if let scalar = unicodeEscape() { return scalar }
    default: break
    }
    throw error(
      at: start, "an escape is \\\", \\\\, \\n, \\r, \\t or \\u{…} with a Unicode scalar")
  }

  /// `{`, one to eight hexadecimal digits, `}`.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    guard peek() == "{" else { return nil }
    advance()
    var number: UInt32 = 0
    var digits = 0
    while let scalar = peek(), scalar != "}", digits < 8 {
      guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else { return nil }
      number = number << 4 | UInt32(digit)
      digits += 1
      advance()
    }
    guard digits > 0, peek() == "}" else { return nil }
    advance()
    return Unicode.Scalar(number)
  }
}
