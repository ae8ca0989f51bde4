/// A lesson, tracks or sandbox file that cannot be used: where, what was found and what was expected.
///
/// The one error of this module, and rendered here only.
public struct LessonFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of trouble it is, for exit codes.
  public enum Kind: Hashable, Sendable {
    /// The text is not what it should be.
    case content
    /// There is no such file, folder or lesson.
    case missing
    /// The file could not be read or written.
    case inputOutput
  }
  public var kind: Kind
  public var file: String
  /// From 1; nil when the whole file is meant.
  public var line: Int?
  public var column: Int?
  public var message: String
  public var found: String?
  public var expected: String?

  public init(
    _ kind: Kind = .content, file: String, line: Int? = nil, column: Int? = nil,
    _ message: String, found: String? = nil, expected: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.found = found
    self.expected = expected
  }

  /// `file:line:column: message (found …, expected …)`, on one line, with nothing in it that a
  /// terminal would obey.
  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    let details = [found.map { "found \($0)" }, expected.map { "expected \($0)" }]
      .compactMap(\.self).joined(separator: ", ")
    let text = "\(place): \(message)" + (details.isEmpty ? "" : " (\(details))")
    return SourceText.harmless(text)
  }
}
