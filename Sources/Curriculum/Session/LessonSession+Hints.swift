import Laboratory

extension LessonSession {
  /// Whether a hint should be offered: after a miss, as long as there is one.
  public var offersHint: Bool { hasMissed && nextHintAvailable }

  public var nextHintAvailable: Bool { nextHint != nil }

  /// The next hint: one that answers a mistake on the screen first, then the tiers in order.
  private var nextHint: Int? {
    guard let task = openTask else { return nil }
    let open = lesson.hints.indices.filter { index in
      let hint = lesson.hints[index]
      return !hintsTaken.contains(index) && (hint.task == nil || hint.task == task.id)
    }
    let answering = open.first { index in
      guard let mistake = lesson.hints[index].mistake, hasMoved else { return false }
      return judge(mistake, .eventually).state == .met
    }
    return answering ?? open.first { lesson.hints[$0].mistake == nil }
  }

  /// Shows the next hint of the open task, and counts it.
  public mutating func revealHint() -> String? {
    guard let index = nextHint else { return nil }
    hintsTaken.insert(index)
    hintsShown.append(lesson.hints[index].text)
    return lesson.hints[index].text
  }

  /// Plays the reference solution of the open task to its end, on a branch called `solution`. The task
  /// counts as met without credit. The interface asks before.
  /// - Returns: the moves it made; empty when no task is open.
  @discardableResult
  public mutating func revealSolution() -> [Move] {
    guard let task = openTask, let solution = lesson.solution(of: task.id) else { return [] }
    shownSolutions.insert(task.id)
    if board != nil {
      for case .place(let bar, let instant) in solution.moves {
        try? board?.place(bar, at: instant)
      }
    } else {
      var solved = run
      solved.switchBranch(to: 0)
      solved.seek(to: 0)
      solved.openBranch(named: freshName("solution"))
      guard (try? ClusterBench.apply(solution.moves, to: &solved)) != nil else { return [] }
      run = solved
      navigate(.end)
    }
    refresh()
    return solution.moves
  }
}
