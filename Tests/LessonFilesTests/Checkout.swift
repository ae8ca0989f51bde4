import Curriculum
import Foundation
import LessonFiles

/// Files of the checkout that tests read.
enum Checkout {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  static let firstLesson = root + "/Lessons/stale-reads/01-the-value-that-was-there.yaml"
  static let historyLesson = root + "/Tests/LessonFilesTests/Fixtures/history.yaml"

  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  /// The line, from 1, of the only place where a text stands.
  static func line(of part: String, in text: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let found = lines.indices.filter { lines[$0].contains(part) }
    return found.count == 1 ? found[0] + 1 : nil
  }

  /// The text with one edit, which must apply exactly once.
  static func edited(_ text: String, _ old: String, _ new: String) -> String? {
    let parts = text.components(separatedBy: old)
    return parts.count == 2 ? parts.joined(separator: new) : nil
  }
}
