/// The text of a file before anything is made of it: its limits, and characters that no text may hold.
enum SourceText {
  static let bytesMax = 1_048_576
  static let nestingMax = 24
  static let indentationMax = 80
  static let lineMax = 4096

  /// Whether a scalar could do something to a terminal or to the order of what is read: control
  /// characters, line separators, and marks that reverse the writing direction.
  static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069,
      0xFEFF:
      true
    default: false
    }
  }

  /// The text with every harmful character written as its code: `<U+001B>`.
  static func harmless(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if isHarmful(scalar) { result += code(scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
  }

  /// The lines of a text, without their ends: a line feed, or a carriage return and a line feed.
  static func lines(of text: String) -> [Substring] {
    var lines: [Substring] = []
    let bytes = text.utf8
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = text[start..<end]
      lines.append(
        line.utf8.last == UInt8(ascii: "\r") ? text[start..<bytes.index(before: end)] : line)
      start = bytes.index(after: end)
    }
    lines.append(text[start...])
    return lines
  }

  /// Checks the limits and refuses harmful characters, so that what follows is linear and shallow.
  static func check(
    _ text: String, _ lines: [Substring], file: String
  ) throws(LessonFileError) {
    guard text.utf8.count <= bytesMax else {
      throw LessonFileError(
        file: file, "the file is too large", found: "\(text.utf8.count) bytes",
        expected: "at most \(bytesMax)")
    }
    var depth = 0
    for (index, line) in lines.enumerated() {
      try checkLine(line, file: file, number: index + 1)
      for place in line.utf8.indices {
        let byte = line.utf8[place]
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
        guard depth <= nestingMax else {
          throw LessonFileError(
            file: file, line: index + 1, column: line[..<place].unicodeScalars.count + 1,
            "brackets are nested too deeply", expected: "at most \(nestingMax) levels")
        }
      }
    }
  }

  /// Whether a line is printable ASCII without an `&`, as nearly all are: then no character in it needs
  /// to be looked at by itself.
  private static func isPlain(_ line: Substring) -> Bool {
    line.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "&") }
  }

  /// Where an anchor would begin. Without anchors there are no aliases, and so no small file that
  /// stands for a large one; what makes nodes of the text never sees any.
  private static func anchor(in line: Substring) -> Int? {
    var before: Unicode.Scalar = " "
    for (index, pair) in zip(line.unicodeScalars, line.unicodeScalars.dropFirst()).enumerated() {
      if pair.0 == "&", pair.1 != " ", " [{,:-?!".unicodeScalars.contains(before) { return index }
      before = pair.0
    }
    return nil
  }

  private static func checkLine(
    _ line: Substring, file: String, number: Int
  ) throws(LessonFileError) {
    if !isPlain(line) { try checkCharacters(line, file: file, number: number) }
    var rest = line.utf8.drop { $0 == UInt8(ascii: " ") }
    let indentation = line.utf8.count - rest.count
    var markers = 0
    while let first = rest.first, "-?".utf8.contains(first), rest.dropFirst().first ?? 0x20 == 0x20
    {
      markers += 1
      rest = rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
    }
    guard indentation <= indentationMax, markers <= 4, line.utf8.count <= lineMax else {
      throw LessonFileError(
        file: file, line: number, column: 1, "the line is too long or nested too deeply",
        expected: "at most \(lineMax) bytes and \(indentationMax) blanks of indentation")
    }
  }

  private static func checkCharacters(
    _ line: Substring, file: String, number: Int
  ) throws(LessonFileError) {
    if let place = anchor(in: line) {
      throw LessonFileError(
        file: file, line: number, column: place + 1,
        "anchors and aliases are not used here", found: "&", expected: "and, or & by itself")
    }
    for (index, scalar) in line.unicodeScalars.enumerated() where isHarmful(scalar) {
      throw LessonFileError(
        file: file, line: number, column: index + 1,
        scalar == "\t" ? "a tab; indent and separate with blanks" : "a control character",
        found: code(scalar), expected: "printable text")
    }
  }
}
