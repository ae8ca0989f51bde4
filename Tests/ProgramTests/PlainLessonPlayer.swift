import Curriculum
import Foundation
import Laboratory
import Testing

/// Somebody who plays a lesson line by line and reads what is said: knows the lesson only to check
/// that what it says is there, and to give right answers, wrong ones and the solution.
struct PlainLessonPlayer {
  let program: PlainProgram
  let lesson: Lesson
  /// Which answers are wrong: every third one, or none.
  let errs: Bool
  private(set) var right = 0
  private(set) var wrong = 0

  init(_ lesson: Lesson, on program: PlainProgram, errs: Bool) {
    self.lesson = lesson
    self.program = program
    self.errs = errs
  }

  /// From the first text of the lesson, which has just been read, to the result.
  mutating func play() throws {
    for (index, round) in lesson.rounds.enumerated() {
      for (place, beat) in round.beats.enumerated() {
        if lesson.rounds.count > 1 {
          program.expect("Round \(index + 1) of \(lesson.rounds.count)")
        }
        program.expect("Text \(place + 1) of \(round.beats.count): \(beat.title ?? round.title)")
        expect(beat.narration)
        if let prediction = beat.prediction { answer(prediction, beat) }
        if let task = lesson.tasks.first(where: { $0.id == beat.task }) {
          try work(on: task, in: round)
        }
        program.type("next")
      }
    }
    program.expect("Result: \(lesson.id) \(lesson.title): solved.")
    program.expect("Predictions: \(right) right, \(wrong) wrong.")
    for text in lesson.leavesOut { expect(text) }
  }

  /// The texts, without the dashes of lists, which are the program's to draw.
  private func expect(_ markup: String) {
    for line in markup.split(separator: "\n") {
      program.expect(line.hasPrefix("- ") ? String(line.dropFirst(2)) : String(line))
    }
  }

  private mutating func answer(_ prediction: Prediction, _ beat: Beat) {
    expect(prediction.question)
    for (index, choice) in prediction.choices.enumerated() { expect("\(index + 1)) \(choice)") }
    let isRight = !errs || (right + wrong) % 3 != 2
    if isRight { right += 1 } else { wrong += 1 }
    // The lesson does not go on without an answer, and time does not either.
    program.type("next")
    program.expect("answer first")
    for panel in beat.covers {
      program.type("show \(panel)")
      program.expect("covered until you answer")
    }
    let reply = give(prediction, isRight)
    program.expect(isRight ? "Right" : "Not this time: \(prediction.expected)")
    expect(reply)
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
      program.type("\(place + 1)")
      return choices[place].reply
    case .number(_, _, let replies):
      let mistake = replies.known.first
      program.type(isRight ? prediction.expected : mistake.map { "\($0.value)" } ?? "-1")
      return isRight ? replies.right : mistake?.reply ?? replies.otherwise
    }
  }

  /// Makes the moves of the solution, each typed as a command.
  private func work(on task: LessonTask, in round: Round) throws {
    program.expect("Your task:")
    expect(task.text)
    program.type("next")
    program.expect("your move first")
    guard let solution = lesson.solution(of: task.id) else {
      Issue.record("\(task.id) has no solution")
      return
    }
    guard case .cluster(let scenario) = round.setup else {
      for case .place(let bar, let instant) in solution.moves {
        program.type("place \(bar) at \(instant)")
        program.expect("\(bar) at \(instant).")
      }
      program.expect("Done: \(task.text)")
      return
    }
    let grammar = ActionGrammar(of: try Run(scenario))
    for move in solution.moves {
      switch move {
      case .knob(let path, let value):
        program.type("set \(path) = \(value)")
        program.expect("begins anew on the branch")
      case .action(let line):
        program.type("to \(line.time)")
        program.expect("t=\(line.time) ms")
        let action = grammar.text(line.intervention)
        program.type(action)
        program.expect("t=\(line.time): \(action)")
      case .place: Issue.record("\(task.id) places points on a run")
      }
    }
    program.type("next")
    program.expect("Done: \(task.text)")
  }
}
