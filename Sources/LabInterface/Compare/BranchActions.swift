import CellGraphics
import Histories
import Laboratory

extension ActionRegistry {
  /// Opening, switching, naming, deleting and comparing branches.
  static let branchActions: [LabAction] = [
    LabAction(
      "branch", "branch here",
      help: "Open a new future from the shown position; the present one stays.",
      keys: [Key("b")], argument: "[NAME]", group: .branches, priority: 40,
      when: { model in
        .when(
          model.lab?.ownRun != nil, else: "in a lesson your first move opens a branch by itself")
      }, effect: branch),
    LabAction(
      "switch", "switch branch", help: "Show another branch where it was left.",
      keys: [Key("B")], argument: "NAME", group: .branches, priority: 41,
      when: hasTwo, effect: switchBranch),
    LabAction(
      "compare", "compare",
      help: "Show two branches side by side, or this run with a knob set otherwise.",
      keys: [Key("v")], argument: "[BRANCH] BRANCH", group: .branches, priority: 42,
      effect: { model, text in model.compareTyped(text) }),
    LabAction(
      "divergence", "first difference",
      help: "Go to the first instant at which the two branches differ.", keys: [Key("!")],
      group: .branches, screens: .compare, priority: 92,
      effect: { model, _ in model.goToDivergence() }),
    LabAction(
      "side", "other side", help: "Choose the other side: details are of it, Enter shows it.",
      keys: [.tab, .backTab], group: .branches, screens: .compare, priority: 60,
      effect: { model, _ in
        if let side = model.compare?.side.other { model.compare?.side = side }
        return []
      }),
    LabAction(
      "show-branch", "show in the lab",
      help: "Show the branch of the selected side in the lab, at this instant.", keys: [.enter],
      group: .branches, screens: .compare, priority: 70,
      effect: { model, _ in model.openComparedBranch() }),
    LabAction(
      "compare-up", "line up", help: "Select the difference above.", keys: [.up], command: "up",
      group: .branches, screens: .compare,
      effect: { model, _ in
        model.compare?.selection -= 1
        return []
      }),
    LabAction(
      "compare-down", "line down", help: "Select the difference below.", keys: [.down],
      command: "down", group: .branches, screens: .compare,
      effect: { model, _ in
        model.compare?.selection += 1
        return []
      }),
    LabAction(
      "compare-part", "larger",
      help: "Give the screen to the timelines, then to the differences, then to all.",
      keys: [Key("f")], command: "full", group: .branches, screens: .compare, priority: 30,
      effect: { model, _ in
        if let part = model.compare?.part.next { model.compare?.part = part }
        return []
      }),
    LabAction(
      "compare-zoom-in", "zoom in", help: "Show less time, more precisely.", keys: [Key(">")],
      command: "zoom-in", group: .branches, screens: .compare,
      when: { model in
        .when((model.lab?.timelineZoom ?? 0) > 0, else: "this is the closest view")
      }, effect: { model, _ in model.zoomTimeline(by: -1) }),
    LabAction(
      "compare-zoom-out", "zoom out", help: "Show more time.", keys: [Key("<")],
      command: "zoom-out", group: .branches, screens: .compare, priority: 25,
      when: { model in
        .when(
          (model.lab?.timelineZoom ?? 0) < LabState.zooms.count - 1, else: "this is the widest view"
        )
      }, effect: { model, _ in model.zoomTimeline(by: 1) }),
    LabAction(
      "compare-close", "back to the lab", help: "Leave the comparison; the lab is as it was.",
      keys: [.escape], command: "close", group: .branches, screens: .compare,
      effect: { model, _ in model.leaveCompare() }),
  ]

  @Sendable private static func hasTwo(_ model: Model) -> Availability {
    .when(
      (model.lab?.run.branches.count ?? 0) > 1,
      else: "there is only one branch; \(model.key("branch")) opens another")
  }

  private static let branch: @Sendable (inout Model, String) -> [Command] = { model, name in
    guard let run = model.lab?.run else { return [] }
    if !name.isEmpty, let problem = run.problem(withBranchName: name) {
      model.status = .refusal(problem)
      return []
    }
    let old = run.branch.name
    let opened = model.lab?.ownRun?.openBranch(named: name.isEmpty ? nil : name) ?? ""
    model.status = .news(
      "You are on the new branch \(opened); \(old) stays. "
        + "\(model.key("switch")) lists them, \(model.key("compare")) compares them.")
    return []
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
