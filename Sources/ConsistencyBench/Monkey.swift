import CellGraphics
import Curriculum
import Foundation
import LabInterface
import Laboratory
import LessonFiles

/// Presses keys at random on every screen, as many as asked for: nothing traps, frames stay within
/// their budget, and whatever is saved replays to the same digest.
struct Monkey {
  private let store: LessonStore?
  private let seed: UInt64
  private var state: UInt64
  private var model: Model
  private var frames = Samples()
  /// Of this thread alone: what the machine does beside it is left out.
  private var work = Samples()
  private var late = 0
  private var saved: [String] = []
  private var slowest: [(duration: Duration, message: String)] = []
  private var saves = 0
  private var problems: [String] = []
  private var screens: Set<String> = []
  private var pending: [Command] = []
  /// What the files have answered: taken in with a frame of its own, as the program does.
  private var answers: [Message] = []
  /// The lessons asked for: the program reads them beside its screen, so they are read between frames.
  private var wanted: [String] = []
  private static let budget = Duration.milliseconds(16)
  private static let sizes = [(80, 24), (120, 36), (200, 60), (79, 23), (500, 200), (97, 31)]
    .map { Size(width: $0.0, height: $0.1) }

  init(seed: UInt64, lessons folder: String?) {
    self.seed = seed
    state = seed
    store = try? folder.map { try LessonStore(folder: $0) }
    model = Model(
      size: Self.sizes[0], glyphs: .unicode,
      library: Library(lessons: store?.catalogue ?? LessonCatalogue(tracks: [])))
    pending = model.begin(.home)
  }

  private mutating func roll(_ sides: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(sides))
  }

  /// Presses `count` keys. False when something went wrong.
  mutating func play(keys count: Int) -> Bool {
    var buffer = CellBuffer(size: model.size)
    carryOut()
    for _ in 0..<count {
      readWanted()
      let message = answers.isEmpty ? next() : answers.removeFirst()
      let before = threadTime()
      var drawn = Duration.zero
      let (duration, _) = timed {
        pending += update(message, &model)
        carryOut()
        if buffer.size != model.size { buffer = CellBuffer(size: model.size) }
        let updated = threadTime()
        view(model, into: &buffer)
        drawn = threadTime() - updated
      }
      let spent = threadTime() - before
      frames.add(duration)
      work.add(spent)
      if spent > Self.budget { note(message, spent, drawn, on: buffer) }
      screens.insert("\(model.screen)")
      for text in saved { check(text) }
      saved = []
    }
    report(count)
    return problems.isEmpty
  }

  /// Counts a message that took too long, and keeps the slowest for the report.
  private mutating func note(
    _ message: Message, _ duration: Duration, _ drawn: Duration, on screen: CellBuffer
  ) {
    late += 1
    let lines = screen.text(trimmed: true)
    let place = [lines.first, lines.dropLast().last].compactMap(\.self).map {
      $0.split(whereSeparator: { $0 == " " || $0 == "─" }).joined(separator: " ")
    }.joined(separator: " | ")
    let size = "\(screen.width)x\(screen.height)"
    slowest.append(
      (duration, "drawing \(drawn), \("\(message)".prefix(40)) at \(size) on \(place)"))
    slowest.sort { $0.duration > $1.duration }
    slowest = Array(slowest.prefix(4))
  }

  private mutating func next() -> Message {
    switch roll(200) {
    case 0: return .resized(Self.sizes[roll(Self.sizes.count)])
    case 1...12: return .tick(elapsedMilliseconds: roll(60))
    case 13: return .paste("c1 write name = \u{1B}]0;x\u{7} \u{2603}")
    case 14...20:
      let actions: [MouseEvent.Action] = [
        .press(.left), .drag(.left), .scrollUp, .scrollDown, .release(.left),
      ]
      let point = Point(x: roll(model.size.width + 2), y: roll(model.size.height + 2))
      return .mouse(MouseEvent(actions[roll(actions.count)], at: point))
    default: return .key(Self.keys[roll(Self.keys.count)])
    }
  }

  /// Every key that means something, what leaves rarer than the rest.
  private static let keys: [Key] = {
    let bound = ActionRegistry.all.flatMap(\.keys).filter { $0 != .control("c") && $0 != Key("q") }
    let more: [Key] = [.enter, .enter, .tab, .right, .escape, .backspace, .up, .down, .space]
    return bound + bound + more + [Key("q"), Key("y")]
      + "abcR12P|*=, ".unicodeScalars.map { Key($0) }
  }()

  // MARK: What the program around the interface does

  private mutating func carryOut() {
    var rounds = 0
    while !pending.isEmpty, rounds < 20 {
      let commands = pending
      pending = []
      for command in commands { carryOut(command) }
      rounds += 1
    }
  }

  private mutating func carryOut(_ command: Command) {
    switch command {
    case .save(let text, let name, _):
      saves += 1
      saved.append(text)
      answers.append(.saved(name: name, problem: nil))
    case .loadLesson(let id): wanted.append(id)
    case .load(let name): answers.append(.loadFailed(name: name, problem: "there is none"))
    case .quit: pending += update(.notice("stays"), &model)
    default: break
    }
  }

  private mutating func readWanted() {
    for id in wanted {
      if let lesson = try? store?.lesson(id).lesson {
        answers.append(.lessonLoaded(lesson))
      } else {
        answers.append(.lessonFailed(id: id, problem: "there is none"))
      }
    }
    wanted = []
  }

  /// A saved run is read, replayed and saved again: the same text comes out.
  private mutating func check(_ text: String) {
    do {
      let again = SavedRun(of: try SavedRun(parsing: text).replay()).text
      if again != text { problems.append("a saved run differs when it is saved again") }
    } catch {
      problems.append("a saved run does not replay: \(error)")
    }
  }

  private func report(_ count: Int) {
    print(
      "seed \(seed): \(count) keys on \(screens.sorted().joined(separator: ", ")); "
        + "\(saves) runs saved and replayed; a key with its frame "
        + "\(Table.number(work.median / 1_000_000, digits: 2)) ms of the processor, "
        + "99 % \(Table.number(work.percentile(99) / 1_000_000, digits: 2)) ms, "
        + "at most \(Table.number(work.maximum / 1_000_000, digits: 1)) ms, "
        + "\(late) over 16 ms; by the clock at most "
        + "\(Table.number(frames.maximum / 1_000_000, digits: 1)) ms")
    for one in slowest { print("  \(one.duration): \(one.message)") }
    for problem in problems { print("  \(problem)") }
  }
}
