import CellGraphics
import Histories
import Laboratory
import Simulation

extension PromptKind {
  /// The fields of a prompt with what makes sense filled in; empty when there is nothing to ask.
  func fields(_ model: Model, about subject: String) -> [PromptField] {
    if self == .panels {
      return [.choice("panel", model.panelOrder.map(\.rawValue))]
    }
    if self == .answer { return answerFields(model, subject) }
    if self == .message { return Self.messageFields(model, subject) }
    if self == .rule { return Self.ruleFields(model) }
    if self == .export { return exportFields(model) }
    guard let lab = model.lab else { return [] }
    let offers = PromptOffers(lab)
    switch self {
    case .write, .read, .route, .workload: return clientFields(offers)
    case .cut, .heal, .lag, .trouble: return linkFields(offers)
    case .knob: return knobFields(lab, subject)
    case .nemesis:
      return [
        .many("kinds", ["cut", "crash", "pause", "skew"], chosen: ["cut", "crash", "pause"]),
        .text("every", "400", hint: "ms between two faults, on average"),
        .text("for", "200", hint: "ms until it is repaired, on average"),
      ]
    case .time: return [.text("instant", "\(lab.run.clock)", hint: "virtual ms since the start")]
    case .alert:
      let limit = lab.lagAlert.map { "\($0)" } ?? "200"
      return [.text("from", limit, hint: "ms behind; off marks none")]
    case .branches:
      return [
        .choice(
          "branch", lab.run.branches.map(\.name),
          selected: (lab.run.currentBranch + 1) % max(1, lab.run.branches.count))
      ]
    default: return nodeFields(offers)
    }
  }

  private func answerFields(_ model: Model, _ subject: String) -> [PromptField] {
    guard case .predicting(let prediction)? = model.lab?.session?.stage else { return [] }
    if prediction.choices.isEmpty {
      let hint = prediction.unit.map { "in \($0)" } ?? ""
      return [PromptField.text("number", subject, hint: hint).begun]
    }
    return [.choice("answer", prediction.choices)]
  }

  private func clientFields(_ offers: PromptOffers) -> [PromptField] {
    guard !offers.clients.isEmpty else { return [] }
    let client = PromptField.choice("client", offers.clients, selected: offers.selectedClient)
    let via = PromptField.choice("served by", [Self.byRouting] + offers.servers)
    switch self {
    case .write:
      return [
        client, .text("key", offers.keys.first ?? "x"),
        .text("value", offers.freshValue, hint: "a word, a number or \"quoted text\""), via,
      ]
    case .read: return [client, .text("key", offers.keys.first ?? "x"), via]
    case .route:
      return [
        client, .choice("policy", RoutingPolicy.allCases.map(\.rawValue)),
        .many("among", offers.servers, chosen: [], hint: "reads only from these; none: from all"),
      ]
    default:
      return [
        .many("clients", offers.clients, chosen: offers.clients),
        .text("every", "60", hint: "ms between two operations of a client, on average"),
        .text("reads", "70", hint: "per cent; the others are writes"),
        .text("keys", offers.keys.isEmpty ? "x" : offers.keys.joined(separator: ",")),
      ]
    }
  }

  private func linkFields(_ offers: PromptOffers) -> [PromptField] {
    if self == .heal { return [.choice("which", ["all"] + offers.cuts)] }
    let others = offers.servers + [Self.everybodyElse]
    let sides: [PromptField] = [
      .many(
        "between", offers.servers + offers.clients, chosen: [offers.selectedServer],
        hint: "one side"),
      .many(
        "and", others + offers.clients, chosen: [Self.everybodyElse],
        hint: "the other side; * is everybody else"),
      .choice("direction", [Self.bothWays, Self.oneWay]),
    ]
    switch self {
    case .lag: return sides + [.text("delay", "200", hint: "ms each message takes")]
    case .trouble:
      return sides + [
        .choice("kind", ["loss", "duplication", "jitter", "ordering"]),
        .text("amount", "10", hint: "% lost or doubled; ms of jitter; on or off"),
      ]
    default: return sides
    }
  }

