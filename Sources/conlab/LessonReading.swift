import Foundation
import LabInterface
import Synchronization

/// Reads lessons beside the screen: decoding and checking a long one takes more than a frame. The thread
/// that draws asks, and takes what came of it later.
final class LessonReading: Sendable {
  private struct State {
    var underway = 0
    var answers: [Message] = []
  }

  private let state = Mutex(State())
  private let files: LabFiles

  init(files: LabFiles) { self.files = files }

  /// Whether an answer is still to come or to be taken.
  var isUnderway: Bool { state.withLock { $0.underway > 0 } }

  /// Begins to read a lesson.
  func begin(_ id: String) {
    state.withLock { $0.underway += 1 }
    let thread = Thread { [self] in
      let answers = files.answers(to: .loadLesson(id: id))
      state.withLock { $0.answers += answers }
    }
    // As much as the main thread has: files may nest as deep as their reader allows.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// The next answer, if one is there.
  func take() -> Message? {
    state.withLock { state in
      guard !state.answers.isEmpty else { return nil }
      state.underway -= 1
      return state.answers.removeFirst()
    }
  }
}
