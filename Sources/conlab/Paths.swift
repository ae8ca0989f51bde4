import Foundation

/// Where the program keeps what it writes: the XDG base directories, each with one variable of its
/// own that overrides it.
struct Paths {
  let state: URL
  let data: URL
  let config: URL

  /// The variable that overrides each directory.
  static let overrides = (
    state: "CONLAB_STATE_DIR", data: "CONLAB_DATA_DIR", config: "CONLAB_CONFIG_DIR"
  )

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/"
    func folder(_ override: String, _ xdg: String, _ fallback: String) -> URL {
      if let path = environment[override], !path.isEmpty {
        return URL(fileURLWithPath: path, isDirectory: true)
      }
      // A relative XDG directory is invalid and must be ignored (XDG base directories, 0.8).
      if let base = environment[xdg], base.hasPrefix("/") {
        return URL(fileURLWithPath: base, isDirectory: true).appendingPathComponent("conlab")
      }
      return URL(fileURLWithPath: home, isDirectory: true).appendingPathComponent(fallback)
        .appendingPathComponent("conlab")
    }
    state = folder(Self.overrides.state, "XDG_STATE_HOME", ".local/state")
    data = folder(Self.overrides.data, "XDG_DATA_HOME", ".local/share")
    config = folder(Self.overrides.config, "XDG_CONFIG_HOME", ".config")
  }

  /// A path for a line of the screen, with `~` for the home directory.
  static func short(_ path: String) -> String {
    let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
    guard home.count > 1, path.hasPrefix(home + "/") else { return path }
    return "~" + path.dropFirst(home.count)
  }

  var progress: URL { state.appendingPathComponent("progress.txt") }
  /// Where exports from the screen go.
  var exports: URL { data.appendingPathComponent("exports", isDirectory: true) }
  /// A person's own themes.
  var themes: URL { config.appendingPathComponent("themes", isDirectory: true) }
  /// Where runs saved from the screen go.
  var runs: URL { data.appendingPathComponent("runs", isDirectory: true) }
}
