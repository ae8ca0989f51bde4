import Curriculum
import Laboratory
import Testing

@testable import LabInterface

/// A person who types lines and reads what is said.
struct PlainReader {
  var session: PlainSession
  /// Every command that the interface has asked for.
  var commands: [Command] = []
  /// What was said to the latest line.
  var said: [String] = []
  private let lessons: [Lesson]

  init(_ opening: Opening, width: Int = 80, ascii: Bool = false) throws {
    lessons = try Fixtures.lessons()
    session = PlainSession(
      library: Library(lessons: try Fixtures.catalogue()), progress: Progress(), width: width,
      ascii: ascii)
    carryOut(session.begin(opening))
    said = session.say()
  }

  static func inSandbox(width: Int = 80, ascii: Bool = false) throws -> PlainReader {
    try PlainReader(
      .sandbox(Fixtures.staleReads(), title: "Four copies"), width: width, ascii: ascii)
  }

  static func inLesson() throws -> PlainReader {
    try PlainReader(.lesson(try Fixtures.lesson(), round: 0))
  }

  /// Types lines; what is said to the last one is kept.
  mutating func type(_ lines: String...) {
    for line in lines {
      carryOut(session.take(line: line))
      said = session.say()
    }
  }

  mutating func send(_ message: Message) { carryOut(session.take(message)) }

  private mutating func carryOut(_ new: [Command]) {
    commands += new
    for case .loadLesson(let id) in new {
      if let lesson = lessons.first(where: { $0.id == id }) { send(.lessonLoaded(lesson)) }
    }
  }

  var text: String { said.joined(separator: "\n") }

  /// Whether it was said, however it is wrapped.
  func hears(_ text: String) -> Bool {
    said.joined(separator: " ").split(separator: " ").joined(separator: " ")
      .contains(text.split(separator: " ").joined(separator: " "))
  }
}

/// A failed expectation shows what was said, not the whole model.
extension PlainReader: CustomTestStringConvertible {
  var testDescription: String { "\n" + text + "\n" }
}
