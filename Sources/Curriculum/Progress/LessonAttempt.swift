/// What was done in one going-through of a lesson, which may take several sittings: enough to open the
/// lesson again with all of it.
///
/// Joining two of them is commutative, associative and idempotent. Of two goings-through the later one
/// counts; of one and the same, everything that either knows.
public struct LessonAttempt: Hashable, Sendable {
  /// From 1: the how manieth going-through of this lesson it is.
  public var number: Int
  /// Gone through to the end, with every task met or its solution shown.
  public var isOver = false
  /// Ascending by prediction, one for each.
  public var answers: [GivenAnswer] = []
  /// The hints that were taken, by their place in the lesson, ascending.
  public var hints: [Int] = []
  /// The tasks whose solution was shown, ascending.
  public var solutions: [String] = []
  /// Ascending by round, one for each that something was done in.
  public var rounds: [RoundWork] = []

  public init(number: Int = 1) { self.number = number }

  /// An answer as it was given, and the truth as the engine computed it then.
  public struct GivenAnswer: Hashable, Comparable, Sendable {
    public var prediction: String
    public var isRight: Bool
    public var given: String
    public var truth: String

    public static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.prediction, lhs.isRight ? 1 : 0, lhs.given, lhs.truth)
        < (rhs.prediction, rhs.isRight ? 1 : 0, rhs.given, rhs.truth)
    }
  }

  /// What was done in one round.
  public struct RoundWork: Hashable, Sendable {
    public let round: String
    /// How often it was begun anew; what was done before that does not count.
    public var timesAnew = 0
    /// Whether its last text has been left.
    public var isThrough = false
    /// Moves made, and how many of them were taken back.
    public var made = 0
    public var takenBack = 0
    /// The tasks that are met, ascending.
    public var met: [MetTask] = []

    public init(round: String) { self.round = round }

    public var moves: Int { max(0, made - takenBack) }

    /// The same round, begun anew.
    var anew: RoundWork {
      var fresh = RoundWork(round: round)
      fresh.timesAnew = timesAnew + 1
      return fresh
    }
  }

  /// A task that is met, and what decided it.
  public struct MetTask: Hashable, Comparable, Sendable {
    public var task: String
    public var witness: String

    public static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.task, lhs.witness) < (rhs.task, rhs.witness)
    }
  }
}

extension LessonAttempt {
  func joined(with other: Self) -> Self {
    guard number == other.number else { return number > other.number ? self : other }
    var result = self
    result.isOver = isOver || other.isOver
    result.answers = Self.union(answers, other.answers) { $0.prediction == $1.prediction }
    result.hints = Set(hints).union(other.hints).sorted()
    result.solutions = Set(solutions).union(other.solutions).sorted()
    result.rounds = rounds.map { mine in
      other.rounds.first { $0.round == mine.round }.map { mine.joined(with: $0) } ?? mine
    }
    result.rounds += other.rounds.filter { theirs in
      !rounds.contains { $0.round == theirs.round }
    }
    result.rounds.sort { $0.round < $1.round }
    return result
  }

  /// Both, ascending; of those that are about the same the smallest.
  fileprivate static func union<Fact: Comparable>(
    _ some: [Fact], _ others: [Fact], areSame: (Fact, Fact) -> Bool
  ) -> [Fact] {
    (some + others).sorted().reduce(into: []) { result, fact in
      if let last = result.last, areSame(last, fact) { return }
      result.append(fact)
    }
  }
}

extension LessonAttempt.RoundWork {
  func joined(with other: Self) -> Self {
    guard timesAnew == other.timesAnew else { return timesAnew > other.timesAnew ? self : other }
    var result = self
    result.isThrough = isThrough || other.isThrough
    result.made = max(made, other.made)
    result.takenBack = max(takenBack, other.takenBack)
    result.met = LessonAttempt.union(met, other.met) { $0.task == $1.task }
    return result
  }
}
