import CellGraphics
import Laboratory
import LessonFiles

/// Reads theme files: the look of every role, for 256 colours, for eight and for none.
public enum ThemeReader {
  static let keys = LessonKeys.Group(
    name: "the theme", required: ["name", "summary", "roles"], optional: [])
  static let roleKeys = LessonKeys.Group(
    name: "roles", required: Style.Role.allCases.map(\.name), optional: [])
  static let lookKeys = LessonKeys.Group(
    name: "the look", required: [], optional: ["color", "basic", "attributes", "mono"])

  /// Reads the text of a theme file. Every role must be there, so that none is forgotten.
  /// - Throws: `LessonFileError` with the line and column of the first thing that is wrong.
  public static func read(_ text: String, file: String) throws(LessonFileError) -> Theme {
    let fields = try YAMLDocument(text, file: file).root.fields(keys)
    let name = try fields.required("name")
    var theme = Theme(name: try self.name(name), summary: try fields.required("summary").line())
    let roles = try fields.required("roles").fields(roleKeys)
    for role in Style.Role.allCases { theme[role] = try look(try roles.required(role.name)) }
    return theme
  }

  private static func name(_ value: YAMLValue) throws(LessonFileError) -> String {
    let name = try value.line()
    let isPlain = name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
    }
    guard isPlain, name.count <= 24 else {
      throw value.error(
        "this cannot be a name", found: name, expected: "up to 24 of a-z, 0-9 and -")
    }
    return name
  }

  private static func look(_ value: YAMLValue) throws(LessonFileError) -> Theme.Look {
    let fields = try value.fields(lookKeys)
    var look = Theme.Look()
    if let color = fields["color"] { look.color = UInt8(try color.integer(in: 0...255)) }
    if let basic = fields["basic"] {
      let word = try basic.line()
      guard let found = BasicColor.allCases.first(where: { $0.name == word }) else {
        throw basic.error(
          "no basic colour has that name", found: word,
          expected: BasicColor.allCases.map(\.name).joined(separator: ", "))
      }
      look.basic = found
    }
    if let attributes = fields["attributes"] { look.attributes = try self.attributes(attributes) }
    look.mono = try fields["mono"].map(attributes) ?? look.attributes
    return look
  }

  private static func attributes(
    _ value: YAMLValue
  ) throws(LessonFileError) -> Style.Attributes {
    var result: Style.Attributes = []
    for element in try value.list(atMost: 3) {
      let word = try element.line()
      guard let found = Style.Attributes.named.first(where: { $0.name == word }) else {
        throw element.error(
          "no attribute has that name", found: word,
          expected: Style.Attributes.named.map(\.name).joined(separator: ", ")
            + (word == "reverse" ? "; reverse always means selected" : ""))
      }
      result.insert(found.attribute)
    }
    return result
  }
}
