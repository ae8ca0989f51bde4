import CellGraphics

extension ActionRegistry {
  /// What can be done where points are placed.
  static let boardActions: [LabAction] = [
    LabAction(
      "point-later", "later",
      help: "Move the point of the selected bar to the right; the first press puts it in.",
      keys: [.right], group: .points, screens: .board, priority: 90, when: canPlace,
      effect: { model, _ in model.movePoint(by: 1) }),
    LabAction(
      "point-earlier", "earlier",
      help: "Move the point of the selected bar to the left; the first press puts it in.",
      keys: [.left], group: .points, screens: .board, priority: 89, when: canPlace,
      effect: { model, _ in model.movePoint(by: -1) }),
    LabAction(
      "next-bar", "next bar", help: "Select the next bar.", keys: [.down, .tab], command: "down",
      group: .points, screens: .board, priority: 90,
      effect: { model, _ in model.selectBar(by: 1) }),
    LabAction(
      "previous-bar", "bar before", help: "Select the bar before.", keys: [.up, .backTab],
      command: "up", group: .points, screens: .board,
      effect: { model, _ in model.selectBar(by: -1) }),
    LabAction(
      "place", "place",
      help: "Put a point: into the middle of the selected bar, or as it is typed.",
      keys: [.enter, .space], argument: "NAME at TIME", group: .points, screens: .board,
      priority: 60, when: canPlace, effect: { model, text in model.place(text) }),
    LabAction(
      "point-first", "to its start", help: "Put the point where the selected bar starts.",
      keys: [.home], group: .points, screens: .board, when: canPlace,
      effect: { model, _ in model.placePoint(.start) }),
    LabAction(
      "point-last", "to its end", help: "Put the point where the selected bar ends.",
      keys: [.end], group: .points, screens: .board, when: canPlace,
      effect: { model, _ in model.placePoint(.end) }),
    LabAction(
      "clear", "take away", help: "Take the point of the selected bar away.",
      keys: [Key("x"), .delete, .backspace], argument: "[NAME]", group: .points, screens: .board,
      priority: 40, when: canPlace, effect: { model, name in model.clearPoint(of: name) }),
    LabAction(
      "undo-point", "undo", help: "Put the point that was moved last back to where it was.",
      keys: [Key("u")], command: "undo", group: .points, screens: .board, priority: 45,
      when: { model in
        .when(model.lab?.session?.canUndoPoint ?? false, else: "no point has been moved")
      }, effect: { model, _ in model.undoPoint() }),
  ]

  @Sendable private static func canPlace(_ model: Model) -> Availability {
    guard let session = model.lab?.session else { return .unavailable("there is no board") }
    return session.refusesPoints.map { .unavailable($0) } ?? .available
  }
}
