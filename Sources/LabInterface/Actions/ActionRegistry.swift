import CellGraphics

/// Every action of the program, in one list.
///
/// Keys, footer, help, palette and the key table of the documents are made from it, so they cannot
/// disagree.
public enum ActionRegistry {
  public static let all: [LabAction] =
    [
      timeActions,
      branchActions,
      clientActions,
      faultActions,
      messageActions,
      lessonActions,
      boardActions,
      explainActions,
      panelActions,
      homeActions,
      generalActions,
      exportActions,
      themeActions,
      tourActions,
    ].flatMap(\.self)

  /// What a key of the registry does; what it does for a person, their `KeyBindings` say.
  public static func action(for key: Key, in screen: Model.Screen) -> LabAction? {
    KeyBindings.standard.action(for: key, in: screen)
  }

  /// By its name, or by the name that it had before.
  public static func action(named id: String) -> LabAction? {
    let id = formerNames[id] ?? id
    return all.first { $0.id == id }
  }

  /// Names and commands of before, which settings, scripts and fingers still know.
  static let formerNames = ["lag": "delay"]

  /// The action that a typed command begins with, and what follows the word.
  static func action(
    typed text: String, in screen: Model.Screen
  ) -> (action: LabAction, argument: String)? {
    let trimmed = text.drop { $0 == " " }
    let typed = String(trimmed.prefix { $0 != " " })
    let word = formerNames[typed] ?? typed
    let rest = String(trimmed.dropFirst(typed.count).drop { $0 == " " })
    let here = LabAction.Screens(screen)
    return all.first { $0.screens.contains(here) && $0.command == word }.map { ($0, rest) }
  }

  /// What makes sense on a screen now, the most important first; what is always there comes last.
  static func footer(_ model: Model) -> [LabAction] {
    let here = LabAction.Screens(model.keyScreen)
    let shown = all.filter { action in
      model.footerPriority(of: action) > 0 && action.screens.contains(here)
        && action.availability(model) == .available
    }
    let sorted = shown.sorted { model.footerPriority(of: $0) > model.footerPriority(of: $1) }
    return sorted.filter { $0.group != .general }
      + sorted.filter { $0.group == .general }.reversed()
  }

  /// Two actions that want the same key, or the same word, on the same screen.
  public static var conflicts: [String] {
    var found = KeyBindings.standard.conflicts.map { "\($0.key): \($0.first) and \($0.second)" }
    for (index, first) in all.enumerated() {
      for second in all[(index + 1)...]
      where !first.screens.isDisjoint(with: second.screens) && first.command == second.command {
        found.append(":\(first.command): \(first.id) and \(second.id)")
      }
    }
    return found
  }

  /// The table of keys for the README, in Markdown.
  public static var markdown: String { markdown(.standard) }

  /// The table of the keys as they are bound, in Markdown.
  public static func markdown(_ bindings: KeyBindings) -> String {
    let labels = KeyLabels(bindings, .ascii)
    var lines: [String] = []
    for group in LabAction.Group.allCases {
      let actions = all.filter { $0.group == group }
      guard !actions.isEmpty else { continue }
      lines += ["### \(group.rawValue)", "", "| key | typed | does |", "|---|---|---|"]
      for action in actions {
        let keys =
          action.takesKey
          ? labels.all(action)
          : bindings.keys(of: action).map { "`\($0 == Key("|") ? "\\|" : $0.description)`" }
            .joined(separator: " ")
        let typed =
          (action.argument.isEmpty ? action.command : action.command + " " + action.argument)
          // A bar would end the cell of the table.
          .split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
        lines.append("| \(keys) | `\(typed)` | \(action.help) |")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }
}
