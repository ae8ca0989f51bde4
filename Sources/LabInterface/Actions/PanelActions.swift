import CellGraphics
import Histories
import Laboratory

extension ActionRegistry {
  static let panelActions: [LabAction] = [
    LabAction(
      "next-panel", "next panel", help: "Go to the next panel.", keys: [.tab], group: .panels,
      priority: 30, effect: { model, _ in model.moveFocus(by: 1) }),
    LabAction(
      "previous-panel", "previous panel", help: "Go to the panel before.", keys: [.backTab],
      group: .panels, effect: { model, _ in model.moveFocus(by: -1) }),
    LabAction(
      "panel", "go to a panel", help: "Go to a panel by its name.", keys: [Key("p")],
      argument: "NAME", group: .panels, screens: [.lab, .board],
      effect: { model, name in model.goToPanel(name) }),
    LabAction(
      "full", "full screen", help: "Give the whole screen to the panel, or take it back.",
      keys: [Key("f")], group: .panels, screens: [.lab, .board], priority: 21,
      effect: { model, _ in
        model.lab?.isFullScreen.toggle()
        return []
      }),
    LabAction(
      "up", "row up", help: "Select the row above.", keys: [.up], group: .panels,
      when: hasRows, effect: { model, _ in model.moveSelection(by: -1) }),
    LabAction(
      "down", "row down", help: "Select the row below.", keys: [.down], group: .panels,
      when: hasRows, effect: { model, _ in model.moveSelection(by: 1) }),
    LabAction(
      "open", "open the row",
      help:
        "Guarantees: go to the event that broke it, or list the others. Timeline: go there, or choose what to do with a "
        + "message in flight. "
        + "Network: choose what to do with a message, take a rule away, heal a cut. "
        + "Knobs: turn it. What you can do: do it.",
      keys: [.enter], group: .panels, priority: 22, when: canOpen,
      effect: { model, _ in model.openRow() }),
    LabAction(
      "filter", "filter", help: "Show only the rows of this panel, or of Home, with a text.",
      keys: [Key("/")], argument: "[TEXT]", group: .panels, screens: [.lab, .home], priority: 19,
      effect: { model, text in model.openFilter(text) }),
    LabAction(
      "map", "map of models",
      help:
        "Guarantees: a map of the consistency models in which those that hold are lit, or the list.",
      keys: [Key("M")], group: .panels, effect: { model, _ in model.turnMap() }),
    LabAction(
      "map-left", "left in the map",
      help: "Map of models: go left; the arrow does it while the map is shown.",
      keys: [], group: .panels, when: onMap,
      effect: { model, _ in model.moveInMap(rows: 0, columns: -1) }),
    LabAction(
      "map-right", "right in the map",
      help: "Map of models: go right; the arrow does it while the map is shown.",
      keys: [], group: .panels, when: onMap,
      effect: { model, _ in model.moveInMap(rows: 0, columns: 1) }),
    LabAction(
      "background", "heartbeats",
      help: "Show or hide heartbeats and other background messages.", keys: [Key("y")],
      group: .panels,
      effect: { model, _ in
        model.lab?.showsBackground.toggle()
        let shows = model.lab?.showsBackground ?? false
        model.status = .news(shows ? "Heartbeats are shown." : "Heartbeats are hidden.")
        return []
      }),
    LabAction(
      "alert", "lag alert", help: "Mark replicas that are at least so far behind; off marks none.",
      keys: [Key("A")], argument: "MS | off", group: .panels,
      effect: { model, text in model.setLagAlert(text) }),
    LabAction(
      "earlier", "scroll to earlier", help: "Timeline: show earlier instants.", keys: [Key(",")],
      group: .panels, effect: { model, _ in model.scrollTimeline(by: -1) }),
    LabAction(
      "later", "scroll to later",
      help: "Timeline: show later instants; at the clock, and after any step or End, it follows.",
      keys: [Key(".")],
      group: .panels,
      when: { model in
        .when(model.lab?.timelineStart != nil, else: "the timeline follows the clock already")
      }, effect: { model, _ in model.scrollTimeline(by: 1) }),
    LabAction(
      "turn-timeline", "turn the timeline",
      help: "Timeline: let time run down, with a column for each client and node, or to the right.",
      keys: [Key("|")], group: .panels, effect: { model, _ in model.turnTimeline() }),
    LabAction(
      "zoom-in", "zoom in", help: "Timeline: show less time, more precisely.", keys: [Key(">")],
      group: .panels,
      when: { model in
        .when((model.lab?.timelineZoom ?? 0) > 0, else: "this is the closest view")
      }, effect: { model, _ in model.zoomTimeline(by: -1) }),
    LabAction(
      "zoom-out", "zoom out", help: "Timeline: show more time.", keys: [Key("<")],
      group: .panels,
      when: { model in
        .when(
          (model.lab?.timelineZoom ?? 0) < LabState.zooms.count - 1, else: "this is the widest view"
        )
      }, effect: { model, _ in model.zoomTimeline(by: 1) }),
  ]

  @Sendable private static func hasRows(_ model: Model) -> Availability {
    guard let lab = model.lab, let panel = Panels.panel(lab.focus) else {
      return .unavailable("no panel is selected")
    }
    let context = model.context(of: lab.focus)
    if context.isCovered { return .unavailable("the panel is \(context.coverWords)") }
    return .when(panel.itemCount(context) > 0, else: "this panel has no rows to select")
  }

  @Sendable private static func onMap(_ model: Model) -> Availability {
    .when(model.isOnMap, else: "the map of models is not on the screen")
  }

  /// Why the selected row cannot be opened, and which one can.
  private static func nothingToOpen(_ model: Model, _ panel: PanelID) -> String {
    let context = model.context(of: panel)
    guard panel == GuaranteesPanel.id, !context.isCovered else {
      return [TimelinePanel.id, KnobsPanel.id, NetworkPanel.id, NextPanel.id].contains(panel)
        ? "there is nothing to open in this row" : "there is nothing to open in this panel"
    }
    let rows = GuaranteesPanel.shown(context)
    let others = GuaranteesPanel.hasOthers(context) ? rows.count : nil
    guard !context.showsMap, let row = rows.firstIndex(where: { !$0.witnesses.isEmpty }) ?? others
    else { return "nothing broke what this row says" }
    return
      "there is nothing to open in this row; row \(row + 1) of \(rows.count + (others == nil ? 0 : 1)) can be opened"
  }

  @Sendable private static func canOpen(_ model: Model) -> Availability {
    guard let lab = model.lab else { return .unavailable("no run is open") }
    return .when(model.rowTarget(of: lab.focus) != nil, else: nothingToOpen(model, lab.focus))
  }
}
