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

  /// Checks the limits and refuses harmful characters, so that what follows is linear and shallow.
  static func check(_ text: String, file: String) throws(LessonFileError) {
    guard text.utf8.count <= bytesMax else {
      throw LessonFileError(
        file: file, "the file is too large", found: "\(text.utf8.count) bytes",
        expected: "at most \(bytesMax)")
    }
    var depth = 0
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      try checkLine(line, file: file, number: index + 1)
      for (column, scalar) in line.unicodeScalars.enumerated() {
        if scalar == "[" || scalar == "{" { depth += 1 }
        if scalar == "]" || scalar == "}" { depth = max(0, depth - 1) }
        guard depth <= nestingMax else {
          throw LessonFileError(
            file: file, line: index + 1, column: column + 1, "brackets are nested too deeply",
            expected: "at most \(nestingMax) levels")
        }
      }
    }
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
    if let place = anchor(in: line) {
      throw LessonFileError(
        file: file, line: number, column: place + 1,
        "anchors and aliases are not used in lessons", found: "&", expected: "and, or & by itself")
    }
    for (index, scalar) in line.unicodeScalars.enumerated() where isHarmful(scalar) {
      throw LessonFileError(
        file: file, line: number, column: index + 1,
        scalar == "\t" ? "a tab; indent and separate with blanks" : "a control character",
        found: code(scalar), expected: "printable text")
    }
    let indentation = line.prefix { $0 == " " }.count
    let markers = line.dropFirst(indentation).split(separator: " ").prefix {
      $0 == "-" || $0 == "?"
    }
    guard indentation <= indentationMax, markers.count <= 4, line.utf8.count <= lineMax else {
      throw LessonFileError(
        file: file, line: number, column: 1, "the line is too long or nested too deeply",
        expected: "at most \(lineMax) bytes and \(indentationMax) blanks of indentation")
    }
  }
}
