import Histories
import Laboratory
import Simulation

extension Model {
  /// Does what a typed line says: an action of the interface, or one of the world.
  mutating func type(_ text: String) throws(ActionError) -> [Command] {
    var text = text
    while text.last == " " { text.removeLast() }
    if let (action, argument) = ActionRegistry.action(typed: text, in: screen) {
      // A word that is a whole action of the world, such as `heal`, does it.
      let isWhole =
        action.isWorldAction
        && lab.map { (try? ActionGrammar(of: $0.run).parse(text)) != nil } ?? false
      // `drop m7` says which message it means: none need be selected.
      let namesItsMessage = !argument.isEmpty && MessageSurgery.words.contains(action.command)
      if !namesItsMessage, case .unavailable(let reason) = action.availability(self) {
        throw ActionError(column: 1, "\(action.title): \(reason)")
      }
      if !isWhole, !action.isWorldAction || argument.isEmpty {
        return action.effect(&self, argument)
      }
    }
    guard screen == .lab, let run = lab?.run else {
      throw ActionError(column: 1, "no command is called \(text.prefix { $0 != " " })")
    }
    let intervention: Intervention
    do {
      intervention = try ActionGrammar(of: run).parse(text)
    } catch {
      throw error
    }
    if let reason = lab?.session?.refusesMoves { throw ActionError(column: 1, reason) }
    status = lab?.perform(intervention, text: text)
    return []
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