  private func nodeFields(_ offers: PromptOffers) -> [PromptField] {
    let names: [String]
    switch self {
    case .restart: names = offers.servers(.crashed)
    case .resume: names = offers.servers(.paused)
    case .crash, .pause: names = offers.servers(.up)
    default: names = offers.servers
    }
    guard !names.isEmpty else { return [] }
    let node = PromptField.choice(
      "node", names, selected: names.firstIndex(of: offers.selectedServer) ?? 0)
    switch self {
    case .crash:
      return [
        node,
        .choice("how", [Self.keepsDisk, Self.losesDisk] + offers.steps.map { "at \($0)" }),
      ]
    case .skew: return [node, .text("by", "+200", hint: "ms ahead of true time; - is behind")]
    case .slow: return [node, .text("takes", "20", hint: "ms a request; 0 is not slow")]
    default: return [node]
    }
  }

  /// The knobs that the open task turns; all of them where it does not say, or another is meant.
  private func knobFields(_ lab: LabState, _ subject: String) -> [PromptField] {
    let all = lab.run.simulation.knobs
    let turned = lab.session?.openTask?.knobs ?? []
    let offered = all.filter { turned.contains($0.path) }
    let isAnother = !subject.isEmpty && !turned.contains(subject)
    let knobs = offered.isEmpty || isAnother ? all : offered
    guard !knobs.isEmpty else { return [] }
    let index = knobs.firstIndex { $0.path == subject } ?? 0
    return [
      .choice("knob", knobs.map(\.path), selected: index), Self.valueField(knobs[index]),
    ]
  }

  private static func valueField(_ knob: Knob) -> PromptField {
    switch knob.domain {
    case .choice(let values):
      .choice(
        "value", values.map(\.description),
        selected: values.firstIndex(of: knob.value) ?? 0, hint: knob.summary)
    case .integer(let range):
      .text(
        "value", knob.value.description,
        hint: "\(range.lowerBound) to \(range.upperBound): \(knob.summary)")
    }
  }

  /// Brings the other fields in line after one was changed.
  func adjust(_ fields: inout [PromptField], changed: Int, _ model: Model) {
    if self == .message || self == .rule { fields = Self.withDelay(fields) }
    guard self == .knob, changed == 0, fields.count > 1,
      let knob = model.lab?.run.simulation.knobs.first(where: { $0.path == fields[0].value })
    else { return }
    fields[1] = Self.valueField(knob)
  }
}

/// The names that prompts offer, the likeliest first.
struct PromptOffers {
  let servers: [String]
  let clients: [String]
  let keys: [String]
  let steps: [String]
  let cuts: [String]
  /// The replica selected on the screen, else the last one.
  let selectedServer: String
  let selectedClient: Int
  /// A value that nobody has written yet.
  let freshValue: String
  private let replicas: [ReplicaView]

  init(_ lab: LabState) {
    let run = lab.run
    servers = run.names.servers
    clients = run.names.clients
    replicas = lab.view.replicas
    let shown = lab.view.replicas.first?.cells.map(\.key) ?? []
    keys = shown.isEmpty ? run.scenario.initial.map(\.key.name) : shown
    steps = run.entry.steps.map(\.name)
    cuts = lab.view.network.cuts.map { "\($0.from) -> \($0.to)" }
    let row = lab.selections[ReplicasPanel.id]
    let isOnReplicas = lab.focus == ReplicasPanel.id && row != nil
    selectedServer =
      isOnReplicas ? servers[min(max(row ?? 0, 0), servers.count - 1)] : servers.last ?? ""
    selectedClient = lab.focus == SessionsPanel.id ? lab.selections[SessionsPanel.id] ?? 0 : 0
    freshValue = "v\(run.simulation.recording.history.operations.count + 1)"
  }

  func servers(_ status: NodeStatus) -> [String] {
    replicas.filter { $0.status == status }.map(\.name)
  }
}
