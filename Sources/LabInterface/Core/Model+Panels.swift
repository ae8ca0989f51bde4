import CellGraphics
import Checkers
import Histories
import Laboratory

/// What opening a row of a panel leads to.
enum RowTarget: Hashable, Sendable {
  case position(Int, why: String)
  case time(VirtualTime, why: String)
  case action(String)
  case knob(String)
  /// A message in flight, as it is typed: `m7`.
  case message(String)
  /// An action of the world, as it is typed.
  case command(String)
  /// Lists the guarantees that the lesson is not about, or counts them only.
  case otherGuarantees
}

extension Model {
  /// The panels of the lab screen in the order of Tab.
  var panelOrder: [PanelID] {
    if lab?.session?.board != nil { return [BoardPanel.id, LessonPanel.id] }
    var ids = Panels.all.map { $0.id }.filter { $0 != BoardPanel.id }
    if lab?.page == nil { ids.removeAll { $0 == LessonPanel.id } }
    if !(lab?.view.replicas.contains { !$0.log.isEmpty } ?? false) {
      ids.removeAll { $0 == LogsPanel.id }
    }
    if lab?.page != nil { ids.removeAll { $0 == NextPanel.id } }
    return ids
  }

  func context(of id: PanelID) -> PanelContext {
    guard let lab else { preconditionFailure("panels are drawn while a run is open") }
    var context = PanelContext(
      view: lab.view, lesson: lab.page, selection: lab.selections[id] ?? Self.firstSelection(id),
      isFocused: lab.focus == id, filter: lab.filters[id] ?? "", glyphs: glyphs,
      suggestions: id == NextPanel.id ? suggestedActions.map(suggestion) : [],
      isCovered: lab.session?.coveredPanels.contains(id.rawValue) ?? false, keys: keyLabels,
      lagAlert: lab.lagAlert, timelineForm: lab.timelineForm)
    if lab.session?.isCoveredForLater(id.rawValue) ?? false {
      context.coverWords = "covered: a later round asks about it"
    }
    context.board = lab.boardPage
    context.showsMap = lab.showsMap
    context.taught = lab.taught
    context.listsAllGuarantees = lab.listsAllGuarantees
    context.timelineShown = lab.timelineShown
    if lab.page != nil, lab.selections[id] == nil, !context.isCovered {
      let interest = Panels.panel(id)?.interest(context) ?? []
      let most = interest.max() ?? 0
      if most > 0 { context.selection = interest.firstIndex(of: most) ?? 0 }
    }
    return context
  }

  /// The diagram follows what is newest until a person selects something.
  private static func firstSelection(_ id: PanelID) -> Int {
    id == TimelinePanel.id ? Int(Int32.max) : id == LessonPanel.id ? -1 : 0
  }

  private func suggestion(_ action: LabAction) -> Suggestion {
    Suggestion(key: keyLabels.first(action), title: action.title)
  }

  /// What a newcomer may want to do now: repairs first, then the rest of the footer.
  var suggestedActions: [LabAction] {
    // Chosen before they are asked whether they can be done: those of panels ask the panels.
    let groups: [LabAction.Group] = [.time, .clients, .faults]
    return ActionRegistry.all
      .filter { $0.priority >= 31 && groups.contains($0.group) && $0.screens.contains(.lab) }
      .filter { $0.availability(self) == .available }
      .sorted { $0.priority > $1.priority }
  }

  mutating func moveFocus(by step: Int) -> [Command] {
    guard let focus = lab?.focus else { return [] }
    let order = panelOrder
    let place = order.firstIndex(of: focus) ?? 0
    lab?.focus = order[(place + step + order.count) % order.count]
    return []
  }

  mutating func goToPanel(_ name: String) -> [Command] {
    guard !name.isEmpty else { return open(.panels) }
    let wanted = name.lowercased()
    let match =
      panelOrder.first { $0.rawValue == wanted }
      ?? panelOrder.first { $0.rawValue.hasPrefix(wanted) }
    guard let match else {
      status = .refusal(
        "no panel is called \(name); there are "
          + panelOrder.map(\.rawValue).joined(separator: ", "))
      return []
    }
    lab?.focus = match
    return []
  }

