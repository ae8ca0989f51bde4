import Histories
import Laboratory
import Simulation

extension Model {
  /// Does what a typed line says: an action of the interface, or one of the world.
  mutating func type(_ text: String) throws(ActionError) -> [Command] {
    var text = text
    while text.last == " " { text.removeLast() }
    if let (action, argument) = ActionRegistry.action(typed: text, in: keyScreen) {
      // A word that is a whole action of the world, such as `heal`, does it.
      let isWhole =
        action.isWorldAction
        && lab.map { (try? ActionGrammar(of: $0.run).parse(text)) != nil } ?? false
      // `drop m7` says which message it means: none need be selected.
      let namesItsMessage =
        !argument.isEmpty && action.id != "delay" && MessageSurgery.words.contains(action.command)
      if !namesItsMessage, case .unavailable(let reason) = action.availability(self) {
        throw ActionError(column: 1, "\(action.title): \(reason)")
      }
      if !isWhole, !action.isWorldAction || argument.isEmpty {
        return try perform(action, argument, typed: text)
      }
    }
    guard screen == .lab, !isOnBoard, let run = lab?.run else {
      throw ActionError(column: firstColumn(of: text), unknown(text))
    }
    let intervention: Intervention
    do {
      intervention = try ActionGrammar(of: run).parse(text)
    } catch {
      if let form = withClient(text, run) {
        throw ActionError(column: firstColumn(of: text), "a client comes first: \(form)")
      }
      // Nothing begins like this, neither an action of the world nor one of the interface.
      if error.column == firstColumn(of: text), let near = nearestCommand(to: text) {
        throw ActionError(
          column: error.column, "no command is called \(word(of: text)); did you mean \(near)?")
      }
      throw error
    }
    if let reason = lab?.session?.refusesMoves { throw ActionError(column: 1, reason) }
    guard let outcome = lab?.perform(intervention, text: text) else { return [] }
    guard outcome.kind == .news else {
      let prefix = "\(text): "
      throw ActionError(
        outcome.text.hasPrefix(prefix)
          ? String(outcome.text.dropFirst(prefix.count)) : outcome.text)
    }
    status = outcome
    return []
  }

  /// What somebody means who leaves the client out: `read name from R4` is `c1 read name via R4`. Nil
  /// where the line does not begin with what clients do.
  private func withClient(_ text: String, _ run: Run) -> String? {
    let words = text.split(separator: " ").map(String.init)
    guard let verb = words.first, ["write", "read"].contains(verb),
      let client = run.names.clients.first
    else { return nil }
    let grammar = ActionGrammar(of: run)
    var rest = words.dropFirst().map { $0 == "from" || $0 == "at" || $0 == "on" ? "via" : $0 }
    let asTyped = ([client, verb] + rest).joined(separator: " ")
    if verb == "write", rest.count > 1, !rest.contains(where: { $0.contains("=") }) {
      rest.insert("=", at: 1)
    }
    let mended = ([client, verb] + rest).joined(separator: " ")
    if let form = [asTyped, mended].first(where: { (try? grammar.parse($0)) != nil }) {
      return form
    }
    let key = run.scenario.initial.first?.key.name ?? "x"
    let node = run.names.servers.last.map { " via \($0)" } ?? ""
    return verb == "read" ? "\(client) read \(key)\(node)" : "\(client) write \(key) = VALUE\(node)"
  }

  /// Does an action of the interface. What it refuses of its argument is an error in the line, so that
  /// the line can be mended.
  private mutating func perform(
    _ action: LabAction, _ argument: String, typed text: String
  ) throws(ActionError) -> [Command] {
    let position = lab?.run.position
    status = nil
    let commands = action.effect(&self, argument)
    guard !argument.isEmpty, commands.isEmpty, overlay == nil, position == lab?.run.position,
      let refused = status, refused.kind == .refusal
    else { return commands }
    status = nil
    throw ActionError(
      column: text.count - argument.count + (refused.argumentColumn ?? 1), refused.text)
  }

  private func word(of text: String) -> Substring { text.drop { $0 == " " }.prefix { $0 != " " } }

  private func firstColumn(of text: String) -> Int { text.prefix { $0 == " " }.count + 1 }

  private func unknown(_ text: String) -> String {
    let near = nearestCommand(to: text).map { "; did you mean \($0)?" } ?? ""
    return "no command is called \(word(of: text))\(near)"
  }

  /// The command of this screen that somebody may have meant.
  private func nearestCommand(to text: String) -> String? {
    let here = LabAction.Screens(keyScreen)
    let word = String(word(of: text))
    // Two letters are near to too much.
    guard word.count > 2 else { return nil }
    return NearMatch.nearest(
      to: word,
      among: ActionRegistry.all.filter { $0.screens.contains(here) }.map(\.command))
  }

  /// Does something to the world that a prompt or a key has composed.
  mutating func run(_ text: String) -> [Command] {
    do {
      return try type(text)
    } catch {
      status = .refusal("\(text): \(error.message)")
      return []
    }
  }

  /// An action of the world as it would be typed.
  func describe(_ intervention: Intervention) -> String {
    guard let run = lab?.run else { return intervention.name }
    return ActionGrammar(of: run).text(intervention)
  }
}
