import Checkers
import Histories
import Simulation

/// Where a run stops by itself.
public enum Breakpoint: Hashable, Sendable {
  /// After everything at or before this instant.
  case time(VirtualTime)
  /// After this many events.
  case position(Int)
  /// After an event of this kind, at this node if one is named.
  case event(EventKind, NodeID?)
  /// After the first event by which one of these is violated; empty means any.
  case violation([CheckerName])
}

/// Why a run stopped.
public enum StopReason: Hashable, Sendable {
  case breakpoint(Breakpoint)
  /// Nothing is left to do, and the world is at rest.
  case quiescent
  /// Nothing more will happen by itself, though the world is not at rest.
  case stuck(Unrest)
  /// The instant given as the limit is reached.
  case limit
}

extension Run {
  /// Runs until a breakpoint, quiescence or the limit, whichever comes first.
  /// - Throws: `BudgetExceeded`, naming the loop, when the run takes more than `budget` events.
  public mutating func run(
    until breakpoints: [Breakpoint], limit: VirtualTime, budget: Int,
    progress: (Int, VirtualTime) -> Void = { _, _ in }
  ) throws(BudgetExceeded) -> StopReason {
    var spent = 0
    var sameInstant = (time: clock, events: 0)
    let watchesViolations = breakpoints.contains { if case .violation = $0 { true } else { false } }
    defer { settle() }
    while true {
      guard let next = nextTime() else {
        return simulation.unrest.map { .stuck($0) } ?? .quiescent
      }
      if let hit = breakpoints.first(where: { stops($0, before: next) }) {
        if case .time(let time) = hit { seek(time: time) }
        return .breakpoint(hit)
      }
      if !isRewound, let reason = rest(before: next) { return reason }
      if next > limit {
        seek(time: limit)
        return .limit
      }
      let judged = branches[currentBranch].judgement.monitor.violations.count
      guard let summary = stepUnjudged(live: watchesViolations) else { continue }
      spent += 1
      sameInstant =
        summary.time == sameInstant.time
        ? (summary.time, sameInstant.events + 1) : (summary.time, 1)
      if spent & 0x3FFF == 0 { progress(spent, summary.time) }
      if spent >= budget || sameInstant.events >= Self.eventsPerInstantMax {
        throw BudgetExceeded(
          events: spent, time: summary.time, isOneInstant: spent < budget,
          loop: describeLoop())
      }
      if let hit = breakpoints.first(where: { stops($0, after: summary, judged: judged) }) {
        return .breakpoint(hit)
      }
    }
  }

  /// Runs until nothing more happens by itself, at least up to `end`.
  public mutating func runToRest(
    atLeast end: VirtualTime, limit: VirtualTime, budget: Int,
    progress: (Int, VirtualTime) -> Void = { _, _ in }
  ) throws(BudgetExceeded) -> StopReason {
    let reason = try run(until: [], limit: limit, budget: budget, progress: progress)
    if clock < end { seek(time: end) }
    return reason
  }

  /// So many events at one instant are a loop without delay.
  static var eventsPerInstantMax: Int { 100_000 }

  /// How long background activity may go on without any foreground event before the run counts as
  /// stuck: resending over a link that loses everything never ends.
  static var settlingMax: VirtualDuration { 60_000 }

  /// Why nothing more would happen by itself if the shown position is the newest one; nil if something
  /// would, or if the run is rewound.
  public var standstill: StopReason? {
    guard !isRewound else { return nil }
    var copy = self
    guard let next = copy.nextTime() else {
      return simulation.unrest.map { .stuck($0) } ?? .quiescent
    }
    return rest(before: next)
  }

  /// Whether the world is at rest, or cannot come to rest by itself.
  private func rest(before next: VirtualTime) -> StopReason? {
    if simulation.hasForegroundPending || simulation.generatesMore { return nil }
    switch simulation.unrest {
    case .pending?: return nil
    case .work(let node, let work)?:
      let recording = simulation.recording
      let last = recording.foreground.last.map { recording.events[Int($0)].time } ?? .zero
      return next - last > Self.settlingMax ? .stuck(.work(node, work)) : nil
    // A client without a time-out may wait for ever.
    case let unrest: return simulation.mayStir ? nil : unrest.map { .stuck($0) } ?? .quiescent
    }
  }

  private func stops(_ breakpoint: Breakpoint, before next: VirtualTime) -> Bool {
    switch breakpoint {
    case .time(let time): next > time
    case .position(let count): position >= count
    case .event, .violation: false
    }
  }

  private func stops(_ breakpoint: Breakpoint, after summary: StepSummary, judged: Int) -> Bool {
    switch breakpoint {
    case .time: return false
    case .position(let count): return position >= count
    case .event(let kind, let node):
      let event = simulation.recording.events[summary.index]
      return event.kind == kind && (node == nil || event.node == node)
    case .violation(let checkers):
      let new = branches[currentBranch].judgement.monitor.violations.dropFirst(judged)
      return new.contains { checkers.isEmpty || checkers.contains($0.checker) }
    }
  }

  /// Names the events that the run ends with over and over.
  private func describeLoop() -> [String] {
    let recording = simulation.recording
    let cycle = recording.repeatingTail() ?? recording.events.suffix(8)
    return cycle.map { event in
      let place = event.node.map { names[$0] } ?? "the script"
      return "\(event.label.name) at \(place)"
    }
  }
}

/// A run that takes more events than it may.
public struct BudgetExceeded: Error, Hashable, Sendable, CustomStringConvertible {
  public let events: Int
  public let time: VirtualTime
  public let isOneInstant: Bool
  /// The events that repeat.
  public let loop: [String]

  public var description: String {
    let place = isOneInstant ? "all at t=\(time)" : "by t=\(time)"
    return "stopped after \(events) events \(place); the run ends by repeating: "
      + loop.joined(separator: ", ")
  }
}
