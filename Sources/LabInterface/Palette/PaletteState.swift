import CellGraphics
import Laboratory

/// A command being typed.
struct PaletteState: Sendable {
  var input = TextInput()
  /// What may come next; the first is offered.
  var candidates: [Candidate] = []
  /// The candidate under the cursor; nil while the person types on.
  var selection: Int?
  var error: Failure?
  /// How far back in the history; 0 is the line being typed.
  var recall = 0

  struct Candidate: Hashable, Sendable {
    /// The whole input with the completion in it.
    var input: String
    var text: String
    var detail: String
  }

  struct Failure: Hashable, Sendable {
    /// From 1.
    var column: Int?
    var message: String
  }
}

extension Model {
  mutating func openPalette() -> [Command] {
    overlay = .palette(PaletteState())
    refreshPalette()
    return []
  }

  /// Finds what may come next after the text.
  mutating func refreshPalette() {
    guard case .palette(var palette)? = overlay else { return }
    palette.candidates = completions(of: palette.input.text)
    palette.selection = nil
    palette.error = nil
    overlay = .palette(palette)
  }

  func completions(of text: String) -> [PaletteState.Candidate] {
    let here = LabAction.Screens(keyScreen)
    var result: [PaletteState.Candidate] = []
    if !text.contains(" ") {
      let actions = ActionRegistry.all
        .filter { $0.screens.contains(here) && $0.command.hasPrefix(text) }
        .filter { $0.availability(self) == .available }
      let labels = actions.map { keys.keys(of: $0).isEmpty ? "" : keyLabels.all($0) }
      let width = labels.map { DisplayWidth.of($0) }.max() ?? 0
      result = zip(actions, labels).map { action, label in
        let form = action.argument.isEmpty ? "" : action.argument + "  "
        let key = label + String(repeating: " ", count: width - DisplayWidth.of(label) + 2)
        return .init(
          input: action.argument.isEmpty ? action.command : action.command + " ",
          text: action.command, detail: key + form + action.help)
      }
    }
    result += argumentCompletions(of: text)
    guard screen == .lab, !isOnBoard, let run = lab?.run else { return result }
    let known = Set(result.map(\.text))
    result += ActionGrammar(of: run).completions(of: text).filter { !known.contains($0.text) }
      .map { completion in
        .init(
          input: completion.applied(to: text) + (completion.text.isEmpty ? "" : " "),
          text: completion.text.isEmpty ? "<\(completion.explanation)>" : completion.text,
          detail: completion.text.isEmpty ? "" : completion.explanation)
      }
    return Array(result.prefix(60))
  }

  /// Names that may follow the commands of the interface itself.
  private func argumentCompletions(of text: String) -> [PaletteState.Candidate] {
    let names: [String]
    let ofBranches = ["switch ", "rename ", "delete ", "compare "]
    if ofBranches.contains(where: { text.hasPrefix($0) }) {
      names = lab?.run.branches.map(\.name) ?? []
    } else if text.hasPrefix("theme ") {
      names = themes.map(\.name)
    } else if text.hasPrefix("panel ") {
      names = lab == nil ? [] : panelOrder.map(\.rawValue)
    } else {
      return []
    }
    let word = text.prefix { $0 != " " } + " "
    return names.map { .init(input: word + $0, text: $0, detail: "") }
      .filter { $0.input.hasPrefix(text) }
  }

  mutating func paletteTakes(_ key: Key) -> [Command] {
    guard case .palette(var palette)? = overlay else { return [] }
    switch key {
    case .escape:
      overlay = nil
      return []
    case .enter: return enterPalette(palette)
    case .tab, .backTab:
      complete(&palette, by: key == .tab ? 1 : -1)
    case .up, .down:
      recall(&palette, by: key == .up ? 1 : -1)
    default:
      if key == .backspace, palette.input.isEmpty {
        overlay = nil
        return []
      }
      let old = palette.input.text
      guard palette.input.handle(key) else { return [] }
      palette.recall = 0
      overlay = .palette(palette)
      if palette.input.text != old { refreshPalette() }
      return []
    }
    overlay = .palette(palette)
    return []
  }

  /// Puts a candidate into the line; a single one at once, else one after the other.
  private func complete(_ palette: inout PaletteState, by step: Int) {
    let usable = palette.candidates.indices.filter { !palette.candidates[$0].text.hasPrefix("<") }
    guard !usable.isEmpty else { return }
    let place = palette.selection.flatMap { usable.firstIndex(of: $0) }
    let next = usable[((place ?? (step > 0 ? -1 : 0)) + step + usable.count) % usable.count]
    palette.input.replace(with: palette.candidates[next].input)
    palette.selection = next
    palette.error = nil
    if usable.count == 1 {
      palette.candidates = completions(of: palette.input.text)
      palette.selection = nil
    }
  }

  private func recall(_ palette: inout PaletteState, by step: Int) {
    palette.recall = min(max(palette.recall + step, 0), history.count)
    let line = palette.recall == 0 ? "" : history[history.count - palette.recall]
    palette.input.replace(with: line)
    palette.candidates = completions(of: line)
    palette.selection = nil
    palette.error = nil
  }

  private mutating func enterPalette(_ palette: PaletteState) -> [Command] {
    let text = palette.input.text
    guard text.contains(where: { $0 != " " }) else {
      overlay = nil
      return []
    }
    overlay = nil
    let commands: [Command]
    do {
      commands = try type(text)
    } catch {
      var failed = palette
      failed.error = .init(column: error.column, message: error.message)
      overlay = .palette(failed)
      return []
    }
    history.removeAll { $0 == text }
    history.append(text)
    if history.count > Preferences.historyMax { history.removeFirst() }
    return commands + keep(.typed(text))
  }
}
