import CellGraphics
import Laboratory
import Simulation

extension ActionRegistry {
  /// Surgery on single messages: on the one that is selected in Network or in Timeline.
  static let messageActions: [LabAction] = [
    surgery(
      "hold", "hold or release",
      help: "Take the selected message off the wire, or put it back.", key: Key("h"),
      priority: 78, needs: ["hold", "release"]
    ) { $0.due == nil ? .release : .hold },
    surgery(
      "drop", "drop the message", help: "Lose the selected message.", key: Key("D"),
      priority: 77, needs: ["drop"]
    ) { _ in .drop },
    surgery(
      "duplicate", "duplicate", help: "Send the selected message twice.", key: Key("d"),
      priority: 76, needs: ["duplicate"]
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
    _ treatment: @escaping @Sendable (NetworkView.MessageView) -> MessageTreatment
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

/// Why there is no message to be treated.
struct NoMessage: Error {
  let reason: String
}

extension Conditions {
  @Sendable static func hasMessage(_ model: Model) -> Availability {
    switch model.messageInHand {
    case .success: .available
    case .failure(let error): .unavailable(error.reason)
    }
  }
}

extension Model {
  /// The message in flight that is selected in the panel with the focus, or why there is none.
  var messageInHand: Result<NetworkView.MessageView, NoMessage> {
    guard let lab else { return .failure(NoMessage(reason: "no run is open")) }
    let context = context(of: lab.focus)
    guard !context.isCovered else {
      return .failure(NoMessage(reason: "the panel is covered until you answer"))
    }
    switch lab.focus {
    case NetworkPanel.id:
      let rows = NetworkPanel.list(context)
      if let row = context.selection(of: rows.count), case .message(let message) = rows[row] {
        return .success(message)
      }
      return .failure(
        NoMessage(
          reason: context.view.network.messages.isEmpty
            ? "no message is in flight" : "select a message in flight with ↑ ↓"))
    default:
      return .failure(
        NoMessage(reason: "select a message in Network first (Tab goes there)"))
    }
  }

  /// Keeps the selection on what it is on while rows come and go.
  mutating func keepSelections() {
    guard let anchors = lab?.anchors, !anchors.isEmpty else { return }
    for id in Panels.all.map({ $0.id }) {
      guard let anchor = anchors[id], let panel = Panels.panel(id) else { continue }
      let context = context(of: id)
      let found = (0..<panel.itemCount(context)).first { panel.rowID(context, at: $0) == anchor }
      if let found { lab?.selections[id] = found } else { lab?.anchors[id] = nil }
    }
  }

  /// Remembers what the selection of a panel is on.
  mutating func anchorSelection(of id: PanelID) {
    guard lab != nil, let panel = Panels.panel(id) else { return }
    let context = context(of: id)
    let row = min(max(context.selection, 0), max(0, panel.itemCount(context) - 1))
    lab?.anchors[id] = panel.rowID(context, at: row)
  }
}
