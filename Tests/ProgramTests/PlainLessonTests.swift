import Curriculum
import Foundation
import Testing

/// Every lesson that comes with the program, finished line by line through pipes, as a screen reader
/// would have it. A new lesson file is played without a word here.
@Suite struct PlainLessonTests {
  @Test(arguments: EveryLessonByKeysTests.identifiers, [false, true])
  func isFinished(_ identifier: String, errs: Bool) throws {
    let store = try EveryLessonByKeysTests.store()
    let lesson = try store.lesson(identifier).lesson
    let count = store.catalogue.lessons.count
    try Program.withTemporaryFolder { home in
      let program = try PlainProgram([], home: home)
      program.expect("0 of \(count) lessons complete")
      program.type("open \(lesson.id)")
      var player = PlainLessonPlayer(lesson, on: program, errs: errs)
      try player.play()
      #expect(errs == (player.wrong > 0) || player.right < 3)
      program.type("quit")
      program.expect("1 of \(count) lessons complete")
      #expect(try program.end() == 0)
      let broken = PlainRules.broken(program.transcript)
      #expect(broken.isEmpty, "\(broken)")
    }
  }
}
