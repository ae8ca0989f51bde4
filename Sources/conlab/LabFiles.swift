import Curriculum
import Foundation
import LabInterface
import LessonFiles

/// The files behind the interface: lessons, saved runs and progress, for the screen and plain mode
/// alike.
struct LabFiles {
  private let store: LessonStore
  private let progress: ProgressStore
  private let runs: RunFiles
  private let exports: ExportFiles
  private let memory: InterfaceMemory
  private let configuredTheme: String?

  /// Whether nothing is written: the lab is shown to others.
  private let isReadOnly: Bool

  init(
    store: LessonStore, paths: Paths, configuredTheme: String? = nil, isReadOnly: Bool = false
  ) {
    self.isReadOnly = isReadOnly
    memory = InterfaceMemory(folder: paths.state)
    self.configuredTheme = configuredTheme
    self.store = store
    progress = ProgressStore(file: paths.progress)
    runs = RunFiles(folder: paths.runs)
    exports = ExportFiles(folder: paths.exports)
  }

  /// What has been learned so far, and what is wrong with the file, if something is.
  func known() -> (progress: LearnerProgress, damage: String?) {
    let (known, damage) = progress.load()
    return (known, damage)
  }

  /// Carries out a command of the interface that concerns files.
  /// - Returns: what the interface is to be told; nothing for every other command.
  func answers(to command: Command) -> [Message] {
    switch command {
    case .listSavedRuns: [.savedRuns(runs.list())]
    case .save(let text, let name, let version): save(text, name, version)
    case .load(let name): [load(name)]
    case .export(let text, let name, let pathExtension): [export(text, name, pathExtension)]
    case .loadLesson(let id): [loadLesson(id)]
    case .saveProgress(let text): saveProgress(text)
    case .keep(let kept): isReadOnly ? [] : keep(kept)
    default: []
    }
  }

  private func save(_ text: String, _ name: String, _ version: String?) -> [Message] {
    do {
      let used = try runs.save(text, as: name, replacing: version)
      return [.saved(name: used, problem: nil), .savedRuns(runs.list())]
    } catch {
      return [.saved(name: name, problem: Self.words(error))]
    }
  }

  private func export(_ text: String, _ name: String, _ pathExtension: String) -> Message {
    do {
      let file = try exports.write(text, as: name, pathExtension)
      return .exported(path: Printable.text(file.path), problem: nil)
    } catch {
      return .exported(path: name, problem: Self.words(error))
    }
  }

  private func load(_ name: String) -> Message {
    do {
      return .loaded(name: name, text: try runs.load(name))
    } catch {
      return .loadFailed(name: name, problem: Self.words(error))
    }
  }

  private func loadLesson(_ id: String) -> Message {
    do {
      return .lessonLoaded(try store.lesson(id).lesson)
    } catch {
      return .lessonFailed(id: id, problem: "\(error)")
    }
  }

  private func saveProgress(_ text: String) -> [Message] {
    do {
      try progress.save(try LearnerProgress(parsing: text))
      return []
    } catch {
      return [.notice("Your progress could not be saved: \(Self.words(error)).")]
    }
  }

  /// What cannot be kept costs nothing; only of a theme somebody expects it.
  private func keep(_ kept: Kept) -> [Message] {
    switch kept {
    case .typed(let command): memory.remember(typed: command)
    case .tourSeen: try? memory.update { $0.tourSeen = true }
    case .theme(let name):
      do {
        try memory.update { $0.theme = .init(name: name, over: configuredTheme) }
      } catch {
        return [
          .notice("The theme \(name) holds for now; it could not be kept: \(Self.words(error))")
        ]
      }
    }
    return []
  }

  private static func words(_ error: any Error) -> String {
    (error as? CommandFailure)?.brief ?? "\(error)"
  }
}
