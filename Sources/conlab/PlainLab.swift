import Curriculum
import CursesTerminal
import Foundation
import LabInterface
import LessonFiles

/// The program line by line: standard input and output, and files, around a `PlainSession`.
///
/// A prompt stands before each line that is read. Where the input is no terminal the line is written
/// after it, so that what comes out reads like a conversation.
struct PlainLab {
  private let files: LabFiles
  private let echoes: Bool
  private var session: PlainSession
  private var input = PlainInput()
  private var hasQuit = false
  static let prompt = "> "

  /// - Parameter reason: why there is no full screen, unless plain mode was asked for.
  init(
    store: LessonStore, opening: Opening, keys: KeyBindings, ascii: Bool, isPresenting: Bool,
    reason: String?, notice: String?
  ) {
    let found = Capabilities.detect()
    files = LabFiles(store: store, paths: Paths(), isReadOnly: isPresenting)
    echoes = !found.inputIsTerminal
    let (progress, damage) = files.known()
    session = PlainSession(
      library: Library(lessons: store.catalogue), progress: progress,
      width: Self.width(found), ascii: ascii || !found.isUnicode,
      keys: keys, isPresenting: isPresenting)
    carryOut(session.begin(opening, reason: reason))
    for text in [damage, notice].compactMap(\.self) { send(.notice(text)) }
  }

  /// Answers line by line until the user leaves or the input ends.
  mutating func run() throws {
    try write(session.say())
    while !hasQuit {
      try show(Self.prompt)
      guard let line = input.line() else {
        try show("\n")
        return try write(session.farewell())
      }
      try take(line)
      let lines = session.say()
      if !hasQuit { try write(lines) }
    }
  }

  private mutating func take(_ line: PlainInput.Line) throws {
    guard case .text(let text) = line else {
      if echoes { try show("\n") }
      try write(["Not done: a line has at most \(PlainInput.bytesMax) bytes."])
      return
    }
    if echoes { try write([Printable.text(text)]) }
    carryOut(session.take(line: text))
  }

  /// As wide as the terminal, else as COLUMNS says, else 80 columns.
  static func width(_ found: Capabilities) -> Int {
    if found.outputIsTerminal { return min(max(found.size.width, 20), 200) }
    let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 80
    return (20...1000).contains(columns) ? columns : 80
  }

  // MARK: Commands

  private mutating func send(_ message: Message) { carryOut(session.take(message)) }

  private mutating func carryOut(_ commands: [Command]) {
    for command in commands {
      if command == .quit { hasQuit = true }
      for message in files.answers(to: command) { send(message) }
    }
  }

  // MARK: Output

  private func write(_ lines: [String]) throws {
    try show(lines.map { $0 + "\n" }.joined())
  }

  /// Written at once, so that whoever reads along can answer.
  private func show(_ text: String) throws { try PlainOutput.write(text) }
}
