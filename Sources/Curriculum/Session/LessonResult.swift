import Histories
import Laboratory

/// What came out of a lesson: for the Result screen and for progress.
public struct LessonResult: Hashable, Sendable {
  public var lesson: String
  public var title: String
  /// Gone through to the end.
  public var isComplete: Bool
  /// Complete, and no solution was shown.
  public var isSolved: Bool
  /// The shows of all rounds as shipped and the tasks, with their witnesses.
  public var goals: [ChecklistItem]
  /// In the order of the rounds, and as they were answered in each.
  public var predictions: [PredictionRecord]
  /// The titles of the rounds.
  public var rounds: [String]
  public var moves: Int
  /// Moves of the reference solutions.
  public var referenceMoves: Int
  public var hints: Int
  public var solutionsShown: Int
  public var leavesOut: [String]
  /// The round to go on with, by index, and the beat that was reached there.
  public var round: Int
  public var beat: Int
  /// Everything that was done, so that the lesson can be opened with it again.
  public var attempt: LessonAttempt

  /// The answers of each round that asked something, with its heading; a single round needs none.
  public var predictionsByRound: [(heading: String?, records: [PredictionRecord])] {
    rounds.indices.compactMap { round in
      let records = predictions.filter { $0.round == round }
      guard !records.isEmpty else { return nil }
      return (rounds.count > 1 ? "Round \(round + 1): \(rounds[round])" : nil, records)
    }
  }

  public var right: Int { predictions.count { $0.review.isRight } }
  public var wrong: Int { predictions.count - right }
}

extension LessonSession {
  /// The outcome so far. Runs the rounds again to judge what they show: for the end of a lesson, not
  /// for every frame.
  public var result: LessonResult {
    LessonResult(
      lesson: lesson.id, title: lesson.title, isComplete: isComplete,
      isSolved: isComplete && shownSolutions.isEmpty, goals: isFinished ? allGoals : checklist,
      predictions: lesson.rounds.indices.flatMap { round in
        predictions.filter { $0.round == round }
      }, rounds: lesson.rounds.map(\.title), moves: moves,
      referenceMoves: lesson.solutions.reduce(0) { $0 + $1.moves.count },
      hints: hintsTaken.count, solutionsShown: shownSolutions.count,
      leavesOut: lesson.leavesOut, round: roundToGoOn,
      beat: roundToGoOn == round && !isFinished ? furthestBeat : 0, attempt: attempt)
  }

  private var allGoals: [ChecklistItem] {
    let named = NamedRuns(lesson)
    var items: [ChecklistItem] = []
    for round in lesson.rounds {
      guard let run = try? BenchRun.finished(round.setup, []) else { continue }
      for show in lesson.shows where show.round == round.id {
        let outcome = run.judge(show.goal, show.timing, named)
        items.append(
          ChecklistItem(
            kind: .show, text: show.text, state: outcome.state == .met ? .met : .unmet,
            reason: outcome.witness))
      }
    }
    for task in lesson.tasks {
      let witness = metTasks[task.id]
      items.append(
        ChecklistItem(
          kind: .task, text: task.text, state: witness == nil ? .unmet : .met,
          reason: witness ?? "not met"))
    }
    return items
  }
}
