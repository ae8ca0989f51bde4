import CellGraphics
import Laboratory
import Simulation

/// The prompts about messages: what to do with one, and a rule for the next.
extension PromptKind {
  /// The words as the prompt shows them.
  private static func shown(_ word: String) -> String {
    switch word {
    case "deliver": "deliver now"
    case "duplicate": "duplicate"
    default: word
    }
  }

  static func word(_ shown: String) -> String {
    shown == "deliver now" ? "deliver" : shown
  }

  static let anyKind = "any"

  /// `deliver m7`, `delay m7 by 100`.
  static func messageCommand(_ values: [String]) -> String {
    guard values.count > 1 else { return "" }
    let word = word(values[0])
    return "\(word) \(values[1])" + (word == "delay" ? " by \(values.last ?? "")" : "")
  }

  /// `drop next append P -> R1`.
  static func ruleCommand(_ values: [String]) -> String {
    guard values.count > 3 else { return "" }
    let word = word(values[0])
    let kind = values[1] == anyKind ? "" : "\(values[1]) "
    return "\(word) next \(kind)\(values[2]) -> \(values[3])"
      + (word == "delay" ? " by \(values.last ?? "")" : "")
  }

  static func messageFields(_ model: Model, _ subject: String) -> [PromptField] {
    guard let lab = model.lab,
      let message = lab.view.network.messages.first(where: { "m\($0.id.number)" == subject })
    else { return [] }
    let isHeld = message.due == nil
    let words = MessageSurgery.words.filter { $0 != (isHeld ? "hold" : "release") }
    let state = message.due.map { "due t=\($0)" } ?? "held by hand"
    return withDelay([
      .choice("do", allowed(words, lab).map(shown)),
      .choice(
        "message", [subject], hint: "\(message.label), \(message.from) to \(message.to), \(state)"),
    ])
  }

  static func ruleFields(_ model: Model) -> [PromptField] {
    guard let lab = model.lab else { return [] }
    let names = lab.run.names
    let ends = names.servers + names.clients
    guard ends.count > 1 else { return [] }
    let kinds = kinds(lab)
    var (kind, from, to) = (0, 0, 1)
    if let like = example(model, lab) {
      kind = (kinds.firstIndex(of: like.kind) ?? -1) + 1
      from = ends.firstIndex(of: like.from) ?? 0
      to = ends.firstIndex(of: like.to) ?? 1
    }
    return withDelay([
      .choice("do", allowed(MessageSurgery.rules, lab).map(shown)),
      .choice("kind", [anyKind] + kinds, selected: kind, hint: "the next message of this kind"),
      .choice("from", ends, selected: from),
      .choice("to", ends, selected: to),
    ])
  }

  /// What the rule is filled in with: the message in hand, else the latest that a server sent.
  private static func example(
    _ model: Model, _ lab: LabState
  ) -> (kind: String, from: String, to: String)? {
    if case .success(let message) = model.messageInHand {
      return (String(message.label.prefix { $0 != " " }), message.from, message.to)
    }
    let run = lab.run
    let sent = run.simulation.recording.messages
    let servers = run.names.servers.count
    let latest = sent[..<sent.bisect { $0.record.sentEvent < run.position }].suffix(600).last {
      $0.record.isForeground && $0.record.from.index < servers && $0.record.to.index < servers
    }
    return latest.map {
      (
        String($0.record.label.name.prefix { $0 != " " }), run.names[$0.record.from],
        run.names[$0.record.to]
      )
    }
  }

  /// The field for the delay is there only while something is delayed.
  static func withDelay(_ fields: [PromptField]) -> [PromptField] {
    guard fields.first?.value == "delay" else { return fields.filter { $0.label != "by" } }
    if fields.last?.label == "by" { return fields }
    return fields + [.text("by", "100", hint: "ms later than it is due")]
  }

  /// Those that the open task takes; all of them elsewhere.
  private static func allowed(_ words: [String], _ lab: LabState) -> [String] {
    guard let task = lab.session?.openTask, !task.moves.isEmpty else { return words }
    return words.filter { task.moves.contains($0) }
  }

  /// The kinds of messages that were sent lately, those of heartbeats and the like last.
  private static func kinds(_ lab: LabState) -> [String] {
    var foreground: [String] = []
    var background: [String] = []
    let run = lab.run
    let sent = run.simulation.recording.messages
    let count = sent.bisect { $0.record.sentEvent < run.position }
    for message in sent[..<count].suffix(600) {
      let word = String(message.record.label.name.prefix { $0 != " " })
      if message.record.isForeground {
        if !foreground.contains(word) { foreground.append(word) }
      } else if !background.contains(word) {
        background.append(word)
      }
    }
    return foreground + background.filter { !foreground.contains($0) }
  }
}
