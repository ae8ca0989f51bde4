import CellGraphics

extension ActionRegistry {
  static let homeActions: [LabAction] = [
    LabAction(
      "choose", "open", help: "Open the selected lesson, sandbox or saved run.",
      keys: [.enter, .right], group: .home, screens: .home, priority: 100,
      when: { model in
        .when(
          model.homeItem != nil,
          else: "nothing matches the filter; \(model.key("close")) takes it back")
      }, effect: { model, _ in model.openHomeItem() }),
    LabAction(
      "home-up", "up", help: "Select the line above.", keys: [.up, Key("k")], command: "up",
      group: .home, screens: .home, effect: { model, _ in model.moveHome(by: -1) }),
    LabAction(
      "home-down", "select", help: "Select the line below.", keys: [.down, Key("j")],
      command: "down", group: .home, screens: .home, priority: 99,
      effect: { model, _ in model.moveHome(by: 1) }),
    LabAction(
      "home-top", "first", help: "Select the first line.", keys: [.home], command: "first",
      group: .home, screens: .home, effect: { model, _ in model.moveHome(by: -10_000) }),
    LabAction(
      "home-bottom", "last", help: "Select the last line.", keys: [.end], command: "last",
      group: .home, screens: .home, effect: { model, _ in model.moveHome(by: 10_000) }),
    LabAction(
      "continue", "continue",
      help: "Go on where you were in the selected lesson, else in the last one.",
      keys: [Key("c")], group: .home, screens: .home, priority: 90,
      when: { model in
        .when(
          model.begunLesson != nil || model.library.lessons.continuation(model.progress) != nil,
          else: "every lesson is complete")
      }, effect: { model, _ in model.continueLesson() }),
    LabAction(
      "proceed", "go on", help: "Open the next lesson, or go Home after the last.",
      keys: [.enter, Key("n")], group: .home, screens: .result, priority: 100,
      effect: { model, _ in model.proceed() }),
    LabAction(
      "again", "play again", help: "Play this lesson again from its start.", keys: [Key("R")],
      group: .home, screens: .result, priority: 90, effect: { model, _ in model.playAgain() }),
    LabAction(
      "result-up", "scroll up", help: "Show what is above.", keys: [.up], command: "up",
      group: .home, screens: .result, effect: { model, _ in model.scrollResult(by: -1) }),
    LabAction(
      "result-down", "scroll down", help: "Show what is below.", keys: [.down], command: "down",
      group: .home, screens: .result, priority: 20,
      effect: { model, _ in model.scrollResult(by: 1) }),
  ]
}
