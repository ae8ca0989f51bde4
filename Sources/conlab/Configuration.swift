import CellGraphics
import Foundation
import LabInterface
import LessonFiles
import SettingsFiles

/// The configuration file and the themes, as a command needs them.
struct Configuration {
  let file: URL
  /// Whether the file was named by CONLAB_CONFIG, so that it has to be there.
  let isNamed: Bool
  let themes: ThemeLibrary

  init(
    paths: Paths, environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let named = environment["CONLAB_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
    file =
      named.map { URL(fileURLWithPath: $0) } ?? paths.config.appendingPathComponent("config.yaml")
    isNamed = named != nil
    let resources = ResourceFolders(executable: Bundle.main.executablePath, environment: nil)
    let shipped = (try? resources.assets()).map { $0 + "/Themes" }
    themes = ThemeLibrary(folders: [shipped, paths.themes.path].compactMap(\.self))
  }

  /// What the file says; the standard where there is no file.
  /// - Throws: `CommandFailure` with the code for a bad configuration, naming file, line and column.
  func settings() throws -> Settings {
    do throws(LessonFileError) {
      return try SettingsReader.read(path: file.path, themes: themes.themes)
    } catch {
      if error.kind == .missing, !isNamed, !FileManager.default.fileExists(atPath: file.path) {
        return Settings()
      }
      throw CommandFailure(.configuration, error.description)
    }
  }

  /// The theme of a name that was asked for on the command line.
  func theme(_ name: String) throws -> Theme {
    if let theme = themes[name] { return theme }
    let names = themes.themes.map(\.name)
    throw CommandFailure(
      .usage,
      "no theme is called \(Printable.text(name)); there are " + names.joined(separator: ", "))
  }
}
