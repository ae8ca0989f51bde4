import Foundation
import LabInterface

/// What the screen remembers from one session to the next: the theme that was chosen, that the tour
/// was seen, and typed commands. Losing it costs nothing, so a file that cannot be read is taken
/// for an empty one, and where it cannot be written the program goes on.
struct InterfaceMemory {
  let folder: URL

  /// A theme chosen on the screen, and what the configuration said at that time.
  struct ThemeChoice: Equatable {
    var name: String
    var over: String?
  }

  struct Content: Equatable {
    var theme: ThemeChoice?
    var tourSeen = false
  }

  var file: URL { folder.appendingPathComponent("interface.txt") }
  var historyFile: URL { folder.appendingPathComponent("history.txt") }

  /// Beyond these sizes a file is not what this program wrote.
  private static let bytesMax = 1 << 16
  private static let lineMax = 400

  // MARK: Choices

  func load() -> Content {
    var content = Content()
    for line in lines(file) {
      let words = line.split(separator: " ").map(String.init)
      switch words.first {
      case "tour": content.tourSeen = content.tourSeen || words == ["tour", "seen"]
      case "theme" where words.count == 4 && words[2] == "over":
        content.theme = ThemeChoice(name: words[1], over: words[3] == "-" ? nil : words[3])
      default: break
      }
    }
    return content
  }

  /// Whether something can be remembered: where it cannot, nothing is shown that comes once only.
  var canRemember: Bool {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      return false
    }
    return FileManager.default.isWritableFile(atPath: folder.path)
  }

  func save(_ content: Content) throws {
    var text = "# What conlab remembers of its screen. To be deleted at will.\n"
    if content.tourSeen { text += "tour seen\n" }
    if let theme = content.theme { text += "theme \(theme.name) over \(theme.over ?? "-")\n" }
    try AtomicFile.write(text, to: file)
  }

  func update(_ change: (inout Content) -> Void) throws {
    var content = load()
    change(&content)
    try save(content)
  }

  /// The theme that was decided on last: one chosen on the screen counts until the configuration
  /// names another one than it did then.
  static func theme(_ choice: ThemeChoice?, configured: String?) -> String? {
    guard let choice, choice.over == configured else { return configured }
    return choice.name
  }

  // MARK: History

  /// Typed commands, oldest first, each once.
  func history() -> [String] { Array(lines(historyFile).suffix(Preferences.historyMax)) }

  /// Adds a command to what is on disk now, so that two labs at once do not lose each other's.
  func remember(typed command: String) {
    guard Self.isPlain(command) else { return }
    var all = history().filter { $0 != command }
    all.append(command)
    let text = all.suffix(Preferences.historyMax).map { $0 + "\n" }.joined()
    try? AtomicFile.write(text, to: historyFile)
  }

  private func lines(_ file: URL) -> [String] {
    guard let text = try? AtomicFile.read(file, bytesMax: Self.bytesMax * 2) else { return [] }
    return text.split(separator: "\n").map(String.init).filter(Self.isPlain)
  }

  private static func isPlain(_ line: String) -> Bool {
    line.utf8.count <= lineMax && Printable.text(line) == line && !line.contains("\n")
  }
}
