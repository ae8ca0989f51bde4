import Laboratory
import Simulation

/// Goals that are judged after every event are watched as the run goes on: what was judged once is
/// not walked through again.
extension LessonSession {
  /// One goal on one branch.
  struct WatchedGoal: Hashable {
    let branch: String
    let goal: GoalExpression
    let timing: GoalTiming
  }

  /// How far it was watched, on a run with these interventions.
  struct Watch: Sendable {
    let log: [LoggedIntervention]
    var through = 0
    /// Where it was decided, if it was.
    var decision: (position: Int, outcome: GoalOutcome)?

    /// What of it is true of a run with another log: the two are equal up to the first intervention
    /// in which they differ. O(interventions).
    func carried(to log: [LoggedIntervention]) -> Watch {
      guard log != self.log else { return self }
      let shared = zip(log, self.log).prefix { $0 == $1 }.count
      let rest = [log.dropFirst(shared).first, self.log.dropFirst(shared).first]
      let parting = rest.compactMap { $0?.eventIndex }.min() ?? 0
      var watch = Watch(log: log, through: min(through, parting))
      if let decision, decision.position <= parting { watch.decision = decision }
      return watch
    }
  }

  /// The outcome of a goal on the shown branch up to the shown position, as `ClusterBench.judge` finds
  /// it. O(events since it was asked last, or since the run last changed) evaluations.
  mutating func watch(
    _ goal: GoalExpression, _ timing: GoalTiming, _ named: NamedRuns
  ) -> GoalOutcome {
    let key = WatchedGoal(branch: run.branch.name, goal: goal, timing: timing)
    let log = run.simulation.log
    let origin = run.branch.origin.map {
      WatchedGoal(branch: $0.branch, goal: goal, timing: timing)
    }
    let known = watches[key] ?? origin.flatMap { watches[$0] }
    var watch = known?.carried(to: log) ?? Watch(log: log)
    if watch.decision == nil, run.position >= watch.through {
      var walker = run
      walker.seek(to: watch.through)
      watch.decision = ClusterBench.decision(
        goal, timing, walking: &walker, through: run.position, named)
      watch.through = run.position
    }
    watches[key] = watch
    if let decision = watch.decision, decision.position <= run.position { return decision.outcome }
    return goal.evaluate(in: named.context(of: run))
  }
}
