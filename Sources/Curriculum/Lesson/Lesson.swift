import Checkers
import Laboratory

/// A lesson: plain values, read from one file and never changed.
///
/// Nothing in it is trusted: `LessonCheck` proves what it says by running it.
public struct Lesson: Hashable, Sendable {
  /// The identifier people type: `SR1`. Unique among all lessons.
  public var id: String
  public var title: String
  /// The identifier of its track: `stale-reads`.
  public var track: String
  /// What the learner can do afterwards, in one sentence.
  public var objective: String
  /// How long it takes at the keyboard.
  public var minutes: Int
  public var bench: BenchName
  /// Guarantees that its texts speak of, beside those that its goals and questions name (`taught`).
  public var guarantees: [CheckerName]
  /// At least one, in the order in which they are played.
  public var rounds: [Round]
  /// Properties of the rounds as shipped, asserted on every run of them.
  public var shows: [Show]
  /// At least one; each unmet until the learner makes a move.
  public var tasks: [LessonTask]
  /// From the gentlest to the most explicit.
  public var hints: [Hint]
  public var solutions: [Trial]
  /// Other ways to meet a task, which must pass.
  public var accepts: [Trial]
  /// Ways that look right and must not pass.
  public var rejects: [Trial]
  /// What the model leaves out.
  public var leavesOut: [String]
  public var sources: [String]

  public init(
    id: String, title: String, track: String, objective: String, minutes: Int, bench: BenchName,
    guarantees: [CheckerName] = [], rounds: [Round], shows: [Show], tasks: [LessonTask],
    hints: [Hint], solutions: [Trial],
    accepts: [Trial], rejects: [Trial], leavesOut: [String], sources: [String]
  ) {
    self.id = id
    self.title = title
    self.track = track
    self.objective = objective
    self.minutes = minutes
    self.bench = bench
    self.guarantees = guarantees
    self.rounds = rounds
    self.shows = shows
    self.tasks = tasks
    self.hints = hints
    self.solutions = solutions
    self.accepts = accepts
    self.rejects = rejects
    self.leavesOut = leavesOut
    self.sources = sources
  }

  public func round(_ id: String) -> Round? { rounds.first { $0.id == id } }
  public func task(_ id: String) -> LessonTask? { tasks.first { $0.id == id } }
  public func solution(of task: String) -> Trial? { solutions.first { $0.task == task } }

  /// All predictions, in the order in which they are asked.
  public var predictions: [Prediction] { rounds.flatMap(\.beats).compactMap(\.prediction) }
}
