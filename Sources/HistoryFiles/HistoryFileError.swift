/// Why a history cannot be read: where, what was found, and what was expected.
public struct HistoryFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The bytes are no history.
    case content
    /// The source could not deliver its bytes; the number is what it gave as the reason.
    case source(code: Int)
  }

  public let kind: Kind
  public let place: FilePlace
  /// One sentence. What it quotes is short and has no control characters.
  public let message: String

  public init(_ kind: Kind = .content, at place: FilePlace, _ message: String) {
    self.kind = kind
    self.place = place
    self.message = message
  }

  public var description: String {
    "line \(place.line), column \(place.column): \(message)"
  }
}

/// A place in a file: lines and columns are counted from 1, columns in bytes.
public struct FilePlace: Hashable, Sendable {
  public var line: Int
  public var column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// What was found, made fit for a message: short, in quotes, and with every character that a terminal
/// might act on replaced by its code.
func quoted(_ text: some StringProtocol) -> String {
  var result = ""
  for (count, scalar) in text.unicodeScalars.enumerated() {
    if count == 40 {
      result += "..."
      break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
      result += "<U+\(String(scalar.value, radix: 16, uppercase: true))>"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return "'\(result)'"
}
