import Laboratory

/// Goals that are judged after every event are watched as the run goes on: what was judged once is
/// not walked through again.
extension LessonSession {
  /// One goal on one branch.
  struct WatchedGoal: Hashable {
    let branch: String
    let goal: GoalExpression
    let timing: GoalTiming
  }

  /// How far it was watched, valid for one state of the branch's log.
  struct Watch: Sendable {
    let logged: Int
    var through = 0
    /// Where it was decided, if it was.
    var decision: (position: Int, outcome: GoalOutcome)?
  }

  /// The outcome of a goal on the shown branch up to the shown position, as `ClusterBench.judge` finds
  /// it. O(events since it was asked last) evaluations.
  mutating func watch(
    _ goal: GoalExpression, _ timing: GoalTiming, _ named: NamedRuns
  ) -> GoalOutcome {
    let key = WatchedGoal(branch: run.branch.name, goal: goal, timing: timing)
    let logged = run.simulation.log.count
    var watch = watches[key] ?? Watch(logged: logged)
    if watch.logged != logged { watch = Watch(logged: logged) }
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
