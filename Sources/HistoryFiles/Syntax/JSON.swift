import Histories

/// JavaScript Object Notation (RFC 8259) read into values: `null` is nil, an object the list of its
/// pairs in the order of their names, a number that is no integer of 64 bits a text.
extension ByteInput {
  mutating func jsonValue(depth: Int = 0) throws(HistoryFileError) -> Value {
    try checkDepth(depth)
    try skipAll(ByteClass.space)
    latestIsVector = false
    switch try peek() {
    case 0x22: return .text(try quotedText())
    case 0x5B:
      let elements = try jsonElements(depth)
      latestIsVector = true
      return .list(elements)
    case 0x7B: return .list(try jsonPairs(depth))
    case ByteInput.ending: throw error("the end of the input, expected a value")
    default: return try jsonWord()
    }
  }

  private mutating func jsonWord() throws(HistoryFileError) -> Value {
    let start = place
    let word = try word(until: ByteClass.wordEnd)
    if let integer = word.integer { return .integer(integer) }
    if word.equals("null") { return .absent }
    if word.equals("true") || word.equals("false") { return .text(try text(word, at: start)) }
    guard !word.isEmpty else { throw error("\(try found()), expected a value", at: start) }
    let text = try text(word, at: start)
    guard text.utf8.first.map({ $0 == 0x2D || ($0 >= 0x30 && $0 <= 0x39) }) == true,
      Double(text) != nil
    else { throw error("\(quoted(text)), expected a value of JSON", at: start) }
    return .text(text)
  }

  private mutating func jsonElements(_ depth: Int) throws(HistoryFileError) -> [Value] {
    let start = place
    skip()
    var result: [Value] = []
    while try jsonGoesOn(after: result.count, until: 0x5D, start) {
      try countElement()
      result.append(try jsonValue(depth: depth + 1))
    }
    return result
  }

  private mutating func jsonPairs(_ depth: Int) throws(HistoryFileError) -> [Value] {
    let start = place
    skip()
    var result: [Value] = []
    while try jsonGoesOn(after: result.count, until: 0x7D, start) {
      try countElement()
      guard try peek() == 0x22 else { throw error("\(try found()), expected a name in quotes") }
      let name = try quotedText()
      try jsonColon()
      result.append(.list([.text(name), try jsonValue(depth: depth + 1)]))
    }
    latestIsVector = false
    return result.sorted()
  }

  /// Goes to the next element. False behind the closing bracket.
  mutating func jsonGoesOn(
    after count: Int, until closing: Int, _ start: FilePlace
  ) throws(HistoryFileError) -> Bool {
    try skipAll(ByteClass.blankJSON)
    var byte = try peek()
    if byte == closing {
      skip()
      return false
    }
    if count > 0 {
      guard byte == 0x2C else {
        if byte == ByteInput.ending { throw unclosed(start) }
        throw error(
          "\(try found()), expected ',' or \(quoted(String(UnicodeScalar(UInt8(closing)))))")
      }
      skip()
      try skipAll(ByteClass.blankJSON)
      byte = try peek()
    }
    if byte == ByteInput.ending { throw unclosed(start) }
    return true
  }

  mutating func jsonColon() throws(HistoryFileError) {
    try skipAll(ByteClass.blankJSON)
    guard try peek() == 0x3A else { throw error("\(try found()), expected ':'") }
    skip()
    try skipAll(ByteClass.blankJSON)
  }
}
