import Yams

/// A YAML file as nodes that know where they stand. No type is guessed, no tag is obeyed, and aliases
/// are refused, so that a small file cannot stand for a large one.
package final class YAMLDocument {
  package let file: String
  /// The lines as they are, for places inside block texts.
  let lines: [Substring]
  private(set) var map: SourceMap
  private var rootNode: Node?

  package init(_ text: String, file: String) throws(LessonFileError) {
    self.file = file
    map = SourceMap(file: file)
    lines = SourceText.lines(of: text)
    try SourceText.check(text, lines, file: file)
    do {
      // The default rules would guess the type of each key by seven regular expressions; the default
      // encoding looks into the environment each time.
      rootNode = try Yams.compose(yaml: text, .basic, .default, .utf8)
    } catch let error as YamlError {
      throw Self.translated(error, file: file)
    } catch {
      throw LessonFileError(file: file, "this is not YAML: \(error)")
    }
  }

  /// Whether there is nothing in it but comments.
  package var isEmpty: Bool { rootNode == nil }

  package var root: YAMLValue {
    get throws(LessonFileError) {
      guard let rootNode else {
        throw LessonFileError(file: file, line: 1, column: 1, "the file is empty")
      }
      return try YAMLValue(rootNode, path: "", in: self)
    }
  }

  func note(_ path: String, _ mark: SourceMark) { map.note(path, mark) }

  private static func translated(_ error: YamlError, file: String) -> LessonFileError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      LessonFileError(
        file: file, line: mark.line, column: mark.column, "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      LessonFileError(
        file: file, line: context.mark.line, column: context.mark.column,
        "a key is given twice", found: duplicates.sorted().joined(separator: ", "))
    default: LessonFileError(file: file, "this is not YAML")
    }
  }
}

/// A node of a document.
package struct YAMLValue {
  let node: Node
  /// Its path in the document, as findings name it.
  let path: String
  let document: YAMLDocument

  init(_ node: Node, path: String, in document: YAMLDocument) throws(LessonFileError) {
    self.node = node
    self.path = path
    self.document = document
    document.note(path, mark)
    let isAlias = if case .alias = node { true } else { false }
    guard node.anchor == nil, !isAlias else {
      throw error("anchors and aliases are not used here", found: "& or *")
    }
  }

  package var mark: SourceMark {
    SourceMark(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  package func error(
    _ message: String, found: String? = nil, expected: String? = nil
  ) -> LessonFileError {
    LessonFileError(
      file: document.file, line: mark.line, column: mark.column, message, found: found,
      expected: expected)
  }

  /// What it is, for messages.
  package var kind: String {
    switch node {
    case .scalar(let scalar):
      scalar.string.isEmpty ? "nothing" : "\"\(scalar.string.prefix(40))\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
