import CellGraphics
import Curriculum
import Laboratory

/// Follows a key script without a terminal: the same model, the same frames, and time that passes as
/// the script says. The same script gives the same recording.
public struct DemoRecorder {
  private let script: KeyScript
  private let library: Library
  private let lesson: (String) -> Lesson?
  private var model: Model
  private var buffer: CellBuffer
  private var cast: Asciicast
  private var saved: [(entry: SavedRunEntry, text: String)] = []
  private var hasQuit = false

  /// The wall time between two keys, two letters that are typed, and two frames of a run that plays.
  private static let (keyPause, letterPause, frame) = (400, 70, 100)

  /// - Parameter lesson: a lesson by its identifier.
  public init(_ script: KeyScript, library: Library, lesson: @escaping (String) -> Lesson?) {
    self.script = script
    self.library = library
    self.lesson = lesson
    model = Model(size: script.size, glyphs: .unicode, library: library)
    buffer = CellBuffer(size: script.size)
    cast = Asciicast(size: script.size, title: script.title)
  }

  /// The recording, and the last screen of it.
  /// - Throws: `KeyScriptError` with the line that could not be followed.
  public mutating func record() throws(KeyScriptError) -> (cast: String, screen: CellBuffer) {
    carryOut(model.begin(try opening()))
    draw(after: 0)
    for step in script.steps {
      guard !hasQuit else { throw KeyScriptError(line: step.line, "the program has ended") }
      try follow(step)
    }
    return (cast.text(), buffer)
  }

  private func opening() throws(KeyScriptError) -> Opening {
    switch script.opening {
    case .home: return .home
    case .sandbox(let name):
      guard let preset = library.presets.first(where: { $0.name == name }) else {
        throw KeyScriptError(line: 1, "no preset is called \(name)")
      }
      return .sandbox(preset.scenario, title: preset.title)
    case .lesson(let id):
      guard let lesson = lesson(id) else {
        throw KeyScriptError(line: 1, "no lesson is called \(id)")
      }
      return .lesson(lesson, round: 0)
    }
  }

  private mutating func follow(_ step: KeyScript.Step) throws(KeyScriptError) {
    switch step.action {
    case .press(let keys):
      for key in keys {
        send(.key(key))
        draw(after: Self.keyPause)
      }
    case .type(let text):
      for scalar in text.unicodeScalars {
        send(.key(Key(scalar)))
        draw(after: Self.letterPause)
      }
    case .see(let text):
      guard buffer.text().contains(where: { $0.contains(text) }) else {
        throw KeyScriptError(
          line: step.line,
          "not seen: \(text)\n" + buffer.text(trimmed: true).joined(separator: "\n"))
      }
    case .wait(let time): cast.wait(time)
    case .play(let time):
      for _ in 0..<max(1, time / Self.frame) {
        if model.isPlaying { send(.tick(elapsedMilliseconds: Self.frame)) }
        draw(after: Self.frame)
      }
    }
  }

  private mutating func draw(after milliseconds: Int) {
    view(model, into: &buffer)
    cast.show(buffer, after: milliseconds)
  }

  // MARK: What the program around the interface does

  private mutating func send(_ message: Message) {
    carryOut(update(message, &model))
    // A longer way is gone at once: what it takes differs from machine to machine.
    while model.isUnderway { carryOut(update(.tick(elapsedMilliseconds: 0), &model)) }
  }

  private mutating func carryOut(_ commands: [Command]) {
    for command in commands {
      switch command {
      case .quit: hasQuit = true
      case .save(let text, let name, _):
        saved.removeAll { $0.entry.name == name }
        let outline = SavedRunOutline(reading: text)
        saved.append((SavedRunEntry(name: name, detail: SavedRunEntry.now, outline: outline), text))
        send(.saved(name: name, problem: nil))
        send(.savedRuns(saved.map(\.entry)))
      case .export(_, let name, let pathExtension):
        send(.exported(path: "exports/\(name).\(pathExtension)", problem: nil))
      case .load(let name):
        if let text = saved.first(where: { $0.entry.name == name })?.text {
          send(.loaded(name: name, text: text))
        } else {
          send(.loadFailed(name: name, problem: "no such run"))
        }
      case .loadLesson(let id):
        if let lesson = lesson(id) {
          send(.lessonLoaded(lesson))
        } else {
          send(.lessonFailed(id: id, problem: "no such lesson"))
        }
      case .listSavedRuns: send(.savedRuns(saved.map(\.entry)))
      // The others concern the terminal, the clock and the disk, which a recording has not.
      default: break
      }
    }
  }
}
