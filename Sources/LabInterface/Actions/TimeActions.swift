import CellGraphics
import Histories
import Laboratory

extension ActionRegistry {
  static let timeActions: [LabAction] = [
    LabAction(
      "step", "step", help: "Go to the next event; heartbeats are passed over.", keys: [.right],
      group: .time, priority: 90, when: Conditions.canGoOn, effect: move(.step)),
    LabAction(
      "back", "back", help: "Go back one event; nothing is lost by it.", keys: [.left],
      group: .time, priority: 89, when: Conditions.hasPast, effect: move(.back)),
    LabAction(
      "play", "play/pause", help: "Let time run, or stop it.", keys: [.space], group: .time,
      priority: 88, when: Conditions.canPlay, effect: { model, _ in model.togglePlaying() }),
    LabAction(
      "tick", "next instant", help: "Go to the end of the next instant with activity.",
      keys: [.pageDown], group: .time, when: Conditions.canGoOn, effect: move(.tick)),
    LabAction(
      "tick-back", "instant before", help: "Go back to before the latest instant with activity.",
      keys: [.pageUp], group: .time, when: Conditions.hasPast, effect: move(.tickBack)),
    LabAction(
      "start", "start", help: "Go back to the start of the run.", keys: [.home], group: .time,
      priority: 20, when: Conditions.hasPast, effect: move(.start)),
    LabAction(
      "newest", "newest", help: "Go to the newest event that has been seen.", keys: [.end],
      group: .time, priority: 60,
      when: { model in
        .when(model.lab?.run.isRewound ?? false, else: "this is the newest event")
      }, effect: move(.newest)),
    LabAction(
      "to", "go to a time", help: "Go to an instant, given in milliseconds.", keys: [Key("g")],
      argument: "TIME", group: .time, effect: goTo),
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
      keys: [Key("+"), Key("=")], group: .time,
      when: { model in
        .when((model.lab?.speed ?? 0) < LabState.speeds.count - 1, else: "this is the fastest")
      }, effect: { model, _ in model.changeSpeed(by: 1) }),
    LabAction(
      "slower", "slower", help: "Play slower.", keys: [Key("-")], group: .time,
      when: { model in .when((model.lab?.speed ?? 0) > 0, else: "this is the slowest") },
      effect: { model, _ in model.changeSpeed(by: -1) }),
    LabAction(
      "branch", "branch here",
      help: "Open a new future from the shown position; the present one stays.",
      keys: [Key("b")], argument: "[NAME]", group: .time, priority: 40,
      when: { model in
        .when(
          model.lab?.ownRun != nil, else: "in a lesson your first move opens a branch by itself")
      }, effect: branch),
    LabAction(
      "switch", "switch branch", help: "Show another branch where it was left.",
      keys: [Key("B")], argument: "NAME", group: .time, priority: 41,
      when: { model in
        .when(
          (model.lab?.run.branches.count ?? 0) > 1,
          else: "there is only one branch; \(model.key("branch")) opens another")
      }, effect: switchBranch),
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
    let number = text.hasSuffix("ms") ? text.dropLast(2).filter { $0 != " " } : Substring(text)
    guard let time = Int64(number), (0...1_000_000_000).contains(time) else {
      model.status = .refusal(
        "to: expected an instant in whole milliseconds, up to 1000000000; found \(text)")
      return []
    }
    return model.move(.time(VirtualTime(time)))
  }

  private static let branch: @Sendable (inout Model, String) -> [Command] = { model, name in
    guard let run = model.lab?.run else { return [] }
    if !name.isEmpty, let problem = problem(withBranch: name, run) {
      model.status = .refusal(problem)
      return []
    }
    let old = run.branch.name
    let opened = model.lab?.ownRun?.openBranch(named: name.isEmpty ? nil : name) ?? ""
    model.status = .news(
      "You are on the new branch \(opened); \(old) stays. \(model.key("switch")) switches.")
    return []
  }

  private static func problem(withBranch name: String, _ run: Run) -> String? {
    if !NameTable.isName(name) {
      return "\(name) cannot be a name: 1 to 24 letters, digits and _ - . @, a letter first"
    }
    return run.branches.contains { $0.name == name } ? "there is a branch \(name) already" : nil
  }

  private static let switchBranch: @Sendable (inout Model, String) -> [Command] = { model, name in
    guard let branches = model.lab?.run.branches else { return [] }
    guard !name.isEmpty else { return model.open(.branches) }
    guard let index = branches.firstIndex(where: { $0.name == name }) else {
      model.status = .refusal(
        "no branch is called \(name); there are "
          + branches.map(\.name).joined(separator: ", "))
      return []
    }
    model.lab?.ownRun?.switchBranch(to: index)
    model.lab?.session?.switchBranch(to: index)
    model.lab?.isPlaying = false
    model.status = .news("You are on the branch \(name).")
    return [.stopTicking]
  }
}
