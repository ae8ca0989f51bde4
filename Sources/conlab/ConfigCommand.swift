import ArgumentParser
import Foundation
import LessonFiles
import SettingsFiles

/// `conlab config`: the configuration file.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Check the configuration, or print one to begin with.",
    subcommands: [Check.self, Example.self])

  /// `conlab config check [FILE]`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Say whether the configuration and your themes can be used.",
      discussion: "Exit 0 when they can, 78 when not, 66 when there is no such file.")

    @Argument(help: "The file; else CONLAB_CONFIG, else the one of the configuration folder.")
    var file: String?

    func run() throws {
      try guarded {
        let paths = Paths()
        let configuration = Configuration(paths: paths)
        let path = file ?? configuration.file.path
        guard FileManager.default.fileExists(atPath: path) else {
          guard file == nil, !configuration.isNamed else {
            throw CommandFailure(.missing, "no such file: \(path)")
          }
          print("\(Printable.text(path)): there is none; everything is as usual")
          return try checkThemes(configuration)
        }
        let settings: Settings
        do throws(LessonFileError) {
          settings = try SettingsReader.read(path: path, themes: configuration.themes.themes)
        } catch {
          throw CommandFailure(.configuration, error.description)
        }
        let count = settings.keys.choices.count
        print(
          "\(Printable.text(path)): in order; theme \(settings.theme ?? "not set"), keys set for "
            + "\(count) \(count == 1 ? "action" : "actions")")
        try checkThemes(configuration)
      }
    }

    private func checkThemes(_ configuration: Configuration) throws {
      guard let error = configuration.themes.errors.first else { return }
      throw CommandFailure(.configuration, error.description)
    }
  }

  /// `conlab config example`.
  struct Example: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "example",
      abstract: "Print a configuration with every setting as it is without one, commented out.")

    func run() throws {
      try guarded {
        let themes = Configuration(paths: Paths()).themes.themes
        print(SettingsExample.text(themes: themes), terminator: "")
      }
    }
  }
}
