/// The lines of a file as they are read, with bounds that hold whatever the file contains.
struct SourceLines {
  /// The largest file, in bytes of UTF-8.
  static let bytesMax = 16_777_216
  /// The links named by all actions of a file together: memory is bounded by the file's own size.
  static let linksMax = 2_000_000

  struct Line {
    /// From 1.
    let number: Int
    let text: String

    /// Whether it begins with the word `at`.
    var isOfScript: Bool {
      let word = text.utf8.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.prefix(3)
      return word.elementsEqual("at ".utf8) || word.elementsEqual("at\t".utf8)
        || word.elementsEqual("at".utf8)
    }
  }

  /// A place in a file with what is wrong there.
  struct Fault: Error {
    let line: Int
    let column: Int?
    let message: String
  }

  /// The lines that are not blank and not comments, in order. O(length); a hostile file is refused
  /// before it is copied.
  static func significant(_ text: String, from first: Int = 1) throws(Fault) -> [Line] {
    guard text.utf8.count <= bytesMax else {
      throw Fault(
        line: 1, column: 1,
        message: "the file has \(text.utf8.count) bytes; at most \(bytesMax) are read")
    }
    var lines: [Line] = []
    var number = first - 1
    for piece in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard piece.count <= ActionLimits.lineBytesMax else {
        throw Fault(
          line: number, column: 1,
          message:
            "a line of \(piece.count) bytes; a line has at most \(ActionLimits.lineBytesMax)")
      }
      let content = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
      let first = content.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
      // A comment is still read by the lexer, which refuses control characters in it.
      guard first != nil else { continue }
      lines.append(Line(number: number, text: String(content) ?? ""))
    }
    return lines
  }
}
