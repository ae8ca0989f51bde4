import Histories
import Laboratory

extension LessonSession {
  /// Goes to the next beat: the run moves to its point. After the last beat of a round the next round
  /// begins; after the last round the lesson is finished.
  ///
  /// With a task open it first lets the learner's run play to its end, and judges it.
  ///
  /// - Parameter budget: how many new events the learner's run may take now. If it needs more, the session
  ///   is `isUnderway` and nothing is judged yet; asked again, it goes on.
  /// - Returns: why it cannot go on, or nil.
  @discardableResult
  public mutating func next(budget: Int = .max) -> String? {
    isUnderway = false
    if isFinished { return "the lesson is over" }
    if isRereading {
      beatIndex += 1
      return nil
    }
    if case .predicting = stage { return "answer first: any answer will do, none is punished" }
    if let task = openTask { return conclude(task, budget) }
    if furthestBeat + 1 < beats.count {
      furthestBeat += 1
      beatIndex = furthestBeat
      turned = beat.task == nil ? turned : []
      arrive()
      return nil
    }
    return nextRound()
  }

  /// Plays the learner's run to its end and judges the task.
  private mutating func conclude(_ task: LessonTask, _ budget: Int) -> String? {
    guard hasMoved else { return "your move: nothing has changed yet (a hint may help)" }
    // Points are judged where they are: a board has no end to play to.
    let short = board == nil ? navigate(.end, budget: budget) : nil
    guard metTasks[task.id] == nil, !isUnderway else { return nil }
    hasMissed = true
    let item = checklist.first { $0.kind == .task && $0.text == task.text }
    return short ?? item.map { "not yet: \($0.reason)" } ?? "not yet"
  }

  private mutating func nextRound() -> String? {
    guard round + 1 < lesson.rounds.count else {
      work[round].isThrough = true
      isFinished = true
      return nil
    }
    let newRun: Run
    do { newRun = try Self.run(of: lesson.rounds[round + 1]) } catch {
      return "the next round cannot be run: \(error.message)"
    }
    work[round].isThrough = true
    round += 1
    run = newRun
    open()
    return nil
  }

  /// Shows the beat before this one again. The run does not change.
  public mutating func previousBeat() {
    beatIndex = max(0, beatIndex - 1)
  }

  /// Begins the round anew: the first beat, the run as shipped, no moves. Answers stay as they were
  /// given.
  public mutating func restart() {
    guard let fresh = try? Self.run(of: currentRound) else { return }
    run = fresh
    work[round] = work[round].anew
    for task in lesson.tasks where task.round == currentRound.id { metTasks[task.id] = nil }
    isFinished = false
    open()
  }

  /// Whether the lesson was gone through to the end, with every task met or its solution shown.
  public var isComplete: Bool {
    isFinished && lesson.tasks.allSatisfy { metTasks[$0.id] != nil }
  }
}
