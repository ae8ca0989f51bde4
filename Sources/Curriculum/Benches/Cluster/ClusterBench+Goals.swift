import Histories
import Laboratory
import Simulation

/// Finds the other runs that goals name: rounds and trials of the lesson, by identifier.
public struct NamedRuns {
  let lesson: Lesson
  /// What was played already; nil plays each anew.
  private let memo: FinishedRuns?

  public init(_ lesson: Lesson) { self.init(lesson, memo: nil) }

  init(_ lesson: Lesson, memo: FinishedRuns?) {
    self.lesson = lesson
    self.memo = memo
  }

  /// The finished run of a round as shipped, or of a trial on its task's round.
  public func run(_ name: String) -> Run? {
    if let round = lesson.round(name), case .cluster(let scenario) = round.setup {
      return try? ClusterBench.finished(scenario, [])
    }
    let trials = lesson.solutions + lesson.accepts + lesson.rejects
    guard let trial = trials.first(where: { $0.id == name }),
      let task = lesson.task(trial.task), let round = lesson.round(task.round),
      case .cluster(let scenario) = round.setup
    else { return nil }
    return try? ClusterBench.finished(scenario, trial.moves)
  }

  /// The context in which an expression about `run` is evaluated.
  public func context(of run: Run) -> GoalContext {
    let scenario = run.scenario
    return GoalContext(
      run: run, namedRun: { name in recalled("run " + name) { self.run(name) } },
      variant: { knob, value in
        recalled("\(knob) = \(value)") {
          try? ClusterBench.finished(scenario, [.knob(path: knob, value: value)])
        }
      })
  }

  private func recalled(_ name: String, _ play: () -> Run?) -> Run? {
    memo.map { $0.run(name, play) } ?? play()
  }
}

extension ClusterBench {
  /// Judges a goal of a run as it stands after `end` events, which it shows.
  static func judge(
    _ goal: GoalExpression, _ timing: GoalTiming, of run: Run, through end: Int? = nil,
    _ named: NamedRuns
  ) -> GoalOutcome {
    let end = end ?? run.newest
    let atEnd = goal.evaluate(in: named.context(of: run))
    if timing == .atEnd { return atEnd }
    var walker = run
    walker.seek(to: 0)
    return decision(goal, timing, walking: &walker, through: end, named)?.outcome ?? atEnd
  }

  /// The first position from where the walker stands up to `end` at which a goal is decided that is
  /// judged after every event; nil when there is none.
  static func decision(
    _ goal: GoalExpression, _ timing: GoalTiming, walking walker: inout Run, through end: Int,
    _ named: NamedRuns
  ) -> (position: Int, outcome: GoalOutcome)? {
    while true {
      let outcome = goal.evaluate(in: named.context(of: walker))
      switch (timing, outcome.state) {
      case (.always, .unmet), (.eventually, .met):
        return (walker.position, outcome.at(walker.clock))
      default: break
      }
      if walker.position >= end || walker.step() == nil || walker.position > end { return nil }
    }
  }
}

extension GoalOutcome {
  /// The outcome with the instant at which it was decided in front of its witness.
  fileprivate func at(_ time: VirtualTime) -> GoalOutcome {
    GoalOutcome(state, "t=\(time): " + witness)
  }
}
