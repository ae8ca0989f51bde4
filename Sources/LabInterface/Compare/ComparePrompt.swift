import CellGraphics
import Laboratory
import Simulation

/// The questions before Compare: which branch, and with what.
extension PromptKind {
  static let knobTurned = "the same run, a knob set otherwise"
  static let delayChanged = "the same run, a delay set otherwise"

  func comparisonFields(_ lab: LabState) -> [PromptField] {
    let names = lab.run.branches.map(\.name)
    let current = lab.run.currentBranch
    let offers = names + (lab.session == nil ? [Self.knobTurned, Self.delayChanged] : [])
    let partner = names.count > 1 ? (current + 1) % names.count : names.count
    let head: [PromptField] = [
      .choice("branch", names, selected: current),
      .choice("with", offers, selected: partner),
    ]
    return head + Self.variantFields(head[1].value, lab)
  }

  private static func variantFields(_ choice: String, _ lab: LabState) -> [PromptField] {
    let knobs = lab.run.simulation.knobs
    if choice == knobTurned, let first = knobs.first {
      return [.choice("knob", knobs.map(\.path)), otherValue(first)]
    }
    guard choice == delayChanged else { return [] }
    let offers = PromptOffers(lab)
    return [
      .many("between", offers.servers + offers.clients, chosen: [offers.servers.first ?? ""]),
      .many(
        "and", offers.servers + [everybodyElse] + offers.clients,
        chosen: [offers.selectedServer], hint: "\(everybodyElse) is everybody else"),
      .choice("direction", [bothWays, oneWay]),
      .text("delay", "10", hint: "ms each message takes, from the start"),
    ]
  }

  /// The value of a knob, with another than its present one offered.
  private static func otherValue(_ knob: Knob) -> PromptField {
    guard case .choice(let values) = knob.domain else { return valueField(knob) }
    let now = values.firstIndex(of: knob.value) ?? 0
    return .choice(
      "value", values.map(\.description), selected: (now + 1) % max(1, values.count),
      hint: "it is \(knob.value): \(knob.summary)")
  }

  func adjustComparison(_ fields: inout [PromptField], changed: Int, _ model: Model) {
    guard let lab = model.lab, fields.count > 1 else { return }
    if changed == 1 { fields = Array(fields.prefix(2)) + Self.variantFields(fields[1].value, lab) }
    guard changed == 2, fields[1].value == Self.knobTurned, fields.count > 3,
      let knob = lab.run.simulation.knobs.first(where: { $0.path == fields[2].value })
    else { return }
    fields[3] = Self.otherValue(knob)
  }

  static func comparison(_ values: [String]) -> String {
    guard values.count > 1 else { return "compare" }
    if values[1] == knobTurned, values.count > 3 {
      return "compare \(values[0]) with set \(values[2]) = \(values[3])"
    }
    if values[1] == delayChanged, values.count > 5 {
      let arrow = values[4] == oneWay ? "->" : "|"
      return "compare \(values[0]) with delay \(values[2]) \(arrow) \(values[3]) \(values[5])"
    }
    return "compare \(values[0]) \(values[1])"
  }

  func renamingFields(_ lab: LabState, _ subject: String) -> [PromptField] {
    let names = lab.run.branches.map(\.name)
    let index = names.firstIndex(of: subject) ?? lab.run.currentBranch
    return [
      .choice("branch", names, selected: index),
      .text("new name", names[index], hint: "letters, digits and _ - . @, a letter first"),
    ]
  }
}
