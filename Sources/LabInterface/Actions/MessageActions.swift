import CellGraphics
import Laboratory
import Simulation

extension ActionRegistry {
  /// Surgery on single messages: on the one that is selected in Network or in Timeline.
  static let messageActions: [LabAction] = [
    surgery(
      "hold", "hold/release it",
      help: "Take the selected message off the wire, or put it back.", key: Key("h"),
      priority: 83, needs: ["hold", "release"]
    ) { $0.isHeld ? .release : .hold },
    surgery(
      "drop", "drop it", help: "Lose the selected message.", key: Key("D"),
      priority: 82, needs: ["drop"]
    ) { _ in .drop },
    surgery(
      "duplicate", "duplicate it", help: "Send the selected message twice.", key: Key("d"),
      priority: 81, needs: ["duplicate"]
    ) { _ in .duplicate },
    LabAction(
      "rule", "rule for a message",
      help: "Decide what happens to the next message of a kind on a link: drop, hold, delay, "
        + "duplicate, or deliver it at once.", keys: [Key("j")], group: .faults, priority: 30,
      when: Conditions.canMove(MessageSurgery.rules),
      effect: { model, _ in model.open(.rule) }),
  ]

  /// An action on the selected message, which can also be typed with the message's number.
  private static func surgery(
    _ id: String, _ title: String, help: String, key: Key, priority: Int, needs: [String],
    _ treatment: @escaping @Sendable (MessageInHand) -> MessageTreatment
  ) -> LabAction {
    LabAction(
      id, title, help: help, keys: [key], argument: "mN", group: .faults, priority: priority,
      when: Conditions.both(Conditions.canMove(needs), Conditions.hasMessage),
      effect: { model, text in
        if !text.isEmpty { return model.run("\(id) \(text)") }
        guard case .success(let message) = model.messageInHand else { return [] }
        if let focus = model.lab?.focus { model.anchorSelection(of: focus) }
        return model.run("\(treatment(message).name) m\(message.id.number)")
      })
  }
}

/// Which words belong to what is done to messages.
enum MessageSurgery {
  /// What can be done to a message in flight, in the order of the prompt.
  static let words = ["deliver", "hold", "release", "delay", "drop", "duplicate"]
  /// What a rule can do to the next message.
  static let rules = ["drop", "hold", "delay", "duplicate", "deliver"]
}
