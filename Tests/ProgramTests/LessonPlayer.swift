import CellGraphics
import Curriculum
import Laboratory
import TerminalTesting
import Testing

/// Somebody who plays a lesson by keys and reads the screen of the smallest window: knows the lesson
/// only to check that what it says is there, and to give right answers, wrong ones and the solution.
struct LessonPlayer {
  let lab: LabSession
  let lesson: Lesson
  private(set) var right = 0
  private(set) var wrong = 0

  init(_ lesson: Lesson, on lab: LabSession) {
    self.lesson = lesson
    self.lab = lab
  }

  /// From the first beat of the lesson, which is open, to the result.
  mutating func play() throws {
    for (index, round) in lesson.rounds.enumerated() {
      for (place, beat) in round.beats.enumerated() {
        let count = " \(place + 1) of \(round.beats.count) "
        let header = lesson.rounds.count > 1 ? "round \(index + 1)/\(lesson.rounds.count)" : ""
        lab.see("\(lesson.id) \(header), beat\(count)") {
          $0.lines[0].contains(header) && $0.lines[1].contains(count)
        }
        expect(beat.title ?? round.title, beat)
        expect(beat.narration, beat)
        if let prediction = beat.prediction { answer(prediction, beat) }
        if let task = lesson.tasks.first(where: { $0.id == beat.task }) {
          try work(on: task, in: round, beat)
        }
        lab.press("n")
      }
    }
    lab.see("✓ solved")
    lab.see("Predictions: \(right) right, \(wrong) wrong")
  }

  // MARK: Questions

  /// Every third answer is a wrong one.
  private mutating func answer(_ prediction: Prediction, _ beat: Beat) {
    for text in [prediction.question] + prediction.choices { look(for: text, beat) }
    let isRight = (right + wrong) % 3 != 2
    if isRight { right += 1 } else { wrong += 1 }
    // The lesson does not go on without an answer.
    lab.press("n")
    lab.see("answer first")
    let reply = give(prediction, isRight)
    let truth = prediction.expected
    lab.see(isRight ? "Right: \(truth)" : "The answer is \(truth)") {
      let said = Self.squeezed($0.lines[Self.small.height - 2])
      let whole = Self.squeezed((isRight ? "Right: " : "The answer is ") + truth)
      // The line of news is cut off at the edge of the screen.
      return said.contains(whole.prefix(60))
    }
    expect(isRight ? "Right" : "Not this time: \(truth)", beat)
    look(for: reply, beat)
  }

  /// Gives the right answer, or a wrong one, and returns what is said to it.
  private func give(_ prediction: Prediction, _ isRight: Bool) -> String {
    switch prediction.form {
    case .choice(let choices):
      let place = choices.indices.first { (choices[$0].label == prediction.expected) == isRight }
      guard let place else {
        Issue.record("\(prediction.id) has no such answer")
        return ""
      }
      lab.press("\(place + 1)")
      return choices[place].reply
    case .number(_, _, let replies):
      let mistake = replies.known.first
      let number = isRight ? prediction.expected : mistake.map { "\($0.value)" } ?? "-1"
      // The first digit opens the prompt.
      lab.press(String(number.prefix(1)))
      lab.see("Your answer")
      lab.type(String(number.dropFirst()))
      lab.press("enter")
      return isRight ? replies.right : mistake?.reply ?? replies.otherwise
    }
  }

  // MARK: Tasks

  /// Makes the moves of the solution, each typed as a command.
  private func work(on task: LessonTask, in round: Round, _ beat: Beat) throws {
    look(for: task.text, beat)
    lab.press("n")
    lab.see("your move")
    guard let solution = lesson.solution(of: task.id) else {
      Issue.record("\(task.id) has no solution")
      return
    }
    guard case .cluster(let scenario) = round.setup else {
      for case .place(let bar, let instant) in solution.moves {
        lab.command("place \(bar) at \(instant)")
        lab.see("\(bar) at \(instant).")
      }
      // The points are judged as they stand.
      look(for: "[x] \(task.text)", beat)
      return
    }
    let grammar = ActionGrammar(of: try Run(scenario))
    for move in solution.moves {
      switch move {
      case .knob(let path, let value):
        lab.command("set \(path) = \(value)")
        lab.see("begins anew on the branch")
      case .action(let line):
        lab.command("to \(line.time)")
        lab.see("t=\(line.time) ms")
        let text = grammar.text(line.intervention)
        lab.command(text)
        lab.see("new branch") { screen in
          screen.lines[Self.small.height - 2].contains(text.prefix(30))
        }
      case .place: Issue.record("\(task.id) places points on a run")
      }
    }
    lab.press("n")
    look(for: "[x] \(task.text)", beat)
  }

  // MARK: Reading

  static let small = LabSession.small

  /// The text of the lesson's column.
  static func page(_ screen: VirtualScreen) -> String {
    screen.lines[1..<(small.height - 1)].map { $0.dropFirst(small.width - 34) }
      .joined(separator: " ")
  }

  /// A text without blanks, frames, scroll bars and markup: as it reads, however it is wrapped.
  static func squeezed(_ text: some StringProtocol) -> String {
    String(
      text.filter { character in
        let isFrame = character.unicodeScalars.allSatisfy { (0x2500...0x259F).contains($0.value) }
        return !character.isWhitespace && !isFrame && !"*`•".contains(character)
      })
  }

  private static func plain(_ markup: String) -> String {
    squeezed(
      markup.split(separator: "\n").map { $0.hasPrefix("- ") ? $0.dropFirst(2) : $0 }
        .joined(separator: " "))
  }

  /// Whether a text stands on the page, as it is.
  private func expect(_ text: String, _ beat: Beat) {
    lab.see("\(beat.title ?? ""): \(text)") {
      Self.squeezed(Self.page($0)).contains(Self.plain(text))
    }
  }

  /// Whether a text stands on the page, scrolled if need be; looked for a few times, since the
  /// machine may be busy.
  private func look(for text: String, _ beat: Beat) {
    let wanted = Self.plain(text)
    for _ in 0..<4 {
      for _ in 0..<8 {
        lab.settle()
        if Self.squeezed(Self.page(lab.terminal.screen)).contains(wanted) { return }
        guard lab.terminal.screen.contains("[ ] scroll") else { break }
        lab.press("]")
      }
      lab.press("[ [ [ [ [ [ [ [")
    }
    expect(text, beat)
  }
}
