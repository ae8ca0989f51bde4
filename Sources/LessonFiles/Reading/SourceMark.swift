/// A place in a file, from 1.
public struct SourceMark: Hashable, Sendable {
  public var line: Int
  public var column: Int
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// Where each part of a file stands, by path: `rounds[1].beats[0].predict`.
public struct SourceMap: Hashable, Sendable {
  public let file: String
  private(set) var marks: [String: SourceMark] = [:]

  init(file: String) { self.file = file }

  mutating func note(_ path: String, _ mark: SourceMark) {
    if marks[path] == nil { marks[path] = mark }
  }

  /// The place of a part; of the nearest part around it when it has none of its own.
  public subscript(path: String) -> SourceMark? {
    var rest = Substring(path)
    while true {
      if let mark = marks[String(rest)] { return mark }
      guard let cut = rest.lastIndex(where: { $0 == "." || $0 == "[" }) else { return marks[""] }
      rest = rest[..<cut]
    }
  }
}
