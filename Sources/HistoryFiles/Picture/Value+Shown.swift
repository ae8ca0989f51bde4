import Histories

extension Value {
  /// The value as it is shown where values are told apart: a text that could be taken for something else, such as a
  /// number, `nil` or a list, stands in quotes.
  public var shown: String {
    switch self {
    case .absent, .integer: description
    case .text(let text): text.isMistakable(within: false) ? text.inQuotes : text
    case .list(let elements):
      "["
        + elements.map { element in
          if case .text(let text) = element, text.isMistakable(within: true) {
            return text.inQuotes
          }
          return element.shown
        }.joined(separator: ", ") + "]"
    }
  }
}

extension String {
  /// - Parameter within: whether it stands in a list, where a comma or a bracket would end it.
  fileprivate func isMistakable(within: Bool) -> Bool {
    guard let first = utf8.first, let last = utf8.last else { return true }
    switch first {
    // What a number, a list, a map, a set or quotes begin with.
    case 0x30...0x39, 0x5B, 0x7B, 0x28, 0x23, 0x22: return true
    case 0x2B, 0x2D, 0x2E: if Double(self) != nil { return true }
    case 0x20: return true
    default: break
    }
    if last == 0x20 || ["nil", "null", "true", "false"].contains(self) { return true }
    return within && utf8.contains { $0 == 0x2C || $0 == 0x5B || $0 == 0x5D }
  }

  fileprivate var inQuotes: String {
    "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
