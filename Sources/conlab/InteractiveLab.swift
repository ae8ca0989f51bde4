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
  private let store: LessonStore
  private let progress: ProgressStore
  private let runs: RunFiles
  private let memory: InterfaceMemory
  private let configuredTheme: String?
  private var model: Model
  private var buffer: CellBuffer
  private var isTicking = false
  private var hasQuit = false
  private var lastTick = ContinuousClock.now
  private static let tickMilliseconds = 16

  /// Takes the terminal. It is given back when `run` returns, and on every other way out.
  init(
    options: Terminal.Options, store: LessonStore, opening: Opening, paths: Paths,
    chosen: ChosenPreferences, notice: String?
  ) throws {
    let progress = ProgressStore(file: paths.progress)
    let (known, damage) = progress.load()
    let terminal = try Terminal(options: options)
    self.terminal = terminal
    self.store = store
    self.progress = progress
    runs = RunFiles(folder: paths.runs)
    memory = chosen.memory
    configuredTheme = chosen.configuredTheme
    var preferences = chosen.preferences
    preferences.depth = terminal.colorDepth
    model = Model(
      size: terminal.size, glyphs: terminal.glyphs, library: Library(lessons: store.catalogue),
      progress: known, preferences: preferences)
    buffer = CellBuffer(size: terminal.size, glyphs: terminal.glyphs)
    carryOut(model.begin(opening))
    if let text = damage ?? notice { send(.notice(text)) }
  }

  /// Runs until the user leaves.
  mutating func run() {
    draw()
    while !hasQuit {
      let events = terminal.poll(milliseconds: waitingTime())
      for event in events where !hasQuit { take(event) }
      if isTicking { tick() }
      if !hasQuit { draw() }
    }
    terminal.close()
  }

  private func waitingTime() -> Int? {
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
    case .terminate(let signal): terminal.die(by: signal)
    case .hangup: hasQuit = true
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
    case .listSavedRuns: send(.savedRuns(runs.list()))
    case .save(let text, let name): save(text, name)
    case .load(let name): load(name)
    case .loadLesson(let id): loadLesson(id)
    case .saveProgress(let text): saveProgress(text)
    case .keep(let kept): keep(kept)
    }
  }

  private mutating func save(_ text: String, _ name: String) {
    do {
      send(.saved(name: try runs.save(text, as: name), problem: nil))
      send(.savedRuns(runs.list()))
    } catch {
      send(.saved(name: name, problem: Self.words(error)))
    }
  }

  private mutating func load(_ name: String) {
    do {
      send(.loaded(name: name, text: try runs.load(name)))
    } catch {
      send(.loadFailed(name: name, problem: Self.words(error)))
    }
  }

  private mutating func loadLesson(_ id: String) {
    do {
      send(.lessonLoaded(try store.lesson(id).lesson))
    } catch {
      send(.lessonFailed(id: id, problem: "\(error)"))
    }
  }

  private mutating func saveProgress(_ text: String) {
    do {
      try progress.save(try LearnerProgress(parsing: text))
    } catch {
      send(.notice("Your progress could not be saved: " + Self.words(error)))
    }
  }

  private mutating func keep(_ kept: Kept) {
    switch kept {
    case .typed(let command): memory.remember(typed: command)
    case .tourSeen: try? memory.update { $0.tourSeen = true }
    case .theme(let name):
      do {
        try memory.update { $0.theme = .init(name: name, over: configuredTheme) }
      } catch {
        send(.notice("The theme \(name) holds for now; it could not be kept: \(Self.words(error))"))
      }
    }
  }

  private static func words(_ error: any Error) -> String {
    (error as? CommandFailure)?.message ?? "\(error)"
  }
}
