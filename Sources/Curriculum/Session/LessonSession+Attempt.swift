import Laboratory

/// What was done in a lesson, apart from where it stands: taken along from one sitting to the next.
extension LessonSession {
  /// Everything that was done so far. O(answers, tasks and hints).
  public var attempt: LessonAttempt {
    var attempt = LessonAttempt(number: attemptNumber)
    attempt.isOver = isComplete
    attempt.answers =
      predictions.map { record in
        LessonAttempt.GivenAnswer(
          prediction: record.id, isRight: record.review.isRight, given: record.review.given,
          truth: record.review.truth)
      }.sorted()
    attempt.hints = hintsTaken.sorted()
    attempt.solutions = shownSolutions.sorted()
    attempt.rounds = workWithTasks.filter { $0 != LessonAttempt.RoundWork(round: $0.round) }
      .sorted { $0.round < $1.round }
    return attempt
  }

  private var workWithTasks: [LessonAttempt.RoundWork] {
    work.map { work in
      var work = work
      let tasks = lesson.tasks.filter { $0.round == work.round }
      work.met =
        tasks.compactMap { task in
          metTasks[task.id].map { LessonAttempt.MetTask(task: task.id, witness: $0) }
        }.sorted()
      return work
    }
  }

  /// Takes in what was done before, as far as the lesson knows it.
  mutating func take(_ done: LessonAttempt) {
    for (index, round) in lesson.rounds.enumerated() {
      for prediction in round.beats.compactMap(\.prediction) {
        guard let answer = done.answers.first(where: { $0.prediction == prediction.id }),
          let review = Grading.review(prediction, restoring: answer)
        else { continue }
        predictions.append(
          PredictionRecord(
            id: prediction.id, question: prediction.question, round: index, review: review))
      }
    }
    hintsTaken = Set(done.hints.filter { lesson.hints.indices.contains($0) })
    shownSolutions = Set(done.solutions.filter { lesson.task($0) != nil })
    for index in work.indices {
      guard let before = done.rounds.first(where: { $0.round == work[index].round }) else {
        continue
      }
      work[index] = before
      work[index].met = []
      for met in before.met where lesson.task(met.task)?.round == before.round {
        metTasks[met.task] = met.witness
      }
    }
  }

  /// The hints that were taken for the tasks of this round, in the order of the lesson.
  var hintsOfRound: [String] {
    let tasks = lesson.tasks.filter { $0.round == currentRound.id }.map(\.id)
    let isOnly = tasks.count == lesson.tasks.count
    return hintsTaken.sorted().map { lesson.hints[$0] }
      .filter { hint in hint.task.map(tasks.contains) ?? isOnly }.map(\.text)
  }

  /// Whether a round was gone through and its tasks are met.
  func isDone(_ index: Int) -> Bool {
    work[index].isThrough
      && lesson.tasks.allSatisfy { $0.round != work[index].round || metTasks[$0.id] != nil }
  }

  /// The round to go on with: this one, else the next one that is not done, else the first of those.
  /// This one, too, when all are done.
  public var roundToGoOn: Int {
    let others = Array(lesson.rounds.indices)
    return ([round] + others[(round + 1)...] + others[..<round]).first { !isDone($0) } ?? round
  }
}
