import Curriculum
import LessonFiles
import Testing

/// Lessons that are sound pass their check.
@Suite struct SoundLessonTests {
  @Test func theFirstLessonPasses() throws {
    let findings = try LessonStore.load(Checkout.firstLesson).check()
    for finding in findings { Issue.record("\(finding)") }
  }
}
