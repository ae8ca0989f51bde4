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
  /// its own, and shows it at the same instant: `VariantPlay` in one go. O(events).
  /// - Throws: `ActionError` when a setting cannot be made; nothing has changed then.
  public mutating func openVariant(
    named wanted: String? = nil, changes: [Intervention]
  ) throws(ActionError) -> OpenedVariant {
    var play = try VariantPlay(self, named: wanted, changes: changes)
    while true {
      guard let opened = try play.advance(budget: .max) else { continue }
      self = play.run
      return opened
    }
  }

  /// Settings as a short name: `acknowledgement=all`, `delay P -> R1 200`.
  fileprivate func describe(settings: [Intervention]) -> String {
    let printer = ActionPrinter(names: names)
    return settings.map { setting in
      if case .configure(let path, let value) = setting { return "\(path)=\(value)" }
      return printer.text(setting)
    }.joined(separator: " ")
  }

  /// Goes to where an action of another branch falls: its instant, and as many events into it.
  /// - Parameter budget: how many events may happen now; what is left of it is given back.
  /// - Returns: whether it was reached.
  fileprivate mutating func goTo(
    _ entry: LoggedIntervention, of source: Branch, given: Int, budget: inout Int
  ) throws(ActionError) -> Bool {
    let events = source.simulation.recording.events
    let settings = entry.time == .zero ? source.givenSettings.count : 0
    let before = entry.eventIndex - events.bisect { $0.time < entry.time } - settings
    let ownSettings = entry.time == .zero ? given : 0
    defer { settle() }
    while let next = nextTime(), next <= entry.time {
      let done = position - simulation.recording.events.bisect { $0.time < entry.time }
      if next == entry.time, done - ownSettings >= before { break }
      guard newest < Self.variantEventsMax else {
        throw ActionError("your actions reach over more than \(Self.variantEventsMax) events")
      }
      guard budget > 0 else { return false }
      budget -= 1
      if stepUnjudged(live: false) == nil { break }
    }
    show(max(entry.time, simulation.now))
    return true
  }

  /// Why an action that names a message or a pending event by number means another one here.
  fileprivate func difference(of entry: LoggedIntervention, in source: Branch) -> String? {
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

/// The playing of a branch again with some settings made otherwise, in slices.
///
/// The settings are made at time 0, before the first event. The script runs by itself; the user's
/// own actions are repeated at their instants, after as many events of the instant as before. One
/// that cannot be done there is left out and reported: a crash of a node that is down already, a
/// message that was never sent. Random draws are keyed, so that what the settings do not touch
/// stays as it was.
public struct VariantPlay: Sendable {
  /// The run with the new branch, as far as it has come. Its other branches are as they were.
  public private(set) var run: Run
  private let source: Branch
  private let shown: VirtualTime
  private let name: String
  /// How many settings the new branch begins with.
  private let given: Int
  private var remaining: ArraySlice<LoggedIntervention>
  private var omissions: [OpenedVariant.Omission] = []
  /// The logs of the branches of the run that was given, to see whether it is still what it was.
  public let originalLogs: [[LoggedIntervention]]

  /// Opens the branch at time 0 and makes the settings.
  /// - Throws: `ActionError` when a setting cannot be made.
  public init(_ original: Run, named wanted: String? = nil, changes: [Intervention])
    throws(ActionError)
  {
    guard !changes.isEmpty else { throw ActionError("a variant needs a setting of its own") }
    if let other = changes.first(where: { !$0.isSetting }) {
      throw ActionError("\(other.name) is no setting; a variant differs by settings from the start")
    }
    originalLogs = original.branches.map(\.simulation.log)
    let source = original.branch
    let place = original.currentBranch
    var run = original
    run.seek(to: 0)
    name = run.openBranch(named: run.freshName(wanted ?? run.describe(settings: changes)))
    for setting in source.givenSettings.map(\.intervention) + changes
    where changes.contains(setting) || !changes.contains(where: { $0.replaces(setting) }) {
      try run.perform(setting)
    }
    // The source stays where it was shown.
    run.changeBranches { $0[place] = source }
    given = run.branch.givenSettings.count
    remaining = source.simulation.log.dropFirst(source.givenSettings.count)
    shown = original.clock
    self.source = source
    self.run = run
  }

  /// Goes on by at most `budget` events.
  /// - Returns: what was opened, once the new branch stands at the instant that was shown; nil before.
  /// - Throws: `ActionError` when it takes more than `Run.variantEventsMax` events.
  public mutating func advance(budget: Int) throws(ActionError) -> OpenedVariant? {
    var left = budget
    while let entry = remaining.first {
      guard try run.goTo(entry, of: source, given: given, budget: &left) else { return nil }
      remaining = remaining.dropFirst()
      if let reason = run.difference(of: entry, in: source) {
        omissions.append(.init(entry: entry, reason: reason))
        continue
      }
      do { try run.perform(entry.intervention) } catch {
        omissions.append(.init(entry: entry, reason: error.message))
      }
    }
    guard run.advance(to: shown, budget: max(left, 1)) else { return nil }
    return OpenedVariant(name: name, omissions: omissions)
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
