extension ByteInput {
  /// The notation of what begins here. Only spaces are read, the rest is looked at.
  ///
  /// An object whose first key stands in quotes is JSON, another map, a comment or a tag EDN; what begins
  /// with neither, also behind a bracket, are log lines.
  mutating func detectFormat() throws(HistoryFileError) -> HistoryFormat {
    try skipByteOrderMark()
    try skipAll(ByteClass.space)
    switch try peek() {
    case ByteInput.ending: throw error("the end of the input, expected a history")
    case 0x3B, 0x23: return .edn
    case 0x7B: return try isQuoted(after: 1) ? .jsonl : .edn
    case 0x5B:
      let second = try nextWordStart(after: 1)
      switch second.byte {
      case 0x3B, 0x23, 0x5D: return .edn
      case 0x7B: return try isQuoted(after: second.offset + 1) ? .jsonl : .edn
      default: return .log
      }
    default: return .log
    }
  }

  /// Some editors put one at the start of a file.
  private mutating func skipByteOrderMark() throws(HistoryFileError) {
    guard try peek() == 0xEF, try peekSecond() == 0xBB, try peek(after: 2) == 0xBF else { return }
    for _ in 0..<3 { skip() }
  }

  private mutating func isQuoted(after offset: Int) throws(HistoryFileError) -> Bool {
    try nextWordStart(after: offset).byte == 0x22
  }

  private mutating func nextWordStart(
    after offset: Int
  ) throws(HistoryFileError) -> (byte: Int, offset: Int) {
    var offset = offset
    while offset < limits.wordBytes {
      let byte = try peek(after: offset)
      guard byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0x2C else {
        return (byte, offset)
      }
      offset += 1
    }
    throw error("nothing but spaces, expected a history")
  }
}
