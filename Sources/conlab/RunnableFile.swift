import Curriculum
import Foundation
import Laboratory
import LessonFiles

/// A file that can be run or opened, told apart by how it begins.
enum RunnableFile {
  case saved(Run)
  case scenario(Scenario)
  case lesson(Lesson)

  /// Reads a file, or a saved run by the name under which Home lists it; a saved run is replayed and
  /// compared on the way.
  init(path: String) throws {
    let text = try AtomicFile.read(RunFiles.file(named: path))
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

  /// Whether a word on the command line names a file rather than a lesson.
  static func isPath(_ word: String) -> Bool {
    word.contains("/") || word.contains(".") || FileManager.default.fileExists(atPath: word)
      || RunFiles.savedRun(named: word) != nil
  }
}
