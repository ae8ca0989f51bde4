/// A word or sign of the goal language, with the column where it starts.
struct GoalToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case number(Int64)
    case text(String)
    case word(String)
    case sign(String)
    case end
  }
  let kind: Kind
  let column: Int

  /// The token as it is quoted in messages.
  var words: String {
    switch kind {
    case .number(let number): String(number)
    case .text(let text): "\"\(text)\""
    case .word(let word): word
    case .sign(let sign): sign
    case .end: "the end"
    }
  }
}

/// Splits the text of a goal. Total: any text gives tokens or one error.
enum GoalLexer {
  static let lengthMax = 4096
  private static let signs = [
    "...", "==", "!=", "<=", ">=", "<", ">", "(", ")", "{", "}", "[", "]", ",", ":", "-",
  ]

  static func tokens(_ text: String) throws(GoalSyntaxError) -> [GoalToken] {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count <= lengthMax else {
      throw GoalSyntaxError(column: 1, "a goal has at most \(lengthMax) characters")
    }
    var tokens: [GoalToken] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar == " " || scalar == "\n" || scalar == "\t" {
        index += 1
      } else if scalar == "\"" {
        tokens.append(try quoted(scalars, &index))
      } else if ("0"..."9").contains(scalar) {
        tokens.append(try number(scalars, &index))
      } else if scalar.properties.isAlphabetic || scalar == "_" {
        tokens.append(word(scalars, &index))
      } else {
        tokens.append(try sign(scalars, &index))
      }
    }
    tokens.append(GoalToken(kind: .end, column: scalars.count + 1))
    return tokens
  }

  private static func quoted(
    _ scalars: [Unicode.Scalar], _ index: inout Int
  ) throws(GoalSyntaxError) -> GoalToken {
    let column = index + 1
    var text = String.UnicodeScalarView()
    index += 1
    while index < scalars.count, scalars[index] != "\"" {
      if scalars[index] == "\\", index + 1 < scalars.count { index += 1 }
      text.append(scalars[index])
      index += 1
    }
    guard index < scalars.count else {
      throw GoalSyntaxError(column: column, "a text starts here and has no closing \"")
    }
    index += 1
    return GoalToken(kind: .text(String(text)), column: column)
  }

  private static func number(
    _ scalars: [Unicode.Scalar], _ index: inout Int
  ) throws(GoalSyntaxError) -> GoalToken {
    let start = index
    while index < scalars.count, ("0"..."9").contains(scalars[index]) { index += 1 }
    let digits = String(String.UnicodeScalarView(scalars[start..<index]))
    guard let number = Int64(digits), number <= 1_000_000_000_000 else {
      throw GoalSyntaxError(column: start + 1, "found \(digits), expected a number up to 10^12")
    }
    return GoalToken(kind: .number(number), column: start + 1)
  }

  private static func word(_ scalars: [Unicode.Scalar], _ index: inout Int) -> GoalToken {
    let start = index
    while index < scalars.count, isWordScalar(scalars, index) { index += 1 }
    return GoalToken(
      kind: .word(String(String.UnicodeScalarView(scalars[start..<index]))), column: start + 1)
  }

  /// Names may contain `- . @`, but a word never ends with a dot that begins `...`.
  private static func isWordScalar(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    let scalar = scalars[index]
    if scalar == ".", index + 1 < scalars.count, scalars[index + 1] == "." { return false }
    return NameTable.isNameScalar(scalar)
  }

  private static func sign(
    _ scalars: [Unicode.Scalar], _ index: inout Int
  ) throws(GoalSyntaxError) -> GoalToken {
    for sign in signs {
      let end = index + sign.unicodeScalars.count
      if end <= scalars.count, scalars[index..<end].elementsEqual(sign.unicodeScalars) {
        defer { index = end }
        return GoalToken(kind: .sign(sign), column: index + 1)
      }
    }
    let code = String(scalars[index].value, radix: 16, uppercase: true)
    let shown =
      scalars[index].value >= 0x20 && scalars[index].value < 0x7F
      ? String(Character(scalars[index])) : "the character U+\(code)"
    throw GoalSyntaxError(
      column: index + 1, "found \(shown), expected a name, a number, a text or an operator")
  }
}
