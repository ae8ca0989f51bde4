import CellGraphics

extension ActionRegistry {
  static let explainActions: [LabAction] = [
    LabAction(
      "explain", "explain",
      help: "Why the selected mark came about, event by event; without one, the latest mark.",
      keys: [Key("e")], argument: "[WHAT]", group: .panels, priority: 35,
      when: { model in
        model.refusesExplaining.map { .unavailable($0) } ?? .available
      }, effect: { model, text in model.explain(text) })
  ]
}
