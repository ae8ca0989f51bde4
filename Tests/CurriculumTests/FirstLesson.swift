import Curriculum
import Foundation
import LessonFiles

/// The first lesson, as it is shipped.
enum FirstLesson {
  static func load() throws -> Lesson {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    return try LessonStore.load(
      root + "/Lessons/stale-reads/01-the-value-that-was-there.yaml"
    ).lesson
  }
}
