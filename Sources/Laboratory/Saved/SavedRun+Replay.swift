import Histories
import Simulation

extension SavedRun {
  /// A run that has got so far is stopped: its arithmetic stays far from overflow.
  static let instantMax = 4 * ActionLimits.instantMax

  /// Runs the scenario again with the log, compares every digest on the way, and shows the run where
  /// it was shown. What is wrong is an error, never a trap, whatever the text said. O(events).
  /// - Throws: `SavedRunError` of the kind `differs` that names the first stretch of events and
  ///   times in which the run differs, or the first action that cannot be done again.
  public func replay() throws(SavedRunError) -> Run {
    var run: Run
    do { run = try Run(scenario) } catch { throw SavedRunError(.malformed, error.message) }
    var remaining = checkpoints[...]
    var agreed = Checkpoint(events: 0, time: .zero, digest: run.simulation.digest.hexadecimal)
    for entry in log {
      try advance(&run, to: entry.eventIndex, &remaining, &agreed)
      try redo(entry, in: &run, agreed)
      try compare(run, &remaining, &agreed)
    }
    try advance(&run, to: end.events, &remaining, &agreed)
    try compare(run, with: end, agreed)
    run.seek(to: shownPosition)
    let next = run.nextTime()
    guard shownClock >= run.simulation.now, next.map({ shownClock <= $0 }) ?? true else {
      throw SavedRunError(
        .differs, "position \(shownPosition) cannot be shown at t=\(shownClock)")
    }
    run.show(shownClock)
    return run
  }

  /// Lets events happen until there are `target`.
  private func advance(
    _ run: inout Run, to target: Int, _ remaining: inout ArraySlice<Checkpoint>,
    _ agreed: inout Checkpoint
  ) throws(SavedRunError) {
    while run.position < target {
      guard run.stepEvent() != nil else {
        throw difference(
          agreed, through: target, "nothing more happens after \(run.position) events")
      }
      guard run.simulation.now.milliseconds <= Self.instantMax else {
        throw difference(agreed, through: target, "the run goes beyond t=\(Self.instantMax)")
      }
      try compare(run, &remaining, &agreed)
    }
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
