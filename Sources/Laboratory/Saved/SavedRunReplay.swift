import Histories
import Simulation

extension SavedRun {
  /// A run that has got so far is stopped: its arithmetic stays far from overflow.
  static let instantMax = 4 * ActionLimits.instantMax

  /// Runs the scenario again with the logs, compares every digest on the way, and shows each branch
  /// where it was shown. What is wrong is an error, never a trap, whatever the text said. O(events).
  /// - Throws: `SavedRunError` of the kind `differs` that names the branch and the first stretch of
  ///   events and times in which it differs, or the first action that cannot be done again.
  public func replay() throws(SavedRunError) -> Run {
    var replay = try SavedRunReplay(self)
    while true {
      if let run = try replay.advance(budget: .max) { return run }
    }
  }
}

/// A saved run on its way to being replayed, as many events at a time as the caller likes: the run
/// that comes out, or the error, is the same however it is sliced.
public struct SavedRunReplay: Sendable {
  private typealias Checkpoint = SavedRun.Checkpoint

  private let saved: SavedRun
  private var run: Run
  /// The branch that is being replayed, and how many entries of its log are done again.
  private var index = 0
  private var entries = 0
  /// The digests of that branch that are still to be met; the last one that was.
  private var remaining: ArraySlice<Checkpoint> = []
  private var agreed: Checkpoint
  private var hasBegun = false
  /// How many events have been replayed, what the user did among them.
  public private(set) var events = 0
  /// Of how many in all.
  public let eventsAltogether: Int

  /// - Throws: `SavedRunError` of the kind `malformed` when the scenario cannot be run.
  public init(_ saved: SavedRun) throws(SavedRunError) {
    self.saved = saved
    do { run = try Run(saved.scenario) } catch {
      throw SavedRunError(.malformed, error.message)
    }
    agreed = Checkpoint(of: run.simulation)
    eventsAltogether = saved.branches.reduce(0) {
      $0 + max(0, $1.end.events - ($1.origin?.position ?? 0))
    }
  }

  /// Replays at most `budget` events.
  /// - Returns: the run once it is whole; nil when more is to be done.
  /// - Throws: what `SavedRun.replay()` throws; the replay is over then.
  public mutating func advance(budget: Int) throws(SavedRunError) -> Run? {
    var left = budget
    while index < saved.branches.count {
      let branch = saved.branches[index]
      do throws(SavedRunError) {
        guard try advance(branch, &left) else { return nil }
      } catch {
        guard saved.branches.count > 1 else { throw error }
        throw SavedRunError(
          error.kind, "branch \(QuotedText.shown(branch.name)): \(error.message)")
      }
      index += 1
      hasBegun = false
    }
    for (index, branch) in saved.branches.enumerated() { try show(branch, index) }
    run.switchBranch(to: saved.shownBranch)
    run.settle()
    return run
  }

  /// Goes on with a branch. Returns whether it stands at its end.
  private mutating func advance(
    _ branch: SavedRun.SavedBranch, _ left: inout Int
  ) throws(SavedRunError) -> Bool {
    if !hasBegun { try begin(branch) }
    while entries < branch.log.count {
      let entry = branch.log[entries]
      guard try advance(to: entry.eventIndex, &left), left > 0 else { return false }
      try redo(entry)
      left -= 1
      events += 1
      try compareIfDue()
      entries += 1
    }
    guard try advance(to: branch.end.events, &left) else { return false }
    try compare(with: branch.end)
    return true
  }

  /// Opens the branch where it left its origin.
  private mutating func begin(_ branch: SavedRun.SavedBranch) throws(SavedRunError) {
    if let origin = branch.origin {
      guard let parent = saved.branches[..<index].firstIndex(where: { $0.name == origin.branch }),
        origin.position <= run.branches[parent].simulation.newest
      else { throw SavedRunError(.differs, "there is no \(origin.branch) to leave from") }
      run.switchBranch(to: parent)
      run.seek(to: origin.position)
      run.openBranch(named: branch.name)
    } else {
      do { try run.renameFirstBranch(to: branch.name, at: index) } catch {
        throw SavedRunError(.malformed, error.message)
      }
    }
    remaining = branch.checkpoints[...]
    agreed = Checkpoint(of: run.simulation)
    entries = 0
    hasBegun = true
  }

  private mutating func show(
    _ branch: SavedRun.SavedBranch, _ index: Int
  ) throws(SavedRunError) {
    run.switchBranch(to: index)
    run.seek(to: branch.shownPosition)
    let next = run.nextTime()
    guard branch.shownClock >= run.simulation.now,
      next.map({ branch.shownClock <= $0 }) ?? true
    else {
      throw SavedRunError(
        .differs, "position \(branch.shownPosition) cannot be shown at t=\(branch.shownClock)")
    }
    run.show(branch.shownClock)
  }

  /// Lets events happen until there are `target` or the budget is spent. Returns whether there are.
  private mutating func advance(to target: Int, _ left: inout Int) throws(SavedRunError) -> Bool {
    defer { run.settle() }
    while run.position < target {
      guard left > 0 else { return false }
      left -= 1
      guard run.stepUnjudged(live: false) != nil else {
        throw difference(
          through: target, "nothing more happens after \(run.position) events")
      }
      events += 1
      guard run.simulation.now.milliseconds <= SavedRun.instantMax else {
        throw difference(through: target, "the run goes beyond t=\(SavedRun.instantMax)")
      }
      try compareIfDue()
    }
    return true
  }

  /// Does again what the user did, where it was done.
  private mutating func redo(_ entry: LoggedIntervention) throws(SavedRunError) {
    let next = run.nextTime()
    guard entry.eventIndex == run.position, entry.time >= run.simulation.now,
      next.map({ entry.time <= $0 }) ?? true
    else {
      throw difference(
        through: entry.eventIndex, "no action can fall on t=\(entry.time) there")
    }
    run.show(entry.time)
    do { _ = try run.perform(entry.intervention) } catch {
      throw difference(
        through: entry.eventIndex,
        "\"\(ActionPrinter(names: saved.scenario.names).text(entry.intervention))\" cannot be "
          + "done: " + error.message)
    }
  }

  // MARK: Comparing

  private mutating func compareIfDue() throws(SavedRunError) {
    guard let next = remaining.first, run.position == next.events else { return }
    try compare(with: next)
    agreed = next
    remaining.removeFirst()
  }

  private func compare(with saved: Checkpoint) throws(SavedRunError) {
    let found = Checkpoint(of: run.simulation)
    guard found.time == saved.time, found.digest == saved.digest else {
      throw difference(
        through: saved.events,
        "after \(saved.events) events the file says t=\(saved.time) digest \(saved.digest), "
          + "the replay t=\(found.time) digest \(found.digest)")
    }
  }

  /// The first stretch in which the run differs: after the last digest that agreed.
  private func difference(through last: Int, _ why: String) -> SavedRunError {
    SavedRunError(
      .differs,
      "the replay differs between event \(agreed.events) at t=\(agreed.time) and event \(last): "
        + why)
  }
}
