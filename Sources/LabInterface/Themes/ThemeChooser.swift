import CellGraphics
import Laboratory

/// Choosing a theme: the one under the selection is in use while one looks.
struct ThemeChooser: Sendable {
  var selection: Int
  /// What Esc brings back.
  var former: Theme
}

extension ActionRegistry {
  static let themeActions: [LabAction] = [
    LabAction(
      "theme", "theme", help: "Choose how the screen looks, among others for colour-blind eyes.",
      keys: [.function(2)], argument: "[NAME]", group: .general, screens: .everywhere,
      effect: { model, name in name.isEmpty ? model.openThemes() : model.chooseTheme(name) })
  ]
}

extension Model {
  mutating func openThemes() -> [Command] {
    let place = themes.firstIndex { $0.name == theme.name } ?? 0
    overlay = .themes(ThemeChooser(selection: place, former: theme))
    return []
  }

  /// Takes a theme by its name, for this session and the next ones.
  mutating func chooseTheme(_ name: String) -> [Command] {
    guard let chosen = themes.first(where: { $0.name == name }) else {
      let names = themes.map(\.name)
      let near = NearMatch.nearest(to: name, among: names).map { "; did you mean \($0)?" }
      status = .refusal(
        "no theme is called \(name)" + (near ?? "; there are " + names.joined(separator: ", ")))
      return []
    }
    theme = chosen
    status = .news(
      "The theme is \(chosen.name)" + (isPresenting ? "." : ", now and the next time."))
    return keep(.theme(chosen.name))
  }

  mutating func themesTake(_ key: Key, _ chooser: ThemeChooser) -> [Command] {
    var chooser = chooser
    let last = themes.count - 1
    switch key {
    case .up: chooser.selection = max(0, chooser.selection - 1)
    case .down: chooser.selection = min(last, chooser.selection + 1)
    case .home, .pageUp: chooser.selection = 0
    case .end, .pageDown: chooser.selection = last
    case .enter:
      overlay = nil
      return chooseTheme(themes[chooser.selection].name)
    default:
      let isBound = keys.action(for: key, in: keyScreen).map { ["theme", "quit"].contains($0.id) }
      guard key == .escape || isBound ?? false else { return [] }
      overlay = nil
      theme = chooser.former
      status = .news("The theme is \(theme.name), as before.")
      return []
    }
    theme = themes[chooser.selection]
    overlay = .themes(chooser)
    return []
  }
}
