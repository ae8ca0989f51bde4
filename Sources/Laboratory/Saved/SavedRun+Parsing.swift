import Histories
import Simulation

extension SavedRun {
  /// Reads a saved run. Nothing is replayed. O(length).
  /// - Throws: `SavedRunError`: another format, damage, another engine, or a line at fault.
  public init(parsing text: String) throws(SavedRunError) {
    guard text.utf8.count <= SourceLines.bytesMax else {
      throw SavedRunError(
        .malformed, line: 1, column: 1,
        "the file has \(text.utf8.count) bytes; at most \(SourceLines.bytesMax) are read")
    }
    let version = try Self.format(of: text)
    let body = try Self.checkedBody(text)
    var reader = SavedRunReader(try SavedRunReader.lines(of: body))
    self = version == 1 ? try reader.readFormat1() : try reader.read()
  }

  /// The first line says what the text is, whatever follows.
  private static func format(of text: String) throws(SavedRunError) -> Int {
    let first = text.utf8.prefix(64).prefix { $0 != UInt8(ascii: "\n") }
    let line = String(decoding: first, as: UTF8.self)
    guard line.hasPrefix(heading + " ") else {
      throw SavedRunError(
        .otherFormat, line: 1, column: 1,
        "found \(QuotedText.shown(line)), expected \"\(heading) \(format)\"; this is no saved run")
    }
    let version = line.dropFirst(heading.count + 1)
    guard let known = (1...format).first(where: { "\($0)" == version }) else {
      throw SavedRunError(
        .otherFormat, line: 1, column: heading.count + 2,
        "found format \(QuotedText.shown(String(version))); "
          + "this program reads the formats 1 to \(format)")
    }
    return known
  }

  /// The text before the checksum line, which must fit.
  static func checkedBody(_ text: String) throws(SavedRunError) -> String {
    let bytes = text.utf8
    let last = bytes.count - checksumLine(of: "").utf8.count
    guard last > 0,
      let start = bytes.index(bytes.startIndex, offsetBy: last, limitedBy: bytes.endIndex),
      bytes[start...].starts(with: "checksum ".utf8),
      bytes[bytes.index(before: start)] == UInt8(ascii: "\n"), bytes.last == UInt8(ascii: "\n")
    else {
      throw SavedRunError(
        .damaged, "the file does not end with its checksum: it was truncated or edited")
    }
    let body = String(decoding: bytes[..<start], as: UTF8.self)
    guard checksumLine(of: body).utf8.elementsEqual(bytes[start...]) else {
      throw SavedRunError(
        .damaged, "the checksum does not fit: the file was edited after it was saved")
    }
    return body
  }
}
