import CellGraphics
import Laboratory

/// What lies over the screen and takes the keys.
enum Overlay: Sendable {
  case help(HelpState)
  case palette(PaletteState)
  case prompt(PromptState)
  case question(Question)
  /// Something that has to be read; any key takes it away.
  case notice(title: String, text: String)
  case filter(TextInput)
  /// What the words on the screen mean; scrolled by so many rows.
  case words(Int)
  /// The branches of the run; so many rows from the first one is selected.
  case branches(Int)
  case explain(ExplainState)
  case themes(ThemeChooser)
  case tour(Tour)

  /// Takes in pasted text.
  mutating func insert(_ text: String) {
    switch self {
    case .help(var help):
      help.filter.insert(text)
      help.selection = 0
      self = .help(help)
    case .palette(var palette):
      palette.input.insert(text)
      self = .palette(palette)
    case .prompt(var prompt):
      prompt.insert(text)
      self = .prompt(prompt)
    case .filter(var input):
      input.insert(text)
      self = .filter(input)
    case .question, .notice, .words, .branches, .explain, .themes, .tour: break
    }
  }
}

/// Something that is asked before it is done, because it loses something or tells something.
enum Question: Hashable, Sendable {
  case quit(losing: String)
  case leave(losing: String)
  case restart
  case solution
  case deleteBranch(String)

  var title: String {
    switch self {
    case .quit: "Quit?"
    case .leave: "Leave this run?"
    case .restart: "Begin anew?"
    case .solution: "Show the solution?"
    case .deleteBranch(let name): "Delete the branch \(name)?"
    }
  }

  /// Whether what would be lost can be saved first.
  var offersSave: Bool {
    switch self {
    case .quit, .leave: true
    case .restart, .solution, .deleteBranch: false
    }
  }

  func text(in model: Model) -> String {
    switch self {
    case .quit(let losing), .leave(let losing):
      return "This would be lost: \(losing). \(model.key("save")) saves it first."
    case .restart:
      if model.lab?.session != nil {
        return
          "The round begins again with its first text. Your moves, branches and solved tasks in it are lost; your "
          + "answers stay."
      }
      let losing = model.lab?.losses(in: model) ?? "nothing that is not saved"
      return "The run begins anew at t=0. This would be lost: \(losing), and all branches."
    case .solution:
      return "It is played on a branch of its own. The task then counts as met without credit."
    case .deleteBranch(let name): return model.losses(deleting: name)
    }
  }
}

extension Model {
  /// Asks something; time does not run on behind it.
  mutating func ask(_ question: Question) -> [Command] {
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    overlay = .question(question)
    return ticking(since: wasPlaying)
  }

  mutating func overlayTakes(_ key: Key) -> [Command] {
    if key == .control("c") {
      overlay = nil
      return quit()
    }
    switch overlay {
    case .help: return helpTakes(key)
    case .palette: return paletteTakes(key)
    case .prompt: return promptTakes(key)
    case .filter: return filterTakes(key)
    case .words(let row): return wordsTake(key, row)
    case .branches(let row): return branchesTake(key, row)
    case .explain(let state): return explainTakes(key, state)
    case .themes(let chooser): return themesTake(key, chooser)
    case .tour(let tour): return tourTakes(key, tour)
    case .question(let question):
      return questionTakes(key, question)
    case .notice:
      overlay = nil
      return []
    case nil: return []
    }
  }

  private mutating func questionTakes(_ key: Key, _ question: Question) -> [Command] {
    if question.offersSave, keys.action(for: key, in: .lab)?.id == "save" {
      overlay = nil
      return save(name: "")
    }
    guard key == Key("y") || key == .enter else {
      overlay = nil
      status = .news("Nothing was changed.")
      return []
    }
    overlay = nil
    switch question {
    case .quit: return [.quit]
    case .leave: return goHome()
    case .restart: return restart()
    case .solution: return showSolution()
    case .deleteBranch(let name): return deleteBranch(name)
    }
  }

  private mutating func showSolution() -> [Command] {
    guard let moves = lab?.session?.revealSolution(), !moves.isEmpty else {
      status = .refusal("the lesson has no solution for this task")
      return []
    }
    status = .news("The solution has been played on its own branch: look at what it did.")
    return recordProgress()
  }

  private mutating func restart() -> [Command] {
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    if lab?.session != nil {
      lab?.session?.restart()
      lab?.openBeat()
    } else if let scenario = lab?.ownRun?.scenario, let run = try? Run(scenario) {
      lab?.ownRun = run
      lab?.savedLogs = []
      lab?.file = nil
      lab?.timelineStart = nil
    }
    status = .news(
      lab?.session == nil
        ? "The run has begun anew." : "The round begins again with its first text.")
    return (wasPlaying ? [.stopTicking] : []) + recordProgress()
  }

  // MARK: Filter

  mutating func openFilter(_ text: String) -> [Command] {
    guard text.isEmpty else {
      setFilter(text)
      return []
    }
    // What is typed replaces the filter that there is.
    overlay = .filter(TextInput(""))
    return []
  }

  mutating func setFilter(_ text: String) {
    if screen == .home {
      home.filter = text
      home.selection = 0
    } else if let focus = lab?.focus {
      lab?.filters[focus] = text.isEmpty ? nil : text
      lab?.selections[focus] = nil
      lab?.anchors[focus] = nil
    }
  }

  private mutating func filterTakes(_ key: Key) -> [Command] {
    guard case .filter(var input)? = overlay else { return [] }
    switch key {
    case .escape:
      setFilter("")
      overlay = nil
      return []
    case .enter:
      overlay = nil
      return []
    default:
      guard input.handle(key) else { return [] }
      overlay = .filter(input)
      setFilter(input.text)
      return []
    }
  }
}
