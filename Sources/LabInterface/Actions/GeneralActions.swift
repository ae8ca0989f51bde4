import CellGraphics
import Laboratory

extension ActionRegistry {
  static let generalActions: [LabAction] = [
    LabAction(
      "palette", "command", help: "Type a command, with completion; every action can be typed.",
      keys: [Key(":")], command: "commands", group: .general,
      screens: [.lab, .home, .compare, .board],
      priority: 94, effect: { model, _ in model.openPalette() }),
    LabAction(
      "help", "help", help: "Show everything that can be done here; type to narrow it.",
      keys: [Key("?"), .function(1)], group: .general, screens: .everywhere, priority: 95,
      effect: { model, _ in
        model.overlay = .help(HelpState())
        return []
      }),
    LabAction(
      "words", "words", help: "Explain the words of the panels: lsn, epoch, hash, PRAM and others.",
      keys: [Key("W")], group: .general, screens: [.lab, .board, .compare], priority: 20,
      effect: { model, _ in
        model.overlay = .words(0)
        return []
      }),
    LabAction(
      "save", "save",
      help: "Save the run to open it again from Home; once it has a file, into that file.",
      keys: [Key("S")], argument: "[NAME]", group: .general, priority: 24,
      effect: { model, name in model.save(name: name) }),
    LabAction(
      "quit", "leave", help: "Leave this screen; on Home, leave the program.", keys: [Key("q")],
      group: .general, screens: .everywhere, priority: 93,
      effect: { model, _ in model.leave() }),
    LabAction(
      "exit", "quit", help: "Leave the program from anywhere.", keys: [.control("c")],
      group: .general, screens: .everywhere, effect: { model, _ in model.quit() }),
    LabAction(
      "suspend", "suspend", help: "Put the program into the background; fg brings it back.",
      keys: [.control("z")], group: .general, screens: .everywhere,
      effect: { _, _ in [.suspend] }),
    LabAction(
      "redraw", "redraw", help: "Draw the screen anew.", keys: [.control("l")],
      group: .general, screens: .everywhere, effect: { _, _ in [.redraw] }),
    LabAction(
      "mouse", "mouse", help: "Leave the mouse to the terminal, or listen to it again.",
      keys: [], argument: "[on | off]", group: .general, screens: .everywhere,
      effect: { model, text in model.switchMouse(text) }),
    LabAction(
      "close", "unselect or unfilter", help: "Take the filter and the full screen back.",
      keys: [.escape], group: .general, screens: [.lab, .home, .board],
      effect: { model, _ in
        model.setFilter("")
        model.lab?.isFullScreen = false
        model.lab?.showsMap = false
        return []
      }),
  ]
}

extension Model {
  mutating func leave() -> [Command] {
    switch screen {
    case .home: return quit()
    case .result: return goHome()
    case .compare: return leaveCompare()
    case .lab, .board:
      if let losing = lab?.losses(in: self) { return ask(.leave(losing: losing)) }
      return goHome()
    }
  }

  mutating func quit() -> [Command] {
    guard lab?.losses(in: self) == nil else {
      return ask(.quit(losing: lab?.losses(in: self) ?? ""))
    }
    return [.quit]
  }

  mutating func goHome() -> [Command] {
    let wasPlaying = isPlaying
    lab = nil
    compare = nil
    result = nil
    home.resultOffset = 0
    screen = .home
    selectOnHome(home.opened)
    return (wasPlaying ? [.stopTicking] : []) + [.listSavedRuns]
  }
}
