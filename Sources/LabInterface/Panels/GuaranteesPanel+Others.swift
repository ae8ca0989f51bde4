import Checkers
import Laboratory

/// The guarantees that a lesson is not about: counted in one row, listed on demand.
extension GuaranteesPanel {
  /// Those that the lesson is about.
  static func taught(_ context: PanelContext) -> [GuaranteeView] {
    context.view.guarantees.filter { context.taught.contains($0.checker) }
  }

  private static func others(_ context: PanelContext) -> [GuaranteeView] {
    context.view.guarantees.filter { !context.taught.contains($0.checker) }
  }

  /// Whether there is a row for the others; a filter looks in all of them.
  static func hasOthers(_ context: PanelContext) -> Bool {
    context.filter.isEmpty && !taught(context).isEmpty && others(context).count > 1
  }

  static func isCollapsed(_ context: PanelContext) -> Bool {
    hasOthers(context) && !context.listsAllGuarantees
  }

  /// Whether the row of the others is selected.
  static func selectsOthers(_ context: PanelContext) -> Bool {
    guard !context.showsMap, hasOthers(context) else { return false }
    return context.selection(of: itemCount(context)) == shown(context).count
  }

  /// `and 17 others: 11 hold, 6 violated (enter lists them)`.
  static func othersWords(_ context: PanelContext) -> String {
    let key = context.keys["open"]
    guard isCollapsed(context) else { return "only those of the lesson (\(key) here)" }
    return counted(context) + " (\(key) here lists them)"
  }

  /// `and 17 others: 11 hold, 6 violated`.
  static func counted(_ context: PanelContext) -> String {
    let others = others(context)
    let states: [(GuaranteeView.State, String, String)] = [
      (.holds, "holds", "hold"), (.violated, "violated", "violated"),
      (.pending, "pending", "pending"), (.unknown, "unknown", "unknown"),
    ]
    let parts = states.compactMap { state, one, many -> String? in
      let count = others.count { $0.state == state }
      return count == 0 ? nil : Wording.count(count, one, many)
    }
    return "and \(others.count) others: " + parts.joined(separator: ", ")
  }
}

extension Model {
  /// Lists the guarantees that the lesson is not about, or counts them only.
  mutating func turnOtherGuarantees() -> [Command] {
    lab?.listsAllGuarantees.toggle()
    if lab?.listsAllGuarantees ?? false {
      status = .news("All guarantees are listed; the last row lists those of the lesson alone.")
    } else {
      status = .news("Only the guarantees that the lesson is about are listed.")
      let row = GuaranteesPanel.shown(context(of: GuaranteesPanel.id)).count
      lab?.selections[GuaranteesPanel.id] = row
    }
    return []
  }
}
