import CellGraphics
import Laboratory

extension ActionRegistry {
  static let clientActions: [LabAction] = [
    prompting(
      "write", "write", help: "Let a client write a value.", keys: [Key("w")], .write,
      group: .clients, priority: 80, when: Conditions.hasClient),
    prompting(
      "read", "read", help: "Let a client read a key.", keys: [Key("r")], .read,
      group: .clients, priority: 79, when: Conditions.hasClient),
    prompting(
      "route", "routing", help: "Choose how a client finds the node that serves it.",
      keys: [Key("t")], .route, argument: "CLIENTS POLICY [among NODES]", group: .clients,
      when: Conditions.hasClient),
    LabAction(
      "workload", "workload", help: "Switch random reads and writes by the clients on or off.",
      keys: [Key("o")], argument: "[off | CLIENTS every MS reads N% [cas N%] keys KEYS]",
      group: .clients,
      priority: 35, when: Conditions.both(Conditions.canMove(["workload"]), Conditions.hasClient),
      effect: { model, text in
        if !text.isEmpty { return model.run("workload \(text)") }
        return model.lab?.run.simulation.workload == nil
          ? model.open(.workload) : model.run("workload off")
      }),
  ]

  static let faultActions: [LabAction] = [
    prompting(
      "cut", "cut", help: "Cut links: choose the two sides, and one direction or both.",
      keys: [Key("x")], .cut, argument: "LINKS", group: .faults, priority: 70),
    LabAction(
      "heal", "heal", help: "Heal links that are cut.", keys: [Key("X")], argument: "[LINKS]",
      group: .faults, priority: 85,
      when: Conditions.both(Conditions.canMove(["heal"]), Conditions.hasCut),
      effect: { model, text in
        if !text.isEmpty { return model.run("heal \(text)") }
        return (model.lab?.view.network.cuts.count ?? 0) > 2
          ? model.open(.heal) : model.run("heal")
      }),
    prompting(
      "crash", "crash", help: "Crash a node: it loses its memory, its disk only if you say so.",
      keys: [Key("k")], .crash, argument: "NODE", group: .faults, priority: 69,
      when: Conditions.hasServer(.up, else: "no node is up")),
    prompting(
      "restart", "restart a node", help: "Restart a node that is down.", keys: [Key("K")],
      .restart, argument: "NODE", group: .faults, priority: 84,
      when: Conditions.hasServer(.crashed, else: "no node is down")),
    prompting(
      "pause", "pause a node", help: "Pause a node: what arrives waits for it.",
      keys: [Key("z")], .pause, argument: "NODE", group: .faults, priority: 34,
      when: Conditions.hasServer(.up, else: "no node is up")),
    prompting(
      "resume", "resume a node", help: "Let a paused node go on.", keys: [Key("Z")], .resume,
      argument: "NODE", group: .faults, priority: 83,
      when: Conditions.hasServer(.paused, else: "no node is paused")),
    prompting(
      "skew", "skew a clock", help: "Set a node's clock ahead of true time, or behind it.",
      keys: [Key("c")], .skew, argument: "NODE MS", group: .faults, priority: 33),
    prompting(
      "delay", "link delay", help: "Set how long messages take on links.", keys: [Key("l")], .lag,
      argument: "LINKS MS", group: .faults, priority: 32),
    prompting(
      "trouble", "link trouble", help: "Let links lose, duplicate, delay or reorder messages.",
      keys: [Key("T")], .trouble, group: .faults,
      words: ["loss", "duplication", "jitter", "ordering"]),
    prompting(
      "slow", "slow node", help: "Set how long a node takes over each request.",
      keys: [Key("s")], .slow, argument: "NODE MS", group: .faults),
    prompting(
      "set", "turn a knob", help: "Turn a knob of the store or of sessions.", keys: [Key("a")],
      .knob,
      argument: "KNOB = VALUE", group: .faults, priority: 50),
    LabAction(
      "nemesis", "nemesis", help: "Switch random faults, each repaired after a while, on or off.",
      keys: [Key("O")], argument: "[off | KINDS every MS for MS]", group: .faults, priority: 31,
      when: Conditions.canMove(["nemesis"]),
      effect: { model, text in
        if !text.isEmpty { return model.run("nemesis \(text)") }
        return model.lab?.run.simulation.nemesis == nil
          ? model.open(.nemesis) : model.run("nemesis off")
      }),
  ]

  /// An action whose key opens a prompt, and which can be typed whole.
  private static func prompting(
    _ id: String, _ title: String, help: String, keys: [Key], _ kind: PromptKind,
    argument: String = "", group: LabAction.Group, priority: Int = 0, words: [String]? = nil,
    when availability: @escaping @Sendable (Model) -> Availability = { _ in .available }
  ) -> LabAction {
    LabAction(
      id, title, help: help, keys: keys, argument: argument, group: group, priority: priority,
      when: Conditions.both(Conditions.canMove(words ?? [id]), availability),
      effect: { model, text in
        text.isEmpty ? model.open(kind) : model.run("\(id) \(text)")
      })
  }
}
