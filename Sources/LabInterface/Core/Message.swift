import CellGraphics
import Curriculum
import Laboratory

/// What happens to the interface from outside: keys, sizes, time, answers of the file system.
public enum Message: Hashable, Sendable {
  case key(Key)
  case paste(String)
  case mouse(MouseEvent)
  case resized(Size)
  /// So many milliseconds of wall time have passed since the last tick.
  case tick(elapsedMilliseconds: Int)
  /// A run was written under this name, or could not be.
  case saved(name: String, problem: String?)
  /// An export was written to this path, or could not be.
  case exported(path: String, problem: String?)
  /// The text of a saved run.
  case loaded(name: String, text: String)
  case loadFailed(name: String, problem: String)
  /// A lesson that was asked for; it is opened if it is still wanted.
  case lessonLoaded(Lesson)
  /// A lesson that was asked for cannot be read; where and why.
  case lessonFailed(id: String, problem: String)
  /// The runs that are saved, in the order of the list.
  case savedRuns([SavedRunEntry])
  /// Something that the person should know, from the program around the interface.
  case notice(String)
}

/// A run that was saved, as lists show it.
public struct SavedRunEntry: Hashable, Sendable {
  public var name: String
  /// One line: when it was saved.
  public var detail: String
  /// What the file says of itself; nil where that could not be read.
  public var outline: SavedRunOutline?

  public init(name: String, detail: String, outline: SavedRunOutline? = nil) {
    self.name = name
    self.detail = detail
    self.outline = outline
  }
}

/// What the interface asks of the program around it.
public enum Command: Hashable, Sendable {
  case quit
  case suspend
  /// Draw everything anew.
  case redraw
  /// Write a run; the answer is `Message.saved`. A file of that name is replaced only while it is in
  /// the state `version` (`SavedRun.version`); else the run gets a name that is not taken.
  case save(text: String, name: String, version: String?)
  /// Write a file for others, which is never one that is there already; the answer is
  /// `Message.exported`.
  case export(text: String, name: String, pathExtension: String)
  /// Read a run; the answer is `Message.loaded` or `.loadFailed`.
  case load(name: String)
  /// Read a lesson of the catalogue; the answer is `Message.lessonLoaded` or `.lessonFailed`.
  case loadLesson(id: String)
  /// The answer is `Message.savedRuns`.
  case listSavedRuns
  /// Write the progress; the text replaces the old one.
  case saveProgress(text: String)
  /// Remember something for the next session.
  case keep(Kept)
  /// Send `Message.tick` some thirty times a second from now on.
  case startTicking
  case stopTicking
  /// Ask the terminal for mouse reports, or leave the mouse to it.
  case listenToMouse(Bool)
}
