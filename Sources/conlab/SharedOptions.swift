import ArgumentParser
import Curriculum
import CursesTerminal
import Foundation
import LabInterface
import Laboratory
import LessonFiles

/// Options that several commands share.
struct SharedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder of lessons; else CONLAB_LESSONS, else the one that came with the program.",
      valueName: "folder"))
  var lessons: String?

  private var folders: ResourceFolders {
    ResourceFolders(
      executable: Bundle.main.executablePath,
      environment: ProcessInfo.processInfo.environment["CONLAB_LESSONS"])
  }

  /// The lessons' heads; each lesson is read when it is asked for.
  func store() throws -> LessonStore { try LessonStore(folder: folders.lessons(explicit: lessons)) }

  /// Where lessons and assets are, for `conlab info`; a folder that is missing says so.
  func libraryLines() -> [(String, String)] {
    func place(_ find: () throws(LessonFileError) -> String) -> String {
      do { return try find() } catch { return error.description }
    }
    let explicit = lessons
    return [
      ("lessons", place { () throws(LessonFileError) in try folders.lessons(explicit: explicit) }),
      ("assets", place { () throws(LessonFileError) in try folders.assets() }),
    ]
  }
}

/// How the full screen is drawn.
struct ScreenOptions: ParsableArguments {
  @Flag(name: .customLong("no-color"), help: "No colours; NO_COLOR does the same.")
  var noColor = false

  @Flag(help: "Only ASCII characters, as in a locale that is not UTF-8.")
  var ascii = false

  @Flag(name: .customLong("no-mouse"), help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Flag(help: "For presenting: nothing is written, and the narration is larger.")
  var readonly = false

  @Flag(
    help: "Line by line, without a full screen: for screen readers, scripts and dumb terminals.")
  var plain = false

  /// Opens the lab and stays until the user leaves it. Without a terminal that can show a full screen
  /// it is used line by line.
  func open(_ opening: Opening, _ store: LessonStore) throws {
    let notice = store.errors.first.map { "A lesson cannot be read: \($0)" }
    var reason: String?
    if !plain {
      let options = Terminal.Options(color: !noColor, ascii: ascii, mouse: !noMouse)
      do {
        var lab = try InteractiveLab(
          options: options, store: store, opening: opening, paths: Paths(),
          isPresenting: readonly, notice: notice)
        return lab.run()
      } catch let error as TerminalError {
        reason = error.description
      }
    }
    var lab = PlainLab(
      store: store, opening: opening, ascii: ascii, isPresenting: readonly, reason: reason,
      notice: notice)
    try lab.run()
  }
}
