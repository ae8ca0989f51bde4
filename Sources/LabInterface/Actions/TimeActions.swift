import CellGraphics
import Histories
import Laboratory

extension ActionRegistry {
  static let timeActions: [LabAction] = [
    LabAction(
      "step", "step", help: "Go to the next event; heartbeats are passed over.", keys: [.right],
      group: .time, screens: [.lab, .compare], priority: 90, when: Conditions.canGoOn,
      effect: move(.step)),
    LabAction(
      "back", "back", help: "Go back one event; nothing is lost by it.", keys: [.left],
      group: .time, screens: [.lab, .compare], priority: 89, when: Conditions.hasPast,
      effect: move(.back)),
    LabAction(
      "play", "play/pause", help: "Let time run, or stop it.", keys: [.space], group: .time,
      screens: [.lab, .compare],
      priority: 88, when: Conditions.canPlay, effect: { model, _ in model.togglePlaying() }),
    LabAction(
      "tick", "next instant", help: "Go to the end of the next instant with activity.",
      keys: [.pageDown], group: .time, screens: [.lab, .compare], when: Conditions.canGoOn,
      effect: move(.tick)),
    LabAction(
      "tick-back", "instant before", help: "Go back to before the latest instant with activity.",
      keys: [.pageUp], group: .time, screens: [.lab, .compare], when: Conditions.hasPast,
      effect: move(.tickBack)),
    LabAction(
      "start", "start", help: "Go back to the start of the run.", keys: [.home], group: .time,
      screens: [.lab, .compare],
      priority: 20, when: Conditions.hasPast, effect: move(.start)),
    LabAction(
      "newest", "newest", help: "Go to the newest event that has been seen.", keys: [.end],
      group: .time, screens: [.lab, .compare], priority: 60,
      when: { model in
        let isRewound = model.compare?.comparison.isRewound ?? model.lab?.run.isRewound
        return .when(isRewound ?? false, else: "this is the newest event")
      }, effect: move(.newest)),
    LabAction(
      "to", "go to a time", help: "Go to an instant, given in milliseconds.", keys: [Key("g")],
      argument: "TIME", group: .time, screens: [.lab, .compare], effect: goTo),
    LabAction(
      "until-violation", "run to a violation",
      help: "Run until the next event by which a guarantee breaks.", keys: [Key("!")],
      group: .time,
      when: { model in
        model.lab?.session == nil
          ? Conditions.canGoOn(model)
          : .unavailable("in a lesson, \(model.key("next")) goes to the next point")
      }, effect: move(.violation)),
    LabAction(
      "faster", "faster", help: "Play faster: more virtual time in each second.",
      keys: [Key("+"), Key("=")], group: .time, screens: [.lab, .compare],
      when: { model in
        .when((model.lab?.speed ?? 0) < LabState.speeds.count - 1, else: "this is the fastest")
      }, effect: { model, _ in model.changeSpeed(by: 1) }),
    LabAction(
      "slower", "slower", help: "Play slower.", keys: [Key("-")], group: .time,
      screens: [.lab, .compare],
      when: { model in .when((model.lab?.speed ?? 0) > 0, else: "this is the slowest") },
      effect: { model, _ in model.changeSpeed(by: -1) }),
    LabAction(
      "undo", "undo", help: "Take back your latest action; what followed stays as a branch.",
      keys: [Key("u")], group: .time, priority: 45,
      when: Conditions.canUndo, effect: { model, _ in model.undo() }),
  ]

  private static func move(
    _ movement: Movement
  ) -> @Sendable (inout Model, String) -> [Command] {
    { model, _ in model.move(movement) }
  }

  private static let goTo: @Sendable (inout Model, String) -> [Command] = { model, text in
    guard !text.isEmpty else { return model.open(.time) }
    guard let time = Typed.milliseconds(text), (0...1_000_000_000).contains(time) else {
      model.status = .refusal(
        "to: expected an instant in whole milliseconds, up to 1000000000; found \(text)")
      return []
    }
    return model.move(.time(VirtualTime(time)))
  }
}
