import ArgumentParser
import CursesTerminal
import Foundation
import Laboratory

/// `conlab info`: what one needs to know when something is not as expected.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Show the version, the paths and what the terminal can do.")

  @OptionGroup var shared: SharedOptions

  func run() throws {
    let paths = Paths()
    let terminal = Capabilities.detect()
    var lines: [(String, String)] = [
      ("version", "\(ProgramVersion.current), engine \(EngineVersion.current)"),
      ("executable", Bundle.main.executablePath ?? CommandLine.arguments[0]),
    ]
    lines.append(contentsOf: shared.libraryLines())
    lines += [
      ("progress", paths.progress.path + "  (\(Paths.overrides.state))"),
      ("saved runs", paths.runs.path + "  (\(Paths.overrides.data))"),
      ("exports", paths.exports.path + "  (\(Paths.overrides.data))"),
      ("configuration", paths.config.path + "  (\(Paths.overrides.config))"),
      ("TERM", terminal.term ?? "not set"),
      ("colours", "\(terminal.colors)" + (terminal.noColorRequested ? ", off: NO_COLOR" : "")),
      ("characters", terminal.isUnicode ? "UTF-8" : "ASCII (the locale is not UTF-8)"),
      ("size", "\(terminal.size.width) x \(terminal.size.height)"),
      ("standard input", terminal.inputIsTerminal ? "a terminal" : "not a terminal"),
      ("standard output", terminal.outputIsTerminal ? "a terminal" : "not a terminal"),
      ("full screen", fullScreen(terminal)),
    ]
    let width = lines.map { $0.0.count }.max() ?? 0
    for (name, value) in lines {
      let padding = String(repeating: " ", count: width - name.count)
      print("\(name)\(padding)  \(Printable.text(value))")
    }
    print("\nexit codes")
    for status in ExitStatus.allCases {
      let padding = String(repeating: " ", count: 4 - String(status.rawValue).count)
      print("\(padding)\(status.rawValue)  \(status.meaning)")
    }
  }

  private func fullScreen(_ terminal: Capabilities) -> String {
    switch terminal.fullScreen {
    case .available: "available"
    case .unavailable(let reason): "not available: \(reason)"
    }
  }
}
