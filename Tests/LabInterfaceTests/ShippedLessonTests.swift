import CellGraphics
import Curriculum
import Foundation
import LessonFiles
import Testing

@testable import LabInterface

/// The lessons that come with the program, on the smallest screen.
@Suite struct ShippedLessonTests {
  static func store() throws -> LessonStore {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Lessons")
    return try LessonStore(folder: folder.path)
  }

  /// Every lesson can be gone through by keys, with the solution of each task; what a beat says
  /// stands on the screen without scrolling until it is answered.
  @Test func fitsAndLeadsToTheResult() throws {
    let store = try Self.store()
    for lesson in store.catalogue.lessons {
      var model = Fixtures.model(width: 80, height: 24, lessons: store.catalogue)
      _ = model.begin(.lesson(try store.lesson(lesson.id).lesson, round: 0))
      var person = Person(model)
      for _ in 0..<200 where person.model.screen == .lab {
        guard let session = person.model.lab?.session else { break }
        switch session.stage {
        case .predicting(let prediction):
          person.press(prediction.choices.isEmpty ? "1 enter" : "1")
          expectReply(person)
          person.press("n")
        case .working: person.press("I y n")
        default: person.press("n")
        }
      }
      #expect(person.model.screen == .result, "\(lesson.id)")
    }
  }

  /// The first words of the reply stand on the screen as soon as an answer is given.
  private func expectReply(_ person: Person) {
    guard case .revealed(let prediction, let review)? = person.model.lab?.session?.stage else {
      Issue.record("the answer was not taken")
      return
    }
    #expect(person.sees(review.isRight ? "Right." : "Not this time"), "\(prediction.id)")
  }
}
