/// How much a lesson holds, as lists show it.
public struct LessonCounts: Hashable, Sendable {
  public var rounds: Int
  public var questions: Int
  public var tasks: Int

  public init(rounds: Int, questions: Int, tasks: Int) {
    self.rounds = rounds
    self.questions = questions
    self.tasks = tasks
  }
}

/// What is known of a lesson before it is opened: the beginning of its file.
///
/// A catalogue of heads can be read without the lessons, so what a catalogue costs does not depend on
/// their length. Nothing in a head is proved; `LessonCheck` and the check of its file do that.
public struct LessonHead: Hashable, Sendable {
  public var id: String
  public var title: String
  /// The identifier of its track: `stale-reads`.
  public var track: String
  public var objective: String
  public var minutes: Int
  public var bench: BenchName
  /// Nil where the file does not say.
  public var counts: LessonCounts?

  public init(
    id: String, title: String, track: String, objective: String, minutes: Int, bench: BenchName,
    counts: LessonCounts?
  ) {
    self.id = id
    self.title = title
    self.track = track
    self.objective = objective
    self.minutes = minutes
    self.bench = bench
    self.counts = counts
  }
}

extension Lesson {
  /// The head of this lesson, counted rather than believed.
  public var head: LessonHead {
    LessonHead(
      id: id, title: title, track: track, objective: objective, minutes: minutes, bench: bench,
      counts: LessonCounts(
        rounds: rounds.count, questions: predictions.count, tasks: tasks.count))
  }
}
