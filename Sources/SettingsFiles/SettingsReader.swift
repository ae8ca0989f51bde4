import CellGraphics
import LabInterface
import Laboratory
import LessonFiles

/// Reads a configuration file, and refuses what it does not understand: an unknown name is an
/// error with the nearest known one, so that no setting is passed over in silence.
public enum SettingsReader {
  static let keys = LessonKeys.Group(
    name: "the configuration", required: [], optional: ["theme", "keys"])

  /// Reads the text of a configuration file. A file without settings gives the standard ones.
  /// - Throws: `LessonFileError` with the line and column of the first thing that is wrong.
  public static func read(
    _ text: String, file: String, themes: [Theme]
  ) throws(LessonFileError) -> Settings {
    let document = try YAMLDocument(text, file: file)
    guard !document.isEmpty else { return Settings() }
    let fields = try document.root.fields(keys)
    var settings = Settings()
    if let theme = fields["theme"] { settings.theme = try self.theme(theme, themes) }
    if let keys = fields["keys"], !keys.isNothing { settings.keys = try bindings(keys) }
    return settings
  }

  /// Reads a configuration file.
  /// - Throws: `LessonFileError`; of kind `missing` when there is no such file.
  public static func read(path: String, themes: [Theme]) throws(LessonFileError) -> Settings {
    try read(try FileAccess.text(path), file: path, themes: themes)
  }

  private static func theme(
    _ value: YAMLValue, _ themes: [Theme]
  ) throws(LessonFileError) -> String {
    let name = try value.line()
    guard themes.contains(where: { $0.name == name }) else {
      throw value.error(
        "no theme is called that", found: name,
        expected: NearMatch.nearest(to: name, among: themes.map(\.name))
          ?? themes.map(\.name).joined(separator: ", "))
    }
    return name
  }

  // MARK: Keys

  /// One entry of `keys`, and where its keys stand.
  private struct Entry {
    let action: LabAction
    let value: YAMLValue
    var keys: [(key: Key, value: YAMLValue)] = []
  }

  private static func bindings(_ value: YAMLValue) throws(LessonFileError) -> KeyBindings {
    var entries: [Entry] = []
    for (id, keys) in try value.entries() {
      entries.append(
        Entry(action: try action(id, in: value), value: keys, keys: try self.keys(keys)))
    }
    let bindings = KeyBindings(entries.map { .init($0.action.id, $0.keys.map(\.key)) })
    try refuseConflicts(bindings, entries)
    return bindings
  }

  private static func action(
    _ id: String, in value: YAMLValue
  ) throws(LessonFileError) -> LabAction {
    guard let action = ActionRegistry.action(named: id) else {
      let ids = ActionRegistry.all.map(\.id)
      // Somebody may have taken the word that is typed for the name.
      let near =
        ActionRegistry.all.first { $0.command == id }?.id ?? NearMatch.nearest(to: id, among: ids)
      throw error(
        at: id, in: value, "no action has that name",
        expected: near ?? "a name that conlab config example lists")
    }
    guard KeyBindings.canBind(action) else {
      throw error(
        at: id, in: value,
        action.takesKey
          ? "this action is told by its key which of several things is meant; its keys are fixed"
          : "the terminal itself does this; its key is fixed", expected: nil)
    }
    return action
  }

  private static func error(
    at key: String, in value: YAMLValue, _ message: String, expected: String?
  ) -> LessonFileError {
    var error = value.error(message, found: key, expected: expected)
    if let mark = value.keyMark(key) { (error.line, error.column) = (mark.line, mark.column) }
    return error
  }

  private static func keys(
    _ value: YAMLValue
  ) throws(LessonFileError) -> [(key: Key, value: YAMLValue)] {
    guard value.isList else { return [(try key(value), value)] }
    var result: [(key: Key, value: YAMLValue)] = []
    for element in try value.list(atMost: 8) {
      let key = try key(element)
      guard !result.contains(where: { $0.key == key }) else {
        throw element.error("the key is given twice", found: key.description)
      }
      result.append((key, element))
    }
    return result
  }

  private static func key(_ value: YAMLValue) throws(LessonFileError) -> Key {
    if value.isNothing {
      throw value.error(
        "no key is given", expected: "a key, or [] for none; quote what YAML would not read: \"#\"")
    }
    let name = try value.line()
    guard let key = Key(named: name) else {
      throw value.error(
        "no key has that name", found: name,
        expected: KeySpelling.nearest(to: name)
          ?? "a character, or space, enter, tab, f5, pgup, ctrl-x, alt-x")
    }
    if let other = KeySpelling.sentInstead(of: key) {
      throw value.error("a terminal does not send this key", found: name, expected: other)
    }
    if KeyBindings.signals.contains(key) {
      throw value.error("the terminal keeps this key for itself", found: name)
    }
    return key
  }

  /// Two actions of a screen must not share a key: which of them was meant, only a person can say.
  private static func refuseConflicts(
    _ bindings: KeyBindings, _ entries: [Entry]
  ) throws(LessonFileError) {
    for conflict in bindings.conflicts {
      // The later of two entries is the one that took a key that was taken.
      for entry in entries.reversed()
      where entry.action.id == conflict.second || entry.action.id == conflict.first {
        guard let key = entry.keys.first(where: { $0.key == conflict.key }) else { continue }
        let other = entry.action.id == conflict.first ? conflict.second : conflict.first
        throw key.value.error(
          "\(entry.action.id) takes the key of \(other)", found: conflict.key.description,
          expected: "another key, or another one for \(other) here too; [] for none")
      }
    }
  }
}
