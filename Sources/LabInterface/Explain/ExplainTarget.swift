import CellGraphics
import Checkers
import Histories
import Laboratory
import Simulation

/// A mark to be explained, and why it is this one.
struct FoundMark {
  var mark: ExplainedMark
  /// Nil for the one that is selected or named.
  var choice: String?
}

/// Why nothing can be explained.
struct NoMark: Error {
  var message: String
  init(_ message: String) { self.message = message }
}

extension Model {
  func selectedMark() throws(NoMark) -> FoundMark {
    guard let lab else { throw NoMark("no run is open") }
    if let mark = mark(under: lab.focus) { return FoundMark(mark: mark) }
    throw NoMark("nothing is marked yet: nothing is stale, lost, refused or violated")
  }

  /// The mark in the selected row of a panel; nil when the row has none.
  func mark(under id: PanelID) -> ExplainedMark? {
    let context = context(of: id)
    guard !context.isCovered else { return nil }
    switch id {
    case GuaranteesPanel.id:
      let rows = GuaranteesPanel.shown(context)
      guard let row = context.selection(of: rows.count) else { return nil }
      return rows[row].witnesses.last.map { .violation($0) }
    default: return nil
    }
  }

  func namedMark(_ text: String) throws(NoMark) -> FoundMark {
    throw NoMark("nothing is called \(text)")
  }

  mutating func select(message id: MessageID) {
    guard let focus = lab?.focus else { return }
    lab?.focus = NetworkPanel.id
    lab?.filters[NetworkPanel.id] = nil
    let row = NetworkPanel.list(context(of: NetworkPanel.id)).firstIndex {
      if case .message(let message) = $0 { message.id == id } else { false }
    }
    if let row { lab?.selections[NetworkPanel.id] = row } else { lab?.focus = focus }
  }
}