  mutating func moveSelection(by step: Int) -> [Command] {
    guard let focus = lab?.focus, let panel = Panels.panel(focus) else { return [] }
    if focus == LessonPanel.id { return scrollLesson(by: step) }
    if focus == TimelinePanel.id { return selectInTimeline(by: step) }
    if isOnMap { return moveInMap(rows: step, columns: 0) }
    let context = context(of: focus)
    let count = panel.itemCount(context)
    let old = min(max(context.selection, 0), max(0, count - 1))
    lab?.selections[focus] = min(max(old + step, 0), max(0, count - 1))
    anchorSelection(of: focus)
    return []
  }

  /// Scrolls the lesson's text as it stands on the screen, also while another panel has the focus.
  mutating func scrollLesson(by step: Int) -> [Command] {
    guard let page = lab?.page else { return [] }
    guard let placed = LabLayout(self).placed.first(where: { $0.id == LessonPanel.id }) else {
      lab?.focus = LessonPanel.id
      return []
    }
    let inner = PanelFrame.content(of: placed.rect).inset(columns: 1, rows: 0)
    let layout = LessonPanel.layout(page, size: inner.size, glyphs)
    let old = lab?.selections[LessonPanel.id] ?? -1
    let shown = min(old >= 0 ? old : layout.firstLine, layout.lastOffset)
    lab?.selections[LessonPanel.id] = min(max(shown + step, 0), layout.lastOffset)
    if layout.lastOffset == 0 { status = .news("The whole text is on the screen.") }
    return []
  }

  /// What a panel draws from, unless it is covered until a question is answered.
  func uncovered(_ id: PanelID) -> PanelContext? {
    guard lab != nil else { return nil }
    let context = context(of: id)
    return context.isCovered ? nil : context
  }

  /// Where the selected row of a panel leads; nil when it leads nowhere.
  func rowTarget(of id: PanelID) -> RowTarget? {
    guard let context = uncovered(id) else { return nil }
    let selection = context.selection(of:)
    switch id {
    case GuaranteesPanel.id:
      if GuaranteesPanel.selectsOthers(context) { return .otherGuarantees }
      guard let row = GuaranteesPanel.selected(context), let witness = row.witnesses.first else {
        return nil
      }
      return .position(
        witness.eventIndex + 1,
        why:
          "the event that broke \"\(row.checker.words)\"; \(key("newest")) goes to the newest"
      )
    case TimelinePanel.id:
      return TimelinePanel.selected(context).map { TimelinePanel.target($0) }
    case KnobsPanel.id:
      let rows = KnobsPanel.list(context)
      guard let row = selection(rows.count) else { return nil }
      if case .knob(let knob) = rows[row] { return .knob(knob.path) }
      return .action(rows[row].name)
    case NetworkPanel.id:
      let rows = NetworkPanel.list(context)
      guard let row = selection(rows.count) else { return nil }
      return NetworkPanel.target(rows[row])
    case NextPanel.id:
      let actions = suggestedActions
      return selection(actions.count).map { .action(actions[$0].id) }
    default: return nil
    }
  }

  mutating func openRow() -> [Command] {
    guard let focus = lab?.focus, let target = rowTarget(of: focus) else { return [] }
    switch target {
    case .position(let position, let why):
      let commands = move(.position(position))
      status = .news("t=\(lab?.run.clock ?? 0) ms: \(why)")
      return commands
    case .time(let time, let why):
      let commands = move(.time(time))
      status = .news("t=\(time) ms: \(why)")
      return commands
    case .action(let id):
      guard let action = ActionRegistry.action(named: id) else { return [] }
      return perform(action, argument: "")
    case .knob(let path): return open(.knob, about: path)
    case .message(let name):
      if case .unavailable(let reason) = Conditions.canMove(MessageSurgery.words)(self) {
        let next = lab?.page == nil ? "" : "; \(key("next")) goes on"
        status = .refusal("The message \(name): \(reason)\(next)")
        return []
      }
      anchorSelection(of: focus)
      return open(.message, about: name)
    case .command(let text): return run(text)
    case .otherGuarantees: return turnOtherGuarantees()
    }
  }
}
