import Histories
import Simulation

/// Walking on both sides in step.
extension Comparison {
  /// Shows an instant: every event at or before it has happened on both sides. Where that takes more
  /// events than one call may, it shows the instant that was reached.
  /// - Returns: whether it shows the instant that was asked for.
  @discardableResult
  public mutating func seek(time: VirtualTime, budget: Int = eventsPerCallMax) -> Bool {
    let wanted = max(time, .zero)
    let hasArrived = extend(to: wanted, budget: budget)
    let target = hasArrived ? wanted : min(wanted, max(horizon, .zero))
    show(target, recordings.map { $0.eventCount(at: target) })
    return hasArrived
  }

  /// Goes one event on: on both sides where both have one at the next instant.
  /// - Returns: false when nothing comes.
  @discardableResult
  public mutating func step() -> Bool {
    let round = roundsDone
    if clock <= horizon, round < rounds(at: clock) {
      show(clock, round: round + 1)
      return true
    }
    guard let next = instant(after: clock) else { return false }
    show(next, round: 1)
    return true
  }

  /// Goes back to where the step before led, or to the start.
  public mutating func stepBack() {
    var instant = clock
    var round = roundsDone
    if round == 0 {
      // Between two instants: the last one that had something counts as just done.
      guard let before = latest(before: clock) else { return showStart() }
      instant = before
      round = rounds(at: before)
    }
    if round > 1 { return show(instant, round: round - 1) }
    guard let before = latest(before: instant) else { return showStart() }
    show(before, round: rounds(at: before))
  }

  /// Lets everything of the next instant with foreground activity happen.
  public mutating func tick() {
    guard roundsDone < rounds(at: clock) || instant(after: clock) != nil else { return }
    let target =
      roundsDone < rounds(at: clock) ? clock : instant(after: clock) ?? clock
    show(target, round: rounds(at: target))
  }

  /// Goes back to before the latest instant with foreground activity.
  public mutating func tickBack() {
    let last = roundsDone > 0 ? clock : latest(before: clock)
    guard let last, let before = latest(before: last) else { return showStart() }
    show(before, round: rounds(at: before))
  }

  public mutating func seekStart() { showStart() }

  /// Goes to the furthest instant that both have come to.
  public mutating func seekNewest() {
    let last = recordings.compactMap { $0.foregroundInstant(before: horizon + 1) }.max()
    seek(time: max(last ?? .zero, .zero))
  }

  /// Goes to the first divergence; looks for it further on, up to `limit` or as far as the budget
  /// allows, if none is known yet.
  /// - Returns: whether there is one; nil where the budget is spent before that is known.
  public mutating func seekDivergence(
    limit: VirtualTime, budget: Int = eventsPerCallMax
  ) -> Bool? {
    let start = recordings.map(\.events.count).reduce(0, +)
    while divergence == nil, horizon < limit, mayGoOn {
      let spent = recordings.map(\.events.count).reduce(0, +) - start
      guard spent < budget else { return nil }
      extend(to: min(horizon + 500, limit), budget: budget - spent)
    }
    guard let divergence else { return false }
    seek(time: divergence.time, budget: 0)
    return true
  }

  // MARK: Places

  /// How many rounds of events an instant has: as many as the side with the most.
  private func rounds(at instant: VirtualTime) -> Int {
    recordings.map { $0.foreground(at: instant).count }.max() ?? 0
  }

  /// How many of them are done at the shown instant.
  private var roundsDone: Int {
    Side.allCases.map { side in
      let position = branch(side).simulation.position
      return branch(side).simulation.recording.foreground(at: clock)
        .filter { Int($0) < position }.count
    }.max() ?? 0
  }

  private func latest(before instant: VirtualTime) -> VirtualTime? {
    recordings.compactMap { $0.foregroundInstant(before: instant) }.max()
  }

  private mutating func showStart() { show(.zero, [0, 0]) }

  /// Shows the state after a round of the events of an instant.
  private mutating func show(_ instant: VirtualTime, round: Int) {
    show(
      instant,
      recordings.map { recording in
        let events = recording.foreground(at: instant)
        // Who has no more of them has its background events of the instant behind it too.
        guard round < events.count else { return recording.eventCount(at: instant) }
        return Int(events[events.startIndex + round - 1]) + 1
      })
  }
}
