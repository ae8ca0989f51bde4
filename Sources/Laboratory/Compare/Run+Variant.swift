import Histories
import Simulation

/// A branch that was opened as the same run under other settings.
public struct OpenedVariant: Hashable, Sendable {
  /// An action of the user that could not be done again there, and why.
  public struct Omission: Hashable, Sendable {
    public let entry: LoggedIntervention
    public let reason: String
  }
  public let name: String
  public let omissions: [Omission]
}

extension Run {
  /// The most events that repeating the user's actions may take.
  public static let variantEventsMax = 1_000_000

  /// Plays the shown branch again from the start with some settings made otherwise, on a branch of
  /// its own, and shows it at the same instant.
  ///
  /// The settings are made at time 0, before the first event. The script runs by itself; the user's
  /// own actions are repeated at their instants, after as many events of the instant as before. One
  /// that cannot be done there is left out and reported: a crash of a node that is down already, a
  /// message that was never sent. Random draws are keyed, so that what the settings do not touch
  /// stays as it was. O(events).
  /// - Throws: `ActionError` when a setting cannot be made; nothing has changed then.
  public mutating func openVariant(
    named wanted: String? = nil, changes: [Intervention]
  ) throws(ActionError) -> OpenedVariant {
    guard !changes.isEmpty else { throw ActionError("a variant needs a setting of its own") }
    if let other = changes.first(where: { !$0.isSetting }) {
      throw ActionError("\(other.name) is no setting; a variant differs by settings from the start")
    }
    let source = branch
    let shown = clock
    var changed = self
    changed.seek(to: 0)
    let name = changed.openBranch(
      named: changed.freshName(wanted ?? describe(settings: changes)))
    for setting in source.givenSettings.map(\.intervention) + changes
    where changes.contains(setting) || !changes.contains(where: { $0.replaces(setting) }) {
      try changed.perform(setting)
    }
    let given = changed.branch.givenSettings.count
    var omissions: [OpenedVariant.Omission] = []
    for entry in source.simulation.log.dropFirst(source.givenSettings.count) {
      try changed.goTo(entry, of: source, given: given)
      if let reason = changed.difference(of: entry, in: source) {
        omissions.append(.init(entry: entry, reason: reason))
        continue
      }
      do { try changed.perform(entry.intervention) } catch {
        omissions.append(.init(entry: entry, reason: error.message))
      }
    }
    changed.seek(time: shown)
    self = changed
    return OpenedVariant(name: name, omissions: omissions)
  }

  /// Settings as a short name: `acknowledgement=all`, `lag P -> R1 200`.
  private func describe(settings: [Intervention]) -> String {
    let printer = ActionPrinter(names: names)
    return settings.map { setting in
      if case .configure(let path, let value) = setting { return "\(path)=\(value)" }
      return printer.text(setting)
    }.joined(separator: " ")
  }

  /// Goes to where an action of another branch falls: its instant, and as many events into it.
  private mutating func goTo(
    _ entry: LoggedIntervention, of source: Branch, given: Int
  ) throws(ActionError) {
    let events = source.simulation.recording.events
    let settings = entry.time == .zero ? source.givenSettings.count : 0
    let before = entry.eventIndex - events.bisect { $0.time < entry.time } - settings
    let ownSettings = entry.time == .zero ? given : 0
    while let next = nextTime(), next <= entry.time {
      let done = position - simulation.recording.events.bisect { $0.time < entry.time }
      if next == entry.time, done - ownSettings >= before { break }
      guard newest < Self.variantEventsMax else {
        throw ActionError("your actions reach over more than \(Self.variantEventsMax) events")
      }
      if stepUnjudged(live: false) == nil { break }
    }
    settle()
    show(max(entry.time, simulation.now))
  }

  /// Why an action that names a message or a pending event by number means another one here.
  private func difference(of entry: LoggedIntervention, in source: Branch) -> String? {
    switch entry.intervention {
    case .treat(let message, _):
      let place = Int(message.number) - 1
      let there = source.simulation.recording.messages
      let here = simulation.recording.messages
      guard there.indices.contains(place), here.indices.contains(place) else {
        return "m\(message.number) was not sent"
      }
      let (one, other) = (there[place].record, here[place].record)
      return one.from == other.from && one.to == other.to && one.label == other.label
        ? nil : "m\(message.number) is another message here"
    case .choose(let sequence):
      let chosen = source.simulation.recording.events[entry.eventIndex]
      guard let choice = simulation.enabled.first(where: { $0.sequence == sequence }) else {
        return nil
      }
      return choice.node == chosen.node && choice.label == chosen.label
        ? nil : "what is pending with the order number \(sequence) is another event here"
    default: return nil
    }
  }
}

extension Intervention {
  /// Whether it sets the same thing, so that the other need not be made before it.
  fileprivate func replaces(_ other: Intervention) -> Bool {
    switch (self, other) {
    case (.configure(let path, _), .configure(let same, _)): path == same
    case (.setDelay(let links, _), .setDelay(let same, _)): Set(same).isSubset(of: links)
    default: false
    }
  }
}
