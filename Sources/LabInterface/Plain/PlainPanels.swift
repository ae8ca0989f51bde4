import CellGraphics
import Laboratory

/// Panels in lines.
enum PlainPanels {
  /// `replicas: who holds which value`.
  static func summary(_ id: PanelID) -> String {
    "\(id.rawValue): \(Panels.panel(id)?.purpose ?? "")"
  }

  static func covered(_ panel: any Panel.Type, _ context: PanelContext) -> String {
    "\(panel.title): \(context.coverWords)."
  }

  static func lines(_ panel: any Panel.Type, _ model: Model, width: Int) -> [String] {
    let context = model.context(of: panel.id)
    if context.isCovered { return [covered(panel, context)] }
    var title = "\(panel.title) at t=\(context.view.clock) ms"
    if !context.filter.isEmpty { title += ", only what holds \(context.filter)" }
    let rows = PlainRows.lines(panel.id, context)
    if panel.id == NextPanel.id {
      return [title + ":"]
        + model.suggestedActions.map { PlainHelp.typed($0.command, $0.argument) }
    }
    if panel.id == LessonPanel.id, let lab = model.lab { return PlainLesson.lines(lab) }
    return [title + ":"] + (rows ?? PlainDrawing.lines(panel, context, width: width))
  }

  /// What was opened, for those who have just come.
  static func opening(_ lab: LabState) -> [String] {
    if lab.session != nil { return ["", "\(lab.title)."] }
    let run = lab.run
    return [
      "", "\(lab.title).",
      "Nodes: \(run.names.servers.joined(separator: ", ")). "
        + "Clients: \(run.names.clients.joined(separator: ", ")).",
      "Commands: write, read, cut, heal, crash, restart, step, back, play, branch, show. "
        + "? lists all.",
    ]
  }
}
