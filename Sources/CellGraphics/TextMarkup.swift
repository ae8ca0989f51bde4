extension TextLine {
  /// Reads the inline emphasis of lesson texts: `*strong*` is bold, `` `code` `` has the accent
  /// role, and a backslash keeps the next character as it is. A mark without its partner, or one
  /// with a space on its inner side, is ordinary text, so `2 * 3 * 4` stays as it is. O(length).
  public init(markup: String, style: Style = .plain) {
    self.init()
    let characters = Array(markup)
    var position = 0
    var literal = ""
    while position < characters.count {
      let character = characters[position]
      if character == "\\", position + 1 < characters.count,
        TextLine.isMark(characters[position + 1])
      {
        literal.append(characters[position + 1])
        position += 2
      } else if TextLine.isMark(character),
        let end = TextLine.partner(of: position, in: characters)
      {
        append(literal, style)
        literal = ""
        let inner = String(characters[(position + 1)..<end])
        append(inner, character == "*" ? style.bold : Style(.accent, style.attributes))
        position = end + 1
      } else {
        literal.append(character)
        position += 1
      }
    }
    append(literal, style)
  }

  private static func isMark(_ character: Character) -> Bool {
    character == "*" || character == "`" || character == "\\"
  }

  /// The position of the closing mark for the opening one at `start`.
  private static func partner(of start: Int, in characters: [Character]) -> Int? {
    let mark = characters[start]
    guard mark != "\\", start + 2 < characters.count, characters[start + 1] != " ",
      characters[start + 1] != mark
    else { return nil }
    return (start + 2..<characters.count).first {
      characters[$0] == mark && characters[$0 - 1] != " "
    }
  }
}
