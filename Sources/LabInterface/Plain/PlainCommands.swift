import CellGraphics
import Laboratory

/// A word that only plain mode knows.
struct PlainCommand: Sendable {
  let word: String
  let argument: String
  let help: String

  static let all: [PlainCommand] = [
    .init(
      word: "show", argument: "[PANEL]",
      help: "Read a panel: its name, or nothing for the list of panels."),
    .init(
      word: "select", argument: "N",
      help: "Select the row with this number in the panel that was shown last, and read it."),
    .init(
      word: "open", argument: "N",
      help: "Open the row with this number: in a panel, or on Home."),
    .init(word: "look", argument: "", help: "Say again where you are; Enter alone does the same."),
    .init(word: "help", argument: "[WORDS]", help: "List what can be typed, or what fits words."),
    .init(word: "key", argument: "NAME", help: "Press a key of the screen, such as key down."),
  ]

  /// Actions after which the panel is read: they change which it is, or what it shows.
  static let showsPanel: Set<String> = [
    "next-panel", "previous-panel", "filter", "background", "earlier", "later", "zoom-in",
    "zoom-out", "map",
  ]

  /// Actions that have no meaning without a screen, and what to do instead.
  static func instead(of id: String) -> String? {
    switch id {
    case "palette": "type the command itself"
    case "full", "compare-part": "there is no screen to fill; show NAME reads a panel"
    case "redraw": "there is no screen to draw; look says again where you are"
    case "suspend": "press Ctrl-Z; the terminal does it"
    case "text-up", "text-down": "the whole text is read; look reads it again"
    case "result-up", "result-down": "the whole result is read; look reads it again"
    case "map-left", "map-right": "there is no screen; select N chooses a model of the map"
    case "mouse": "there is no screen to point at"
    case "faster", "slower": "play does not wait here: it runs to rest at once"
    default: nil
    }
  }
}

extension PlainSession {
  /// Runs a command that is different without a screen. Nil when it is not one.
  mutating func runPlain(_ text: String) -> [Command]? {
    let word = String(text.prefix { $0 != " " })
    let rest = String(text.dropFirst(word.count).drop { $0 == " " })
    switch word {
    case "?", "help":
      reply(PlainHelp.lines(model, rest))
      return []
    case "look":
      memory.forget()
      return []
    case "show", "panel": return show(rest)
    case "select": return select(rest)
    case "open" where !rest.isEmpty: return open(rest)
    case "key": return press(rest)
    default: break
    }
    guard let (action, _) = ActionRegistry.action(typed: text, in: model.keyScreen) else {
      return nil
    }
    if let instead = PlainCommand.instead(of: action.id) {
      reply("\(action.title): \(instead).")
      return []
    }
    if case .available = action.availability(model) {
      memory.readsRow = action.id == "up" || action.id == "down"
      memory.readsFocus = PlainCommand.showsPanel.contains(action.id)
    }
    // Selecting on Home or in Compare says what is selected.
    if model.screen == .home, action.group == .home { memory.readsRow = true }
    if model.screen == .compare { memory.readsRow = ["up", "down"].contains(action.command) }
    return nil
  }

  private mutating func show(_ name: String) -> [Command] {
    guard model.screen == .lab else {
      reply("There are panels while a run is open.")
      return []
    }
    if name.isEmpty {
      reply(["Panels:"] + model.panelOrder.map { PlainPanels.summary($0) })
      return []
    }
    let commands = model.goToPanel(name)
    memory.readsFocus = model.status == nil
    return commands
  }

  private mutating func select(_ text: String) -> [Command] {
    guard model.screen == .lab, let focus = model.lab?.focus, let panel = Panels.panel(focus) else {
      reply("There are rows to select while a run is open.")
      return []
    }
    let count = panel.itemCount(model.context(of: focus))
    guard let number = Int(text), (1...max(1, count)).contains(number), count > 0 else {
      reply(count == 0 ? "\(panel.title) has no rows to select." : "Select 1 to \(count).")
      return []
    }
    model.lab?.selections[focus] = number - 1
    memory.readsRow = true
    return []
  }

  private mutating func open(_ text: String) -> [Command] {
    if model.screen == .home {
      if let number = Int(text) { return openFromHome(number) }
      let wanted = text.lowercased()
      let items = model.homeItems
      let place =
        items.firstIndex { $0.text.lowercased() == wanted }
        ?? items.firstIndex { $0.text.lowercased().hasPrefix(wanted) }
      if let place { return openFromHome(place + 1) }
      reply("Home lists nothing that is called \(text).")
      return []
    }
    let before = replies.count
    let commands = select(text)
    guard replies.count == before else { return commands }
    memory.readsRow = false
    return run("open")
  }

  /// Presses a key by its name.
  mutating func press(_ name: String) -> [Command] {
    guard let key = Key(named: name) else {
      reply("No key is called \(name); there are down, up, enter, tab, esc, f1, ctrl-c and others.")
      return []
    }
    if model.screen == .lab { memory.readsRow = key == .up || key == .down }
    return update(.key(key), &model)
  }
}
