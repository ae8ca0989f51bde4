import CellGraphics

/// The list of what can be done, narrowed by what is typed.
struct HelpState: Sendable {
  var filter = TextInput()
  var selection = 0
}

extension Model {
  /// The actions of the present screen that match what was typed, by group.
  func helpActions(_ filter: String) -> [LabAction] {
    let here = LabAction.Screens(keyScreen)
    let words = filter.lowercased().split(separator: " ")
    let labels = KeyLabels(keys, .ascii)
    return LabAction.Group.allCases.flatMap { group in
      ActionRegistry.all.filter { action in
        guard action.group == group, action.screens.contains(here) else { return false }
        let text =
          "\(group.rawValue) \(action.title) \(action.help) \(action.command) "
          .lowercased() + labels.all(action)
        return words.allSatisfy { text.contains($0) }
      }
    }
  }

  mutating func helpTakes(_ key: Key) -> [Command] {
    guard case .help(var help)? = overlay else { return [] }
    let actions = helpActions(help.filter.text)
    switch key {
    case .escape:
      overlay = nil
      return []
    case .up: help.selection = max(0, help.selection - 1)
    case .down: help.selection = min(max(0, actions.count - 1), help.selection + 1)
    case .pageUp: help.selection = max(0, help.selection - 10)
    case .pageDown: help.selection = min(max(0, actions.count - 1), help.selection + 10)
    case .enter:
      guard actions.indices.contains(help.selection) else { return [] }
      let action = actions[help.selection]
      // One that cannot be done keeps the list open and says why.
      if case .unavailable(let reason) = action.availability(self) {
        status = .refusal("\(action.title): \(reason)")
        return []
      }
      overlay = nil
      return perform(action, argument: "")
    default:
      // The key that opened the list closes it, unless it is a letter to look for.
      let opens = keys.action(for: key, in: keyScreen)?.id == "help"
      if opens && key.typed == nil || help.filter.isEmpty && (opens || key == Key("q")) {
        overlay = nil
        return []
      }
      if help.filter.handle(key) { help.selection = 0 }
    }
    overlay = .help(help)
    return []
  }
}
