import CellGraphics

/// The markup of lesson texts as lines: `**bold**`, `*emphasis*`, `` `code` ``, paragraphs, lists.
enum LessonText {
  /// One line, without wrapping. Both emphases are bold: not every terminal has another.
  static func line(_ text: String, style: Style = .plain) -> TextLine {
    var flat = ""
    var previous: Character?
    for character in text {
      if character == "*", previous == "*" {
        previous = nil
        continue
      }
      flat.append(character)
      previous = character
    }
    return TextLine(markup: flat, style: style)
  }

  /// The text wrapped to a width. Lines of one paragraph are joined before.
  static func lines(_ text: String, width: Int, style: Style = .plain) -> [TextLine] {
    var result: [TextLine] = []
    for paragraph in paragraphs(text) {
      if paragraph.isEmpty {
        if !result.isEmpty, !(result.last?.isEmpty ?? true) { result.append("") }
        continue
      }
      let isItem = paragraph.hasPrefix("- ")
      let line = line(isItem ? "• " + paragraph.dropFirst(2) : paragraph, style: style)
      result += line.wrapped(to: width, hanging: isItem ? 2 : 0)
    }
    if result.last?.isEmpty ?? false { result.removeLast() }
    return result
  }

  /// The same text with each sentence as a paragraph of its own.
  static func airy(_ text: String) -> String {
    paragraphs(text).map { paragraph in
      var result = ""
      var last: Character?
      for character in paragraph {
        let endsSentence = last.map { ".?!".contains($0) } ?? false
        if character == " ", endsSentence { result += "\n\n" } else { result.append(character) }
        last = character
      }
      return result
    }.joined(separator: "\n\n")
  }

  /// Paragraphs and list items as one string each, and an empty one for each blank line.
  private static func paragraphs(_ text: String) -> [String] {
    var result: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = String(line.drop { $0 == " " })
      if trimmed.isEmpty || trimmed.hasPrefix("- ") || (result.last?.isEmpty ?? true) {
        result.append(trimmed)
      } else {
        result[result.count - 1] += " " + trimmed
      }
    }
    return result
  }
}
