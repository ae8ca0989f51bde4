import CellGraphics
import Curriculum

extension ActionRegistry {
  static let tourActions: [LabAction] = [
    LabAction(
      "tour", "the tour", help: "Show the three pages for newcomers again.", group: .general,
      screens: [.home, .lab],
      effect: { model, _ in model.showTour() })
  ]
}

extension Model {
  mutating func showTour() -> [Command] {
    guard let tour = Tour() else {
      status = .refusal("the tour cannot be shown: its run cannot be made")
      return []
    }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    overlay = .tour(tour)
    return wasPlaying ? [.stopTicking] : []
  }

  /// The lesson that the last page offers: the first one, to somebody on Home who has begun none.
  var firstLessonOfTour: LessonHead? {
    guard screen == .home else { return nil }
    return library.lessons.lessons.first { progress[$0.id] == nil }
  }

  mutating func tourTakes(_ key: Key, _ tour: Tour) -> [Command] {
    var tour = tour
    let isLast = tour.page == Tour.pageCount - 1
    switch key {
    case .right, .space, .pageDown, .down, .tab, .enter:
      if isLast, key == .enter { return endTour(beginning: firstLessonOfTour) }
      tour.page = min(tour.page + 1, Tour.pageCount - 1)
    case .left, .backspace, .pageUp, .up, .backTab: tour.page = max(0, tour.page - 1)
    case .escape, Key("q"): return endTour(beginning: nil)
    default: return []
    }
    overlay = .tour(tour)
    return []
  }

  /// However it ends, it does not come by itself again.
  private mutating func endTour(beginning lesson: LessonHead?) -> [Command] {
    overlay = nil
    guard let lesson else { return keep(.tourSeen) }
    return keep(.tourSeen) + askForLesson(lesson.id, round: 0)
  }
}
