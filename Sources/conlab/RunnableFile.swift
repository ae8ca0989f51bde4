import Curriculum
import Foundation
import Laboratory
import LessonFiles

/// A file that can be run or opened, told apart by how it begins.
enum RunnableFile {
  case saved(Run)
  case scenario(Scenario)
  case lesson(Lesson)

  /// Reads the file; a saved run is replayed and compared on the way.
  init(path: String) throws {
    let text = try AtomicFile.read(URL(fileURLWithPath: path))
    let start = text.drop { $0 == "\n" || $0 == " " }
    if start.hasPrefix(SavedRun.heading) {
      do { self = .saved(try SavedRun(parsing: text).replay()) } catch {
        let status: ExitStatus = error.kind == .differs ? .violated : .data
        throw CommandFailure(status, "\(path): \(error)")
      }
    } else if start.hasPrefix("scenario") {
      do { self = .scenario(try ScenarioText(parsing: text).scenario) } catch {
        throw CommandFailure(.data, "\(path): \(error)")
      }
    } else {
      self = .lesson(try LessonReader.read(text, file: path).lesson)
    }
  }

  /// Whether a word on the command line is a path rather than an identifier.
  static func isPath(_ word: String) -> Bool {
    word.contains("/") || word.contains(".") || FileManager.default.fileExists(atPath: word)
  }
}
