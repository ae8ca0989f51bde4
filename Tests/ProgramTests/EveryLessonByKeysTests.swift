import Curriculum
import Foundation
import LessonFiles
import Testing

/// Every lesson that comes with the program, played by keys alone in the smallest window, from Home
/// to the result and home again. A new lesson file is played without a word here.
@Suite struct EveryLessonByKeysTests {
  static func store() throws -> LessonStore {
    try LessonStore(folder: Program.root.appendingPathComponent("Lessons").path)
  }

  static func catalogue() throws -> LessonCatalogue { try store().catalogue }

  static let identifiers = ((try? catalogue())?.lessons ?? []).map(\.id)

  @Test func thereAreLessons() throws {
    let catalogue = try Self.catalogue()
    #expect(!catalogue.lessons.isEmpty && Set(Self.identifiers).contains("SR1"))
  }

  @Test(arguments: identifiers) func isPlayedToItsResult(_ identifier: String) throws {
    let store = try Self.store()
    let lesson = try store.lesson(identifier).lesson
    let count = store.catalogue.lessons.count
    try Program.withTemporaryFolder { home in
      let lab = try LabSession.onHome(home: home)
      lab.see("0 of \(count) lessons complete")
      // The list is narrowed to the lesson by typing a part of its name.
      lab.press("/")
      lab.type(lesson.title)
      lab.press("enter")
      lab.see("\(lesson.id) ")
      lab.press("enter")
      var player = LessonPlayer(lesson, on: lab)
      try player.play()
      lab.press("q")
      lab.see("1 of \(count) lessons complete")
      lab.leave()
    }
  }
}
