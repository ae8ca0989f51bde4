import Histories
import Laboratory

extension LessonSession {
  /// The place beyond which the story's run must not go yet: the next unanswered prediction.
  var barrier: Stop? {
    guard let next = nextPrediction, let stops else { return nil }
    return stops.standing[next.beat]
  }

  /// Walks along the run. Nothing is changed but what is shown, and how far the run has come.
  /// - Returns: why it stopped short of what was asked, or nil.
  @discardableResult
  public mutating func navigate(_ navigation: Navigation) -> String? {
    guard board == nil else { return "this board has no clock" }
    var walked = run
    let isPastEnd = walk(navigation, &walked)
    var reason = isPastEnd ? "nothing more happens by itself" : nil
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

  /// Returns whether there was nothing to walk to.
  private func walk(_ navigation: Navigation, _ walked: inout Run) -> Bool {
    switch navigation {
    case .step: return walked.step() == nil
    case .back: walked.stepBack()
    case .tick:
      let before = walked.position
      walked.tick()
      return walked.position == before
    case .tickBack: walked.tickBack()
    case .start: walked.seek(to: 0)
    case .newest: walked.seek(to: walked.newest)
    case .end:
      guard let end = end(of: walked) else { return true }
      walked.seek(to: walked.newest)
      while walked.position < end.position, walked.stepEvent() != nil {}
      if walked.clock < end.clock { walked.seek(time: end.clock) }
    case .time(let time): walked.seek(time: min(time, ClusterBench.timeMax))
    case .event(let count): walked.seek(to: count)
    }
    return false
  }

  /// Where the shown branch comes to its end, found on a copy; nil when it does not.
  func end(of run: Run) -> EndStop? {
    let logged = run.simulation.log.count
    if let known = endStops[run.branch.name], known.logged == logged { return known }
    var copy = run
    guard (try? ClusterBench.finish(&copy)) != nil else { return nil }
    return EndStop(logged: logged, position: copy.position, clock: copy.clock)
  }
}
