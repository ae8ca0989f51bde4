import CellGraphics
import Laboratory
import Simulation

/// The message in flight that actions on messages are about.
struct MessageInHand: Hashable, Sendable {
  var id: MessageID
  var from: String
  var to: String
  var label: String
  var isHeld: Bool
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
  var messageInHand: Result<MessageInHand, NoMessage> {
    guard let lab else { return .failure(NoMessage(reason: "no run is open")) }
    // Other panels are not asked: the one that lists what can be done asks for this itself.
    guard lab.focus == NetworkPanel.id || lab.focus == TimelinePanel.id else {
      return .failure(NoMessage(reason: Self.messagesAreElsewhere))
    }
    let context = context(of: lab.focus)
    if context.isCovered {
      return .failure(NoMessage(reason: "the panel is \(context.coverWords)"))
    }
    switch lab.focus {
    case NetworkPanel.id:
      let rows = NetworkPanel.list(context)
      if let row = context.selection(of: rows.count), case .message(let message) = rows[row] {
        return .success(
          MessageInHand(
            id: message.id, from: message.from, to: message.to, label: message.label,
            isHeld: message.due == nil))
      }
      return .failure(
        NoMessage(
          reason: context.view.network.messages.isEmpty
            ? "no message is in flight" : "select a message in flight with ↑ ↓"))
    case TimelinePanel.id:
      guard case .message(let line)? = TimelinePanel.selected(context) else {
        return .failure(NoMessage(reason: "select a message with ↑ ↓"))
      }
      guard line.fate == nil, lab.run.simulation.isInFlight(line.id) else {
        let fate = line.isLost ? "was lost already" : "has arrived already"
        return .failure(NoMessage(reason: "m\(line.id.number) \(fate)"))
      }
      return .success(
        MessageInHand(
          id: line.id, from: line.from, to: line.to, label: line.label, isHeld: line.isHeld))
    default: return .failure(NoMessage(reason: Self.messagesAreElsewhere))
    }
  }

  private static let messagesAreElsewhere =
    "select a message in Network or Timeline first (Tab goes there)"

  /// Keeps the selection on what it is on while rows come and go.
  mutating func keepSelections() {
    guard let anchors = lab?.anchors, !anchors.isEmpty else { return }
    for id in Panels.all.map({ $0.id }) {
      guard let anchor = anchors[id], let panel = Panels.panel(id) else { continue }
      if let found = panel.rowIDs(context(of: id)).firstIndex(of: anchor) {
        lab?.selections[id] = found
      } else {
        lab?.anchors[id] = nil
        // What has left the window of the diagram takes the selection back to the newest.
        if id == TimelinePanel.id { lab?.selections[id] = nil }
      }
    }
  }

  /// Remembers what the selection of a panel is on.
  mutating func anchorSelection(of id: PanelID) {
    guard lab != nil, let panel = Panels.panel(id) else { return }
    let context = context(of: id)
    let ids = panel.rowIDs(context)
    guard !ids.isEmpty else { return }
    lab?.anchors[id] = ids[min(max(context.selection, 0), ids.count - 1)]
  }
}
