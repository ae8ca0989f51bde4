/// What a person may write for a number.
enum Typed {
  /// Whole milliseconds, with or without the unit: `1200`, `1200ms`, `1200 ms`; nil for anything else.
  static func milliseconds(_ text: String) -> Int64? {
    guard text.hasSuffix("ms") else { return Int64(text) }
    return Int64(text.dropLast(2).filter { $0 != " " })
  }
}
