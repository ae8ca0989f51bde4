import Histories

/// Extensible Data Notation, as Jepsen and Knossos write it, read into values.
///
/// * Numbers that fit 64 bits are integers; larger ones, fractions and `true` are texts.
/// * A keyword is a text with its colon, so that `:a` and `"a"` stay apart.
/// * A set is a list in ascending order, a map a list of its pairs in the order of their keys.
/// * Tags are passed over, what they tag is the value; `#_` and `;` are comments.
extension ByteInput {
  /// Goes past spaces, comments and discarded values.
  @inline(__always)
  mutating func skipEDNSpace(depth: Int = 0) throws(HistoryFileError) {
    try skipAll(ByteClass.space)
    let byte = try peek()
    if byte == 0x3B || byte == 0x23 { try skipEDNComments(depth) }
  }

  private mutating func skipEDNComments(_ depth: Int) throws(HistoryFileError) {
    while true {
      try skipAll(ByteClass.space)
      if try peek() == 0x3B {
        _ = try skipLine()
      } else if try peek() == 0x23, try peekSecond() == 0x5F {
        skip()
        skip()
        _ = try ednValue(depth: depth + 1)
      } else {
        return
      }
    }
  }

  /// The value that comes next, after spaces and comments.
  mutating func ednValue(depth: Int = 0) throws(HistoryFileError) -> Value {
    try checkDepth(depth)
    try skipEDNSpace(depth: depth)
    latestIsVector = false
    switch try peek() {
    case 0x5B:
      let elements = try ednElements(until: 0x5D, depth)
      latestIsVector = true
      return .list(elements)
    case 0x28:
      let elements = try ednElements(until: 0x29, depth)
      latestIsVector = false
      return .list(elements)
    case 0x7B: return .list(try ednPairs(depth))
    case 0x22: return .text(try quotedText())
    case 0x23: return try ednTagged(depth)
    case 0x5C: return try ednCharacter()
    case ByteInput.ending: throw error("the end of the input, expected a value")
    default: return try ednWord()
    }
  }

  private mutating func ednWord() throws(HistoryFileError) -> Value {
    let start = place
    let word = try word(until: ByteClass.wordEnd)
    guard let first = word.first else {
      throw error("\(try found()), expected a value", at: start)
    }
    if first == 0x3A { return .text(try text(word, at: start)) }
    if let integer = word.integer { return .integer(integer) }
    if word.equals("nil") { return .absent }
    let text = try text(word, at: start)
    let isNumber = isDigit(first) || (word.count > 1 && (first | 2) == 0x2F && isDigit(word[1]))
    if isNumber, !Self.isNumber(text) {
      throw error("\(quoted(text)), expected a number", at: start)
    }
    if isNumber, text.hasSuffix("N"), let integer = Int64(text.dropLast()) {
      return .integer(integer)
    }
    return .text(text)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Numbers that are not plain integers: exact ones with a mark, decimals, fractions.
  private static func isNumber(_ text: String) -> Bool {
    let plain = text.last.map { "NM".contains($0) } ?? false ? text.dropLast() : text[...]
    if Double(plain) != nil { return true }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { Double($0) != nil && !$0.contains(".") }
  }

  /// A word as text.
  func text(
    _ bytes: UnsafeBufferPointer<UInt8>, at place: FilePlace
  ) throws(HistoryFileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw error("bytes that are not UTF-8, expected text", at: place)
    }
    return text
  }

  private mutating func ednElements(
    until closing: Int, _ depth: Int
  ) throws(HistoryFileError) -> [Value] {
    let start = place
    skip()
    var result: [Value] = []
    while true {
      try skipEDNSpace(depth: depth)
      let byte = try peek()
      if byte == closing {
        skip()
        return result
      }
      guard byte != ByteInput.ending else { throw unclosed(start) }
      try countElement()
      result.append(try ednValue(depth: depth + 1))
    }
  }

  private mutating func ednPairs(_ depth: Int) throws(HistoryFileError) -> [Value] {
    let start = place
    let elements = try ednElements(until: 0x7D, depth)
    guard elements.count.isMultiple(of: 2) else {
      throw error("a map with a key that has no value", at: start)
    }
    latestIsVector = false
    return stride(from: 0, to: elements.count, by: 2)
      .map { Value.list([elements[$0], elements[$0 + 1]]) }.sorted()
  }

  func unclosed(_ start: FilePlace) -> HistoryFileError {
    error(
      "the end of the input, expected the end of what begins at line \(start.line), "
        + "column \(start.column)")
  }

  /// `#{...}`, `##Inf`, or a tag and its value.
  private mutating func ednTagged(_ depth: Int) throws(HistoryFileError) -> Value {
    let start = place
    skip()
    switch try peek() {
    case 0x7B:
      let elements = try ednElements(until: 0x7D, depth).sorted()
      latestIsVector = false
      return .list(
        elements.reduce(into: []) { if $0.last != $1 { $0.append($1) } })
    case 0x23:
      skip()
      return .text("##" + (try text(word(until: ByteClass.wordEnd), at: start)))
    default:
      let tag = try word(until: ByteClass.wordEnd)
      guard let first = tag.first, first > 0x40, first < 0x7F else {
        throw error("'#' without a tag, expected a value", at: start)
      }
      return try ednValue(depth: depth + 1)
    }
  }

  private mutating func ednCharacter() throws(HistoryFileError) -> Value {
    let start = place
    skip()
    let word = try word(until: ByteClass.wordEnd)
    if !word.isEmpty { return .text(try text(word, at: start)) }
    // A character that ends words, such as a bracket.
    let byte = try peek()
    guard byte > 0x20 else { throw error("'\\' without a character, expected a value", at: start) }
    skip()
    return .text(String(UnicodeScalar(UInt8(byte))))
  }
}
