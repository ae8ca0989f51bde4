import Histories
import Laboratory

/// When a goal is judged.
public enum GoalTiming: String, Hashable, Sendable, CaseIterable {
  /// It must be met after every event.
  case always
  /// It must be met after some event.
  case eventually
  /// It must be met when nothing more happens by itself.
  case atEnd = "at end"
}

/// A property that holds on every run of a round as shipped.
public struct Show: Hashable, Sendable {
  public var round: String
  /// For the checklist. It appears there once it has been shown.
  public var text: String
  public var goal: BenchExpression
  public var timing: GoalTiming

  public init(round: String, text: String, goal: BenchExpression, timing: GoalTiming) {
    self.round = round
    self.text = text
    self.goal = goal
    self.timing = timing
  }
}

/// What the learner is asked to bring about.
public struct LessonTask: Hashable, Sendable {
  public var id: String
  /// The round in which it is worked on.
  public var round: String
  public var text: String
  public var goal: BenchExpression
  public var timing: GoalTiming
  /// The moves that count, by the first word of the action (`set`, `delay`, `read`); empty: any.
  public var moves: [String]
  /// The knobs that may be turned; empty: any, where `set` is allowed at all.
  public var knobs: [String]

  public init(
    id: String, round: String, text: String, goal: BenchExpression, timing: GoalTiming,
    moves: [String], knobs: [String]
  ) {
    self.id = id
    self.round = round
    self.text = text
    self.goal = goal
    self.timing = timing
    self.moves = moves
    self.knobs = knobs
  }
}

/// A help with a task.
public struct Hint: Hashable, Sendable {
  /// The task it belongs to; nil for every task.
  public var task: String?
  public var text: String
  /// The mistake it answers: offered, before the tiers, when this holds of the learner's run.
  public var mistake: BenchExpression?

  public init(task: String?, text: String, mistake: BenchExpression?) {
    self.task = task
    self.text = text
    self.mistake = mistake
  }
}

/// One way to work on a task: a solution, another accepted way, or one that must not pass.
public struct Trial: Hashable, Sendable {
  /// Names the run in goals: `run("read-at-the-leader"): …`. Unique within the lesson.
  public var id: String
  public var task: String
  public var moves: [Move]

  public init(id: String, task: String, moves: [Move]) {
    self.id = id
    self.task = task
    self.moves = moves
  }
}

/// Something the learner does.
public enum Move: Hashable, Sendable {
  /// A knob turned before the run begins.
  case knob(path: String, value: Value)
  /// An action at an instant.
  case action(Scenario.ScriptLine)
  /// `history` bench: the point of a bar is put at an instant.
  case place(bar: String, at: Int64)
}
