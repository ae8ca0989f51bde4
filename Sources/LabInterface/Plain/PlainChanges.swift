import CellGraphics
import Checkers
import Histories
import Laboratory
import Simulation

/// What differs between two moments of the lab, a line for each change.
///
/// What an open question covers is not told.
struct PlainChanges {
  private let old: LabView
  private let from: PlainMemory.Place
  private let lab: LabState
  private let covered: [String]

  init(from old: LabView, at place: PlainMemory.Place, to lab: LabState) {
    self.old = old
    from = place
    self.lab = lab
    covered = lab.session?.coveredPanels ?? []
  }

  private var new: LabView { lab.view }

  var lines: [String] {
    let events = hasGoneOn ? self.events : []
    let settings = hasGoneOn ? [] : self.settings
    let replicas = isCovered(ReplicasPanel.id) ? [] : self.replicas
    let guarantees = isCovered(GuaranteesPanel.id) ? [] : self.guarantees
    let alerts = isCovered(LagPanel.id) ? [] : self.alerts
    return events + settings + replicas + alerts + guarantees
  }

  private func isCovered(_ id: PanelID) -> Bool { covered.contains(id.rawValue) }

  /// Whether the new moment follows the old one, on the same branch or on one that left it there.
  private var hasGoneOn: Bool {
    let run = lab.run
    guard run.position > from.position else { return false }
    guard run.branch.name != from.branch else { return true }
    guard let origin = run.branch.origin else { return false }
    return origin.branch == from.branch && origin.position == from.position
  }

  private var events: [String] {
    guard !isCovered(TimelinePanel.id), !isCovered(NetworkPanel.id) else { return [] }
    let events = PlainEvents(run: lab.run, showsBackground: lab.showsBackground)
    return events.lines(from: from.position, to: lab.run.position)
  }

  /// What is set otherwise: links, knobs and generators.
  private var settings: [String] {
    let healed = old.network.cuts.filter { !new.network.cuts.contains($0) }
    let cut = new.network.cuts.filter { !old.network.cuts.contains($0) }
    let knobs = new.knobs.filter { knob in
      old.knobs.contains { $0.path == knob.path && $0.value != knob.value }
    }
    return healed.map { "The link \($0.from) -> \($0.to) is whole." }
      + cut.map { "The link \($0.from) -> \($0.to) is cut." }
      + knobs.map { "\($0.path) is \($0.value)." }
  }

  /// Replicas that have come to be as far behind as is marked, or are not any more.
  private var alerts: [String] {
    guard let limit = lab.lagAlert.map({ Int64($0) }) else { return [] }
    return new.lags.compactMap { lag in
      let before = old.lags.first { $0.name == lag.name }?.age.milliseconds ?? 0
      let (was, isNow) = (before >= limit, lag.age.milliseconds >= limit)
      guard was != isNow else { return nil }
      return isNow
        ? "Alert: \(lag.name) is \(lag.age) ms behind."
        : "\(lag.name) is less than \(limit) ms behind again."
    }
  }

  // MARK: Replicas

  private var replicas: [String] {
    new.replicas.flatMap { replica -> [String] in
      guard let before = old.replicas.first(where: { $0.id == replica.id }) else { return [] }
      return changes(from: before, to: replica)
    }
  }

  private func changes(from before: ReplicaView, to replica: ReplicaView) -> [String] {
    var lines: [String] = []
    if before.status != replica.status {
      let word =
        switch replica.status {
        case .up: before.status == .paused ? "goes on" : "is up again"
        case .crashed: "is down"
        case .paused: "is paused"
        }
      lines.append("\(replica.name) \(word).")
    }
    if before.leadsIn != replica.leadsIn {
      lines.append(
        replica.leadsIn.map { "\(replica.name) believes that it leads, in epoch \($0)." }
          ?? "\(replica.name) does not believe any more that it leads.")
    }
    if replica.hasRival, !before.hasRival { lines.append("\(replica.name) has a rival leader.") }
    if before.clockOffset != replica.clockOffset {
      lines.append("\(replica.name)'s clock: \(Wording.signed(replica.clockOffset)).")
    }
    return lines + replica.cells.filter { !$0.isElsewhere }.compactMap { cell($0, before, replica) }
  }

  private func cell(
    _ cell: ReplicaView.CellView, _ before: ReplicaView, _ replica: ReplicaView
  ) -> String? {
    let old = before.cells.first { $0.key == cell.key }
    let value = old?.value ?? "nil"
    if value != cell.value {
      let stale = cell.stale.map { ", stale: \(PlainRows.staleness($0))" } ?? ""
      return "\(replica.name): \(cell.key) is \(cell.value), was \(value)\(stale)."
    }
    switch (old?.stale, cell.stale) {
    case (nil, let stale?):
      return "\(replica.name): \(cell.key) = \(cell.value) is stale now: "
        + PlainRows.staleness(stale) + "."
    case (_?, nil): return "\(replica.name): \(cell.key) = \(cell.value) is not stale any more."
    default: return nil
    }
  }

  // MARK: Guarantees

  private var guarantees: [String] {
    let saysAll = lab.taught.isEmpty || lab.listsAllGuarantees
    var others = 0
    let lines = new.guarantees.compactMap { guarantee -> String? in
      guard let before = old.guarantees.first(where: { $0.checker == guarantee.checker }),
        before != guarantee
      else { return nil }
      guard saysAll || lab.taught.contains(guarantee.checker) else {
        if before.state != .violated, guarantee.state == .violated { others += 1 }
        return nil
      }
      return change(from: before, to: guarantee)
    }
    guard others > 0 else { return lines }
    let count = Wording.count(others, "guarantee", "guarantees")
    return lines + ["Violated too: \(count) that the lesson is not about (show guarantees)."]
  }

  private func change(from before: GuaranteeView, to guarantee: GuaranteeView) -> String? {
    let name = guarantee.checker.promise
    switch (before.state, guarantee.state) {
    case (.violated, .violated):
      let more = guarantee.count - before.count
      guard more > 0 else { return nil }
      let latest = guarantee.witnesses.last.map { ": " + lab.run.describe($0) } ?? ""
      return "Violated again (\(guarantee.count) times): \(name)\(latest)."
    case (_, .violated): return "Violated: \(name): \(guarantee.reason)."
    case (.violated, _): return "Not violated here: \(name)."
    case (.pending, .holds): return "Holds: \(name)."
    case (let old, .unknown) where old != .unknown: return "Unknown: \(name): \(guarantee.reason)."
    case (.holds, .holds) where guarantee.isWarning: return "Holds, but: \(guarantee.reason)."
    default: return nil
    }
  }
}
