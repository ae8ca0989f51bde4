import Histories

/// Strings in quotes, with the escapes of EDN and of JSON.
extension ByteInput {
  /// The text of a string; the input stands at its opening quote.
  mutating func quotedText() throws(HistoryFileError) -> String {
    let start = place
    skip()
    let first = try word(until: ByteClass.stringEnd)
    if first.count <= limits.wordBytes {
      let text = try text(first, at: start)
      if try peek() == 0x22 {
        skip()
        return text
      }
      return try rest(of: text, from: start)
    }
    throw error("a string of more than \(limits.wordBytes) bytes", at: start)
  }

  private mutating func rest(
    of text: String, from start: FilePlace
  ) throws(HistoryFileError) -> String {
    var result = text
    while true {
      switch try peek() {
      case 0x22:
        skip()
        return result
      case 0x5C:
        skip()
        result.unicodeScalars.append(try escaped())
      case 0x0A:
        skip()
        result += "\n"
      default: throw unclosed(start)
      }
      let piece = place
      result += try self.text(word(until: ByteClass.stringEnd), at: piece)
      guard result.utf8.count <= limits.wordBytes else {
        throw error("a string of more than \(limits.wordBytes) bytes", at: start)
      }
    }
  }

  private mutating func escaped() throws(HistoryFileError) -> Unicode.Scalar {
    let byte = try peek()
    let scalar: Unicode.Scalar
    switch byte {
    case 0x22, 0x5C, 0x2F: scalar = Unicode.Scalar(UInt8(byte))
    case 0x6E: scalar = "\n"
    case 0x74: scalar = "\t"
    case 0x72: scalar = "\r"
    case 0x62: scalar = "\u{8}"
    case 0x66: scalar = "\u{C}"
    case 0x75: return try codePoint()
    default: throw error("the escape \\ before \(try found()), expected one of \" \\ / b f n r t u")
    }
    skip()
    return scalar
  }

  /// `uXXXX`, or two of them that make one scalar.
  private mutating func codePoint() throws(HistoryFileError) -> Unicode.Scalar {
    let start = place
    let high = try codeUnit()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, try peek() == 0x5C, try peekSecond() == 0x75 else {
      throw error("half of a character, expected both \\u of its pair", at: start)
    }
    skip()
    let low = try codeUnit()
    guard low >= 0xDC00, low < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw error("half of a character, expected both \\u of its pair", at: start) }
    return scalar
  }

  /// Four hexadecimal digits after a `u`.
  private mutating func codeUnit() throws(HistoryFileError) -> UInt32 {
    skip()
    var result: UInt32 = 0
    for _ in 0..<4 {
      let byte = try peek()
      guard byte >= 0, let digit = Character(Unicode.Scalar(UInt8(byte))).hexDigitValue else {
        throw error("\(try found()), expected four hexadecimal digits after \\u")
      }
      result = result << 4 | UInt32(digit)
      skip()
    }
    return result
  }
}
