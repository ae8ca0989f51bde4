import CellGraphics
import Curriculum
import Laboratory

/// The interface without a screen: lines in, lines out.
///
/// It drives the same `Model`, by the same actions, as the screen does. A line is a command as the
/// palette takes it, a key's letter, or the number of a choice that was just listed. After each line
/// `say()` tells in words what has changed. It has no clock: `play` runs to rest at once.
public struct PlainSession: Sendable {
  public internal(set) var model: Model
  /// The width at which lines are wrapped.
  public let width: Int
  /// Whether only ASCII characters may be said.
  public let ascii: Bool
  /// What has been said of the model, so that only news are said.
  var memory = PlainMemory()
  /// Lines to be said before the news: answers to a command.
  var replies: [String] = []
  /// What the model remarked since the last answer.
  var remarks: [Status] = []

  /// - Parameter width: at least 20.
  public init(
    library: Library, progress: Progress, width: Int = 80, ascii: Bool = false,
    isPresenting: Bool = false
  ) {
    self.width = max(20, width)
    self.ascii = ascii
    // Tall, so that what is drawn to be read out is drawn whole.
    model = Model(
      size: Size(width: 100, height: 100), glyphs: .ascii, library: library, progress: progress,
      isPresenting: isPresenting)
  }

  /// Goes to what the command line asked for. Called once.
  /// - Parameter reason: why there is no screen, to be said first.
  public mutating func begin(_ opening: Opening, reason: String? = nil) -> [Command] {
    if let reason { reply("Plain mode: \(reason).") }
    let commands = model.begin(opening)
    note()
    return commands
  }

  /// Takes in an answer of the file system, or a notice.
  public mutating func take(_ message: Message) -> [Command] {
    let commands = update(message, &model)
    note()
    return commands
  }

  /// What is to be said now, wrapped: answers, then what has changed since the last time.
  public mutating func say() -> [String] {
    let isFirst = memory.screen == nil
    var lines = replies
    replies = []
    lines += news()
    if isFirst, lines.first?.isEmpty ?? false { lines.removeFirst() }
    remarks = []
    if lines.isEmpty, memory.wantsAnswer { lines.append(unchanged) }
    memory.wantsAnswer = false
    return spoken(lines)
  }

  /// What is to be said when the input ends: what is lost by it, if something is.
  public func farewell() -> [String] {
    guard model.screen == .lab, let losing = model.lab?.losses(in: model) else { return [] }
    return spoken(["This is lost: \(losing)."])
  }

  /// The lines as they are written: wrapped, and safe for every terminal.
  private func spoken(_ lines: [String]) -> [String] {
    lines.flatMap { PlainWrap.lines($0, width: width) }.map { PlainText.safe($0, ascii: ascii) }
  }

  /// What is said to a line that has changed nothing.
  private var unchanged: String {
    guard model.screen == .lab, let lab = model.lab else { return "Nothing has changed." }
    return "Nothing has changed: " + Self.whereabouts(lab)
  }

  /// Keeps what the model remarked; it stays until it is said.
  mutating func note() {
    if let status = model.status, remarks.last != status { remarks.append(status) }
    model.status = nil
  }

  mutating func reply(_ line: String) { replies.append(line) }
  mutating func reply(_ lines: [String]) { replies += lines }
}

/// Lines of a width.
enum PlainWrap {
  /// The line in pieces. Where it begins with a number, a dash or blanks, what follows the first
  /// piece is indented.
  static func lines(_ line: String, width: Int) -> [String] {
    guard !line.isEmpty else { return [""] }
    let head = line.prefix { $0 != " " }
    let isItem = head.isEmpty || head == "-" || head.hasSuffix(")") || head.hasSuffix(":")
    return TextLine(line).wrapped(to: width, hanging: isItem ? 2 : 0).map(\.text)
  }
}
