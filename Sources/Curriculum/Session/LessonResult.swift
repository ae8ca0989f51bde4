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
  public var predictions: [PredictionRecord]
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
      predictions: predictions, moves: moves,
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
