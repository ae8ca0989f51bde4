import Histories
import Laboratory

extension LessonSession {
  /// The place beyond which the story's run must not go yet: the next unanswered prediction.
  var barrier: Stop? {
    guard let next = nextPrediction, let stops else { return nil }
    return stops.standing[next.beat]
  }

  /// Whether the run is shown at a moment before that of the question that comes next: it may go up to
  /// there again.
  public var isBeforeQuestion: Bool {
    guard let barrier else { return false }
    return run.position < barrier.position || (barrier.isInstant && run.clock < barrier.clock)
  }

  /// Walks along the run. Nothing is changed but what is shown, and how far the run has come.
  ///
  /// - Parameter budget: how many new events may happen on the way to an instant or to the end. If that
  ///   is not enough, the session stands on the way and is `isUnderway`; asked again, it goes on.
  /// - Returns: why it stopped short of what was asked, or nil.
  @discardableResult
  public mutating func navigate(_ navigation: Navigation, budget: Int = .max) -> String? {
    isUnderway = false
    guard board == nil else { return "this board has no clock" }
    var walked = run
    var reason = walk(navigation, &walked, budget)
    if let barrier, exceeds(walked, barrier) {
      walked = run
      walked.go(to: barrier)
      reason =
        nextPrediction.map { $0.beat <= furthestBeat } == true
        ? "answer first: what comes next is the answer" : "a question comes first: go on to it"
    }
    run = walked
    refresh()
    return reason
  }

  private func exceeds(_ walked: Run, _ barrier: Stop) -> Bool {
    walked.position > barrier.position || walked.newest > max(barrier.position, run.newest)
      || (barrier.isInstant && walked.clock > barrier.clock)
  }

  /// Returns why there was nothing to walk to.
  private mutating func walk(
    _ navigation: Navigation, _ walked: inout Run, _ budget: Int
  ) -> String? {
    switch navigation {
    case .step: return walked.step() == nil ? Self.nothingMore : nil
    case .back: walked.stepBack()
    case .tick:
      let before = walked.position
      walked.tick()
      return walked.position == before ? Self.nothingMore : nil
    case .tickBack: walked.tickBack()
    case .start: walked.seek(to: 0)
    case .newest: walked.seekNewest()
    case .end: return walkToEnd(&walked, budget)
    case .time(let time):
      isUnderway = !walked.advance(to: min(time, ClusterBench.timeMax), budget: budget)
    case .event(let count): walked.seek(to: count)
    }
    return nil
  }

  private static let nothingMore = "nothing more happens by itself"

  private mutating func walkToEnd(_ walked: inout Run, _ budget: Int) -> String? {
    walked.seek(to: walked.newest)
    if let end = end(of: walked) {
      if walked.clock < end.clock { walked.seek(time: end.clock) }
      return nil
    }
    do {
      try ClusterBench.finish(&walked, budget: budget)
      noteEnd(of: walked)
      return nil
    } catch {
      isUnderway = budget < ClusterBench.eventsMax && walked.newest < ClusterBench.eventsMax
      return isUnderway ? nil : "the run does not come to rest: \(error.message)"
    }
  }

  /// Where the branch comes to its end, once it has been seen to.
  func end(of run: Run) -> EndStop? {
    endStops[run.branch.name].flatMap { $0.log == run.simulation.log ? $0 : nil }
  }

  /// Takes note of the end when the run stands at it.
  mutating func noteEnd(of run: Run) {
    guard board == nil, end(of: run) == nil, run.clock >= run.scenario.end ?? .zero,
      run.standstill != nil || run.clock >= ClusterBench.timeMax
    else { return }
    endStops[run.branch.name] = EndStop(
      log: run.simulation.log, position: run.position, clock: run.clock)
  }
}
