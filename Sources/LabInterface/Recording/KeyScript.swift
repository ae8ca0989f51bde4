import CellGraphics

/// What somebody does at the keys, and what the screen then shows: a demonstration and a test at
/// once.
///
///     # Lines that begin with # say something to the reader.
///     title  A write that is lost
///     screen 120x36
///     open   sandbox three-replicas
///     press  w
///     type   Zoe
///     press  enter
///     see    write name = Zoe
///     wait   1500
///
/// `open` takes `home`, `sandbox PRESET` or `lesson ID`; `press` takes names of keys; `type` sends
/// the rest of its line; `see` insists that a line of the screen holds a text; `wait` and `play` let
/// so many ms of wall time pass, `play` while the run plays.
public struct KeyScript: Hashable, Sendable {
  public enum Opening: Hashable, Sendable {
    case home
    case sandbox(preset: String)
    case lesson(String)
  }

  public enum Action: Hashable, Sendable {
    case press([Key])
    case type(String)
    case see(String)
    case wait(milliseconds: Int)
    case play(milliseconds: Int)
  }

  public struct Step: Hashable, Sendable {
    /// From 1.
    public var line: Int
    public var action: Action
  }

  public var title: String
  public var size: Size
  public var opening: Opening
  public var steps: [Step]

  /// - Throws: `KeyScriptError` with the line at fault.
  public init(parsing text: String) throws(KeyScriptError) {
    title = ""
    size = Model.smallest
    opening = .home
    steps = []
    for (index, content) in text.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let words = content.drop { $0 == " " }
      guard !words.isEmpty, !words.hasPrefix("#") else { continue }
      let word = words.prefix { $0 != " " }
      let rest = String(words.dropFirst(word.count).drop { $0 == " " })
      try read(String(word), rest, line: index + 1)
    }
    guard !title.isEmpty else { throw KeyScriptError(line: 1, "there is no title") }
  }

  private mutating func read(
    _ word: String, _ rest: String, line: Int
  ) throws(KeyScriptError) {
    func fail(_ expected: String) -> KeyScriptError {
      KeyScriptError(line: line, "\(word): expected \(expected), found \"\(rest)\"")
    }
    guard !rest.isEmpty else { throw fail("something after it") }
    switch word {
    case "title": title = rest
    case "screen":
      guard let size = Size(named: rest), size.contains(Model.smallest) else {
        throw fail("a size such as 120x36, at least 80x24")
      }
      self.size = size
    case "open":
      let parts = rest.split(separator: " ").map(String.init)
      switch (parts.first, parts.count) {
      case ("home", 1): opening = .home
      case ("sandbox", 2): opening = .sandbox(preset: parts[1])
      case ("lesson", 2): opening = .lesson(parts[1])
      default: throw fail("home, sandbox PRESET or lesson ID")
      }
    case "press":
      var keys: [Key] = []
      for name in rest.split(separator: " ") {
        guard let key = Key(named: String(name)) else { throw fail("names of keys") }
        keys.append(key)
      }
      steps.append(Step(line: line, action: .press(keys)))
    case "type": steps.append(Step(line: line, action: .type(rest)))
    case "see": steps.append(Step(line: line, action: .see(rest)))
    case "wait", "play":
      guard let time = Int(rest), (1...60_000).contains(time) else {
        throw fail("1 to 60000 milliseconds")
      }
      steps.append(
        Step(
          line: line,
          action: word == "wait" ? .wait(milliseconds: time) : .play(milliseconds: time)))
    default:
      throw KeyScriptError(
        line: line,
        "expected title, screen, open, press, type, see, wait or play, found \"\(word)\"")
    }
  }
}

/// A script that cannot be read or followed.
public struct KeyScriptError: Error, Hashable, Sendable, CustomStringConvertible {
  public let line: Int
  public let message: String

  init(line: Int, _ message: String) {
    self.line = line
    self.message = message
  }

  public var description: String { "line \(line): \(message)" }
}

extension Size {
  /// Reads `120x36`; nil for anything else.
  public init?(named text: some StringProtocol) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard parts.count == 2, text == "\(parts[0])x\(parts[1])", parts.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    self.init(width: parts[0], height: parts[1])
  }
}
