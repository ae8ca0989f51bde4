import CellGraphics

/// The list of what can be typed.
enum PlainHelp {
  static func lines(_ model: Model, _ words: String) -> [String] {
    let actions = model.helpActions(words).filter { PlainCommand.instead(of: $0.id) == nil }
    var lines: [String] = []
    if words.isEmpty {
      lines = [
        "What can be typed here. A single letter does what its key does on the screen.",
        "A command that asks for more can be typed without it; then you are asked.",
      ]
    }
    var group: LabAction.Group?
    for action in actions {
      if action.group != group {
        if !lines.isEmpty { lines.append("") }
        lines.append(action.group.rawValue + ":")
        group = action.group
      }
      lines.append(line(action, model))
    }
    let plain = PlainCommand.all.filter { command in
      words.lowercased().split(separator: " ").allSatisfy {
        "\(command.word) \(command.help)".lowercased().contains($0)
      }
    }
    if !plain.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines.append("Plain mode:")
      lines += plain.map { typed($0.word, $0.argument) + ": " + $0.help }
    }
    return lines.isEmpty ? ["Nothing that can be done here fits \(words)."] : lines
  }

  private static func line(_ action: LabAction, _ model: Model) -> String {
    var line = typed(action.command, action.argument)
    let letters = action.takesKey ? [] : action.keys.compactMap(letter)
    if let letter = letters.first { line += " (or \(letter))" }
    line += ": " + action.help
    if case .unavailable(let reason) = action.availability(model) {
      line += " Not now: " + LabState.sentence(reason)
    }
    return line
  }

  /// The key as it can be typed: one that is a character.
  private static func letter(_ key: Key) -> String? {
    let name = key.description
    return name.unicodeScalars.count == 1 && name != ":" ? name : nil
  }

  static func typed(_ word: String, _ argument: String) -> String {
    argument.isEmpty ? word : "\(word) \(argument)"
  }
}
