import Yams

/// One line of text of a file, with its place: an action of a script, a move.
struct SourceLine {
  let text: String
  let path: String
  let mark: SourceMark
  let file: String

  /// An error at a column of the text, from 1.
  func error(at column: Int?, _ message: String) -> LessonFileError {
    LessonFileError(
      file: file, line: mark.line, column: mark.column + (column ?? 1) - 1, message)
  }
}

extension YAMLValue {
  /// A single line. Its column counts from the text itself, behind a quotation mark.
  func sourceLine() throws(LessonFileError) -> SourceLine {
    var start = mark
    if case .scalar(let scalar) = node,
      scalar.style == .doubleQuoted || scalar.style == .singleQuoted
    {
      start.column += 1
    }
    return SourceLine(text: try line(), path: path, mark: start, file: document.file)
  }

  /// The lines of a script: a list of texts, or one block of text with a line for each.
  func sourceLines() throws(LessonFileError) -> [SourceLine] {
    if case .sequence = node {
      var result: [SourceLine] = []
      for element in try list() { result.append(try element.sourceLine()) }
      return result
    }
    guard case .scalar(let scalar) = node, scalar.style == .literal else {
      throw error(
        "wrong kind", found: kind, expected: "a list of actions, or a block that starts with |")
    }
    _ = try text()
    var result: [SourceLine] = []
    let block = scalar.string.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, raw) in block.enumerated() {
      let text = String(raw).trimmed
      guard !text.isEmpty, !text.hasPrefix("#") else { continue }
      // The text begins in the line after the `|`; how far it is indented, the file says.
      let number = mark.line + 1 + index
      let indentation =
        number <= document.lines.count ? document.lines[number - 1].prefix { $0 == " " }.count : 0
      result.append(
        SourceLine(
          text: text, path: path, mark: SourceMark(line: number, column: indentation + 1),
          file: document.file))
    }
    return result
  }
}
