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
    var run: Run
    do { run = try Run(scenario) } catch { throw SavedRunError(.malformed, error.message) }
    for (index, branch) in branches.enumerated() {
      do throws(SavedRunError) { try replay(branch, index, in: &run) } catch {
        guard branches.count > 1 else { throw error }
        throw SavedRunError(
          error.kind, "branch \(QuotedText.shown(branch.name)): \(error.message)")
      }
    }
    for (index, branch) in branches.enumerated() { try show(branch, index, in: &run) }
    run.switchBranch(to: shownBranch)
    run.settle()
    return run
  }

  private func replay(
    _ branch: SavedBranch, _ index: Int, in run: inout Run
  ) throws(SavedRunError) {
    if let origin = branch.origin {
      guard let parent = branches[..<index].firstIndex(where: { $0.name == origin.branch }),
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
    var remaining = branch.checkpoints[...]
    var agreed = Checkpoint(
      events: run.position, time: run.simulation.now, digest: run.simulation.digest.hexadecimal)
    for entry in branch.log {
      try advance(&run, to: entry.eventIndex, &remaining, &agreed)
      try redo(entry, in: &run, agreed)
      try compare(run, &remaining, &agreed)
    }
    try advance(&run, to: branch.end.events, &remaining, &agreed)
    try compare(run, with: branch.end, agreed)
  }

  private func show(
    _ branch: SavedBranch, _ index: Int, in run: inout Run
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

  /// Lets events happen until there are `target`.
  private func advance(
    _ run: inout Run, to target: Int, _ remaining: inout ArraySlice<Checkpoint>,
    _ agreed: inout Checkpoint
  ) throws(SavedRunError) {
    while run.position < target {
      guard run.stepUnjudged(live: false) != nil else {
        throw difference(
          agreed, through: target, "nothing more happens after \(run.position) events")
      }
      guard run.simulation.now.milliseconds <= Self.instantMax else {
        throw difference(agreed, through: target, "the run goes beyond t=\(Self.instantMax)")
      }
      try compare(run, &remaining, &agreed)
    }
    run.settle()
  }

  /// Does again what the user did, where it was done.
  private func redo(
    _ entry: LoggedIntervention, in run: inout Run, _ agreed: Checkpoint
  ) throws(SavedRunError) {
    let next = run.nextTime()
    guard entry.eventIndex == run.position, entry.time >= run.simulation.now,
      next.map({ entry.time <= $0 }) ?? true
    else {
      throw difference(
        agreed, through: entry.eventIndex, "no action can fall on t=\(entry.time) there")
    }
    run.show(entry.time)
    do { _ = try run.perform(entry.intervention) } catch {
      throw difference(
        agreed, through: entry.eventIndex,
        "\"\(ActionPrinter(names: scenario.names).text(entry.intervention))\" cannot be done: "
          + error.message)
    }
  }

  // MARK: Comparing

  private func compare(
    _ run: Run, _ remaining: inout ArraySlice<Checkpoint>, _ agreed: inout Checkpoint
  ) throws(SavedRunError) {
    guard let next = remaining.first, run.position == next.events else { return }
    try compare(run, with: next, agreed)
    agreed = next
    remaining.removeFirst()
  }

  private func compare(
    _ run: Run, with saved: Checkpoint, _ agreed: Checkpoint
  ) throws(SavedRunError) {
    let digest = run.simulation.digest.hexadecimal
    guard run.simulation.now == saved.time, digest == saved.digest else {
      throw difference(
        agreed, through: saved.events,
        "after \(saved.events) events the file says t=\(saved.time) digest \(saved.digest), "
          + "the replay t=\(run.simulation.now) digest \(digest)")
    }
  }

  /// The first stretch in which the run differs: after the last digest that agreed.
  private func difference(
    _ agreed: Checkpoint, through last: Int, _ why: String
  ) -> SavedRunError {
    SavedRunError(
      .differs,
      "the replay differs between event \(agreed.events) at t=\(agreed.time) and event \(last): "
        + why)
  }
}
