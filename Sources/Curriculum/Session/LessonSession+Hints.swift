import Laboratory

extension LessonSession {
  /// Whether a hint should be offered: after a miss, as long as there is one.
  public var offersHint: Bool { hasMissed && nextHintAvailable }

  public var nextHintAvailable: Bool { nextHint != nil }

  /// The next hint: one that answers a mistake on the screen first, then the tiers in order.
  private var nextHint: Int? {
    let open = openHints
    return open.first { mistakesMade.contains($0) }
      ?? open.first { lesson.hints[$0].mistake == nil }
  }

  /// The hints of the open task that were not taken.
  private var openHints: [Int] {
    guard let task = openTask else { return [] }
    return lesson.hints.indices.filter { index in
      let hint = lesson.hints[index]
      return !hintsTaken.contains(index) && (hint.task == nil || hint.task == task.id)
    }
  }

  /// Finds out which mistakes that a hint answers are on the screen.
  mutating func noteMistakes() {
    mistakesMade = []
    guard hasMoved else { return }
    for index in openHints {
      guard let mistake = lesson.hints[index].mistake else { continue }
      if judge(mistake, .eventually).state == .met { mistakesMade.append(index) }
    }
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
    if let board {
      earlierBoards.append(board)
      lastMovedBar = nil
      for case .place(let bar, let instant) in solution.moves {
        try? self.board?.place(bar, at: instant)
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
