import CellGraphics
import Curriculum
import CursesTerminal
import Foundation
import LabInterface
import Laboratory
import LessonFiles

/// The program on the screen: terminal, wall clock and files around model, update and view.
struct InteractiveLab {
  private let terminal: Terminal
  private let files: LabFiles
  private let lessons: LessonReading
  private var model: Model
  private var buffer: CellBuffer
  /// Events that have come and are not taken in yet.
  private var waiting: [TerminalEvent] = []
  /// What the files have answered and the interface does not know yet. Each is taken in by itself, with
  /// a frame before it, and ahead of all events: these were meant for the screen that it leads to.
  private var answers: [Message] = []
  private var isTicking = false
  private var hasQuit = false
  private var lastTick = ContinuousClock.now
  private static let tickMilliseconds = 16
  /// How often it is asked whether a lesson has been read.
  private static let readingMilliseconds = 2

  /// Takes the terminal. It is given back when `run` returns, and on every other way out.
  init(
    options: Terminal.Options, store: LessonStore, opening: Opening, paths: Paths,
    chosen: ChosenPreferences, isPresenting: Bool = false, notice: String?
  ) throws {
    let files = LabFiles(
      store: store, paths: paths, configuredTheme: chosen.configuredTheme,
      isReadOnly: isPresenting)
    let (known, damage) = files.known()
    let terminal = try Terminal(options: options)
    self.terminal = terminal
    self.files = files
    lessons = LessonReading(files: files)
    var preferences = chosen.preferences
    preferences.depth = terminal.colorDepth
    model = Model(
      size: terminal.size, glyphs: terminal.glyphs, library: Library(lessons: store.catalogue),
      progress: known, preferences: preferences, isPresenting: isPresenting)
    model.begin(mouse: options.mouse)
    buffer = CellBuffer(size: terminal.size, glyphs: terminal.glyphs)
    carryOut(model.begin(opening))
    if let text = damage ?? notice { send(.notice(text)) }
  }

  /// Runs until the user leaves.
  mutating func run() {
    draw()
    while !hasQuit {
      let events = terminal.poll(milliseconds: waitingTime())
      // What ends the program does not wait behind a flood of keys.
      for event in events where event.isUrgent { take(event) }
      waiting += events.filter { !$0.isUrgent }
      takeIn()
      if isTicking { tick() }
      if !hasQuit { draw() }
    }
    terminal.close()
  }

  /// Takes in an answer, or else what waits; keys that come while a lesson is read are meant for it.
  private mutating func takeIn() {
    if let answer = lessons.take() { answers.append(answer) }
    if !answers.isEmpty {
      send(answers.removeFirst())
    } else if !lessons.isUnderway {
      takeWaiting()
    }
  }

  /// Takes in what waits, for as long as a frame may take, up to what the files are asked for.
  private mutating func takeWaiting() {
    let start = ContinuousClock.now
    var count = 0
    while count < waiting.count, answers.isEmpty, !lessons.isUnderway, !hasQuit {
      take(waiting[count])
      count += 1
      if ContinuousClock.now - start > .milliseconds(8) { break }
    }
    waiting.removeFirst(count)
  }

  /// How long to wait for events; nil for as long as it takes.
  private func waitingTime() -> Int? {
    if !answers.isEmpty { return 0 }
    if lessons.isUnderway { return Self.readingMilliseconds }
    if !waiting.isEmpty { return 0 }
    guard isTicking else { return nil }
    return max(0, Self.tickMilliseconds - elapsedMilliseconds())
  }

  private func elapsedMilliseconds() -> Int {
    let elapsed = ContinuousClock.now - lastTick
    return Int(elapsed / .milliseconds(1))
  }

  private mutating func tick() {
    let elapsed = elapsedMilliseconds()
    guard elapsed >= Self.tickMilliseconds else { return }
    lastTick = .now
    send(.tick(elapsedMilliseconds: elapsed))
  }

  private mutating func take(_ event: TerminalEvent) {
    switch event {
    case .key(let key): send(.key(key))
    case .paste(let text): send(.paste(text))
    case .mouse(let mouse): send(.mouse(mouse))
    case .resized(let size): send(.resized(size))
    case .resumed: terminal.invalidate()
    case .terminate(let signal):
      rescue()
      terminal.die(by: signal)
    case .hangup:
      rescue()
      hasQuit = true
    }
  }

  /// Nobody can be asked any more: what would be lost is kept as a saved run, and that is said.
  private func rescue() {
    guard let (text, name) = model.unsavedRun else { return }
    let command = Command.save(text: text, name: name, version: nil)
    for case .saved(let used, let problem) in files.answers(to: command) {
      let news =
        problem.map { "the run on the screen could not be kept: \($0)" }
        ?? "the run on the screen was kept as \(used); Home lists it among the saved runs"
      FileHandle.standardError.write(Data("conlab: \(news)\n".utf8))
    }
  }

  private mutating func draw() {
    if buffer.size != model.size {
      buffer = CellBuffer(size: model.size, glyphs: terminal.glyphs)
    }
    view(model, into: &buffer)
    terminal.use(model.theme)
    terminal.present(buffer)
  }

  // MARK: Commands

  private mutating func send(_ message: Message) { carryOut(update(message, &model)) }

  private mutating func carryOut(_ commands: [Command]) {
    for command in commands { carryOut(command) }
  }

  private mutating func carryOut(_ command: Command) {
    switch command {
    case .quit: hasQuit = true
    case .suspend: terminal.suspend()
    case .redraw: terminal.invalidate()
    case .startTicking:
      if !isTicking { lastTick = .now }
      isTicking = true
    case .stopTicking: isTicking = false
    case .listenToMouse(let on): terminal.listenToMouse(on)
    case .loadLesson(let id): lessons.begin(id)
    case .listSavedRuns, .save, .export, .load, .saveProgress, .keep:
      answers += files.answers(to: command)
    }
  }
}

extension TerminalEvent {
  /// Whether it ends the program.
  fileprivate var isUrgent: Bool {
    switch self {
    case .terminate, .hangup: true
    default: false
    }
  }
}
