import Laboratory

/// All lessons, by track, in the order in which they are offered: their heads, not the lessons.
public struct LessonCatalogue: Hashable, Sendable {
  /// A track of lessons that build on each other.
  public struct Track: Hashable, Sendable {
    /// The name of its folder: `stale-reads`.
    public var id: String
    public var title: String
    public var summary: String
    public var lessons: [LessonHead]

    public init(id: String, title: String, summary: String, lessons: [LessonHead]) {
      self.id = id
      self.title = title
      self.summary = summary
      self.lessons = lessons
    }
  }

  public let tracks: [Track]

  public init(tracks: [Track]) { self.tracks = tracks }

  public var lessons: [LessonHead] { tracks.flatMap(\.lessons) }

  /// The lesson with this identifier, whatever its case.
  public func lesson(_ id: String) -> LessonHead? {
    lessons.first { $0.id.lowercased() == id.lowercased() }
  }

  /// The lesson after this one, in the next track if need be.
  public func lesson(after id: String) -> LessonHead? {
    let all = lessons
    guard let index = all.firstIndex(where: { $0.id == id }), index + 1 < all.count else {
      return nil
    }
    return all[index + 1]
  }

  /// What "continue" opens: the lesson that the learner was in last, unless it was gone through to its
  /// end, at the round that is not done; else the one after it, else the first one that is not complete;
  /// nil when all are. A lesson that is played again is one to go on with. The round is 0 where the lesson is known to have no
  /// such round; a lesson whose head does not count them may have fewer.
  public func continuation(_ progress: Progress) -> (lesson: LessonHead, round: Int)? {
    if let place = progress.place, let last = lesson(place.lesson) {
      if let round = round(toGoOn: last, progress) { return (last, round) }
      if let next = lesson(after: last.id), progress[next.id]?.isComplete != true {
        return (next, 0)
      }
    }
    return lessons.first { progress[$0.id]?.isComplete != true }.map { ($0, 0) }
  }

  /// The round in which the learner was last in a lesson; nil where that was gone through to its end, or
  /// never begun. It is 0 where the lesson is known to have no such round.
  public func round(toGoOn lesson: LessonHead, _ progress: Progress) -> Int? {
    guard let place = progress.place(in: lesson.id), progress[lesson.id]?.isOver != true else {
      return nil
    }
    return place.round < lesson.counts?.rounds ?? .max ? place.round : 0
  }

  /// The identifier closest to a mistyped one, if any is close.
  public func nearest(to id: String) -> String? {
    NearMatch.nearest(to: id, among: lessons.map(\.id))
  }
}
