/// A campaign's file that cannot be read, or results that do not belong together.
public struct CampaignError: Error, Hashable, Sendable, CustomStringConvertible {
  /// From 1; nil when no line is at fault.
  public let line: Int?
  /// From 1, in characters.
  public let column: Int?
  public let message: String

  init(line: Int? = nil, column: Int? = nil, _ message: String) {
    self.line = line
    self.column = column
    self.message = message
  }

  /// `line 3, column 7: found …`.
  public var description: String {
    guard let line else { return message }
    return "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": \(message)"
  }
}
