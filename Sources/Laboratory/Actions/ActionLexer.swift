import Histories

/// Cuts one line of text into tokens. Total: every input gives tokens or an error. O(length).
struct ActionLexer {
  let source: String
  private let scalars: String.UnicodeScalarView
  private(set) var index: String.Index
  private var tokens: [ActionToken] = []

  /// The tokens of a line; the last one is the end.
  static func tokens(of source: String) throws(ActionError) -> [ActionToken] {
    guard source.utf8.count <= ActionLimits.lineBytesMax else {
      throw ActionError(
        column: 1,
        "a line of \(source.utf8.count) bytes; a line has at most \(ActionLimits.lineBytesMax)")
    }
    var lexer = ActionLexer(source: source)
    try lexer.run()
    return lexer.tokens
  }

  /// Whether the text can stand as a word without quotes.
  static func isBareWord(_ text: String) -> Bool {
    guard text.utf8.count <= ActionLimits.textBytesMax, let tokens = try? tokens(of: text) else {
      return false
    }
    // Compared by bytes: equality of strings would take one spelling of a letter for another.
    return tokens.count == 2 && tokens[0].word.map { $0.utf8.elementsEqual(text.utf8) } == true
  }

  private init(source: String) {
    self.source = source
    scalars = source.unicodeScalars
    index = scalars.startIndex
  }

  func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    guard let place = scalars.index(index, offsetBy: distance, limitedBy: scalars.endIndex),
      place < scalars.endIndex
    else { return nil }
    return scalars[place]
  }

  mutating func advance(_ count: Int = 1) {
    index = scalars.index(index, offsetBy: count, limitedBy: scalars.endIndex) ?? scalars.endIndex
  }

  func error(at place: String.Index, _ message: String) -> ActionError {
    ActionError(column: source.column(of: place), message)
  }

  private mutating func run() throws(ActionError) {
    while let scalar = peek() {
      if scalar == " " || scalar == "\t" {
        advance()
      } else if scalar == "#" {
        try refuseUnsafeComment()
        break
      } else {
        try token(startingWith: scalar)
      }
    }
    tokens.append(ActionToken(kind: .end, start: index, end: index))
  }

  /// A comment ends the line; it may not hide control characters either.
  private func refuseUnsafeComment() throws(ActionError) {
    for place in scalars[index...].indices
    where QuotedText.isUnsafe(scalars[place]) && scalars[place] != "\t" {
      throw error(
        at: place, "found \(QuotedText.description(of: scalars[place])) in a comment")
    }
  }

  private mutating func token(startingWith scalar: Unicode.Scalar) throws(ActionError) {
    let start = index
    if scalar == "\"" {
      let text = try quotedText()
      tokens.append(ActionToken(kind: .quoted(text), start: start, end: index))
    } else if scalar == "-", peek(1) == ">" {
      symbol("->", start)
    } else if Self.startsWord(scalar) || Self.isSign(scalar) && peek(1).map(Self.isDigit) == true {
      try wordOrNumber()
    } else if "|,{}[]=*;%:@".unicodeScalars.contains(scalar) {
      symbol(String(Character(scalar)), start)
    } else if QuotedText.isUnsafe(scalar) {
      throw error(
        at: start,
        "found \(QuotedText.description(of: scalar)); in quotes it is written \\u{\(QuotedText.hexadecimal(scalar))}"
      )
    } else {
      throw error(
        at: start, "found \(Character(scalar)), which begins no word; put texts with it in quotes")
    }
  }

  private mutating func symbol(_ text: String, _ start: String.Index) {
    advance(text.unicodeScalars.count)
    tokens.append(ActionToken(kind: .symbol(text), start: start, end: index))
  }

  // MARK: Words and numbers

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
  private static func isSign(_ scalar: Unicode.Scalar) -> Bool { scalar == "+" || scalar == "-" }
  private static func startsWord(_ scalar: Unicode.Scalar) -> Bool {
    NameTable.isLetter(scalar) || isDigit(scalar) || scalar == "_"
  }

  private mutating func wordOrNumber() throws(ActionError) {
    let start = index
    let isSigned = peek().map(Self.isSign) == true
    if isSigned { advance() }
    let startsWithDigit = peek().map(Self.isDigit) == true
    while let scalar = peek(), continuesWord(scalar, afterDigits: startsWithDigit) { advance() }
    let text = String(scalars[start..<index])
    if Self.isNumber(text) {
      tokens.append(ActionToken(kind: .number(text), start: start, end: index))
    } else if isSigned {
      throw error(
        at: start, "found \(QuotedText.shown(text)), which is no number; put texts in quotes")
    } else {
      tokens.append(
        ActionToken(kind: .word(try checkLength(text, start)), start: start, end: index))
    }
  }

  /// Names, and inside a word `/`, `:` before more of it, and `-` unless it begins an arrow.
  private func continuesWord(_ scalar: Unicode.Scalar, afterDigits: Bool) -> Bool {
    switch scalar {
    case "-": peek(1) != ">"
    case ":": !afterDigits && peek(1).map(Self.startsWord) == true
    case "/": true
    default: NameTable.isNameScalar(scalar) && !QuotedText.isUnsafe(scalar)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}
