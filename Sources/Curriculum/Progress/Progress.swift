/// What a learner has done so far.
///
/// Two labs may play at once and both save: what they have is joined, never overwritten. Joining is
/// commutative, associative and idempotent, because every part of it is: marks only get set, sets only
/// grow, the fewest moves only get fewer, and the place in a lesson is the one with the greatest stamp.
public struct Progress: Hashable, Sendable {
  /// Ascending by lesson.
  public private(set) var lessons: [LessonProgress] = []
  /// Where the learner was last in each lesson, ascending by lesson.
  public private(set) var places: [Place] = []

  public init() {}

  /// Where the learner was last; nil at the very beginning.
  public var place: Place? { places.max() }

  /// Where the learner was last in one lesson.
  public func place(in lesson: String) -> Place? { places.first { $0.lesson == lesson } }

  /// Where a learner was. The stamp counts the places noted, in all lessons, and orders them.
  public struct Place: Hashable, Comparable, Sendable {
    public var stamp: Int64
    public var lesson: String
    /// The round to go on with, by index.
    public var round: Int
    public var beat: Int

    public init(stamp: Int64, lesson: String, round: Int, beat: Int) {
      self.stamp = stamp
      self.lesson = lesson
      self.round = round
      self.beat = beat
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.stamp, lhs.lesson, lhs.round, lhs.beat) < (rhs.stamp, rhs.lesson, rhs.round, rhs.beat)
    }
  }

  public subscript(lesson: String) -> LessonProgress? { lessons.first { $0.lesson == lesson } }

  /// What to open a lesson with: what was done in it, or nothing once it was gone through.
  public func attempt(at lesson: String) -> LessonAttempt {
    guard let attempt = self[lesson]?.attempt else { return LessonAttempt() }
    return attempt.isOver ? LessonAttempt(number: attempt.number + 1) : attempt
  }

  /// Adds what a lesson has come to so far, and remembers where that is.
  public mutating func record(_ result: LessonResult) {
    var entry = LessonProgress(lesson: result.lesson)
    entry.isComplete = result.isComplete
    entry.isSolved = result.isSolved
    entry.fewestMoves = result.isSolved ? result.moves : nil
    entry.referenceMoves = result.referenceMoves
    entry.hints = result.hints
    entry.right = Set(result.predictions.filter(\.review.isRight).map(\.id)).sorted()
    entry.wrong = Set(result.predictions.filter { !$0.review.isRight }.map(\.id)).sorted()
    entry.attempt = result.attempt
    note(entry)
    // The stamp of a text may be anything; at the top it stays.
    let stamp = (place?.stamp ?? 0).addingReportingOverflow(1)
    note(
      Place(
        stamp: stamp.overflow ? .max : stamp.partialValue, lesson: result.lesson,
        round: result.round, beat: result.beat))
  }

  /// Joins what is known of one lesson.
  mutating func note(_ entry: LessonProgress) {
    let index = lessons.firstIndex { $0.lesson >= entry.lesson } ?? lessons.endIndex
    if index < lessons.endIndex, lessons[index].lesson == entry.lesson {
      lessons[index] = lessons[index].joined(with: entry)
    } else {
      lessons.insert(entry, at: index)
    }
  }

  /// Of two places in one lesson the later one counts.
  mutating func note(_ place: Place) {
    let index = places.firstIndex { $0.lesson >= place.lesson } ?? places.endIndex
    if index < places.endIndex, places[index].lesson == place.lesson {
      places[index] = max(places[index], place)
    } else {
      places.insert(place, at: index)
    }
  }

  /// The join of both: everything that either knows.
  public func merged(with other: Progress) -> Progress {
    var result = self
    for entry in other.lessons { result.note(entry) }
    for place in other.places { result.note(place) }
    return result
  }
}

/// What a learner has done in one lesson.
public struct LessonProgress: Hashable, Sendable {
  public let lesson: String
  public var isComplete = false
  /// Completed at least once without the solution being shown.
  public var isSolved = false
  /// In a run that was solved; nil before there is one.
  public var fewestMoves: Int?
  public var referenceMoves = 0
  /// The most that were taken in one go.
  public var hints = 0
  /// Predictions answered rightly, ascending. A prediction may be in both lists: it was played twice.
  public var right: [String] = []
  public var wrong: [String] = []
  /// The latest going-through; nil where an older lab kept none.
  public var attempt: LessonAttempt?

  public init(lesson: String) { self.lesson = lesson }

  /// Predictions that were never answered rightly.
  public var onlyWrong: [String] { wrong.filter { !right.contains($0) } }

  /// Whether there is nothing to go on with: the latest going-through has come to its end.
  public var isOver: Bool { attempt?.isOver ?? isComplete }

  func joined(with other: Self) -> Self {
    var result = self
    result.isComplete = isComplete || other.isComplete
    result.isSolved = isSolved || other.isSolved
    result.fewestMoves = [fewestMoves, other.fewestMoves].compactMap(\.self).min()
    result.referenceMoves = max(referenceMoves, other.referenceMoves)
    result.hints = max(hints, other.hints)
    result.right = Set(right).union(other.right).sorted()
    result.attempt = attempt.map { mine in other.attempt.map { mine.joined(with: $0) } ?? mine }
    if attempt == nil { result.attempt = other.attempt }
    result.wrong = Set(wrong).union(other.wrong).sorted()
    return result
  }
}
