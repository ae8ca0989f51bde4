import CellGraphics
import LabInterface

/// A configuration file with everything that can be set, as it is without one.
public enum SettingsExample {
  /// Every setting is commented out: what is uncommented and changed is what differs.
  public static func text(themes: [Theme]) -> String {
    var lines = [
      "# Configuration of conlab. Uncomment what you want to change; conlab config check reads it.",
      "",
      "# How the screen looks: \(themes.map(\.name).joined(separator: ", ")).",
      "# theme: standard",
      "",
      "# Which keys do what: one key, several as [a, b], or [] for none. What has no key can still be",
      "# typed. Keys: a character; space, enter, tab, backtab, esc, backspace, delete, insert, home,",
      "# end, pgup, pgdn, up, down, left, right; f1 to f12; ctrl-x, alt-x, shift-left.",
      "keys:",
    ]
    for group in LabAction.Group.allCases {
      let actions = ActionRegistry.all.filter { $0.group == group && KeyBindings.canBind($0) }
      guard !actions.isEmpty else { continue }
      lines += ["", "  # \(group.rawValue)"]
      for action in actions {
        lines += ["  # \(action.id): \(value(action.keys))  # \(action.help)"]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func value(_ keys: [Key]) -> String {
    let names = keys.map { spelled($0.description) }
    return names.count == 1 ? names[0] : "[" + names.joined(separator: ", ") + "]"
  }

  /// A name as YAML reads it: what is not plainly a word is quoted.
  static func spelled(_ name: String) -> String {
    let isWord = name.unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
    }
    if isWord, name != "-" { return name }
    let escaped = name.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }
}
