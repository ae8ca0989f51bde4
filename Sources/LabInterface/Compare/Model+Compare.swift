import CellGraphics
import Histories
import Laboratory
import Simulation

extension Model {
  /// Shows two branches of the run side by side, at the instant that the lab shows.
  mutating func compareBranches(_ left: Int, _ right: Int) -> [Command] {
    guard let lab else { return [] }
    let wasPlaying = isPlaying
    self.lab?.isPlaying = false
    let comparison = Comparison(
      lab.run, left: left, right: right, budget: LabState.eventsPerMessageMax)
    compare = CompareState(comparison, lab.comparedOptions)
    screen = .compare
    if comparison.horizon < comparison.goal {
      status = self.lab?.stayUnderway(
        .comparison(through: comparison.goal, showing: lab.run.clock))
    }
    return ticking(since: wasPlaying)
  }

  /// Leaves Compare; the lab is as it was.
  mutating func leaveCompare() -> [Command] {
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    compare = nil
    screen = .lab
    return wasPlaying ? [.stopTicking] : []
  }

  /// Shows the branch of the selected side in the lab, at the compared instant.
  mutating func openComparedBranch() -> [Command] {
    guard let state = compare else { return [] }
    let comparison = state.comparison
    let index = comparison.index(of: state.side)
    let position = comparison.branch(state.side).simulation.position
    let clock = comparison.clock
    let commands = leaveCompare()
    lab?.ownRun?.switchBranch(to: index)
    lab?.session?.switchBranch(to: index)
    lab?.timelineStart = nil
    let refusal = lab?.move(.time(clock))
    if refusal == nil, lab?.run.position != position { _ = lab?.move(.position(position)) }
    status = refusal ?? .news("You are on the branch \(state.name(state.side)) at t=\(clock) ms.")
    return commands + ticking(since: false)
  }

  // MARK: Time

  mutating func moveCompared(_ movement: Movement) -> [Command] {
    guard var comparison = compare?.comparison else { return [] }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    lab?.timelineStart = nil
    let before = comparison.clock
    switch movement {
    case .step: comparison.step()
    case .back: comparison.stepBack()
    case .tick: comparison.tick()
    case .tickBack: comparison.tickBack()
    case .start: comparison.seekStart()
    case .newest: comparison.seekNewest()
    case .time(let time):
      if !comparison.seek(time: time, budget: LabState.eventsPerMessageMax) {
        status = lab?.stayUnderway(.comparison(through: time, showing: time))
      }
    case .position, .violation: break
    }
    let hasMoved = comparison.clock != before
    compare?.comparison = comparison
    if !hasMoved, movement == .back || movement == .start, comparison.isAtStart {
      status = .news("This is the start of both branches.")
    }
    return ticking(since: wasPlaying)
  }

  /// Goes to where the branches first differ.
  mutating func goToDivergence() -> [Command] {
    guard let clock = compare?.comparison.clock else { return [] }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    lab?.timelineStart = nil
    seekDivergence(until: clock + 60_000)
    return ticking(since: wasPlaying)
  }

  private mutating func seekDivergence(until limit: VirtualTime) {
    guard var comparison = compare?.comparison else { return }
    let isFound = comparison.seekDivergence(limit: limit, budget: LabState.eventsPerMessageMax)
    compare?.comparison = comparison
    switch isFound {
    case true?:
      status = .news("t=\(comparison.clock) ms: here the branches first differ.")
    case false?:
      status = .news("Nothing differs up to t=\(max(comparison.horizon, .zero)) ms.")
    case nil: status = lab?.stayUnderway(.divergence(until: limit))
    }
  }

  /// Goes on with what takes more than one message.
  private mutating func travelCompared(_ journey: Journey) {
    lab?.isPlaying = false
    switch journey {
    case .divergence(let limit): seekDivergence(until: limit)
    case .comparison(let goal, let shown):
      guard var comparison = compare?.comparison else { return }
      let isDone = comparison.extend(to: goal, budget: LabState.eventsPerMessageMax)
      comparison.seek(time: shown, budget: 0)
      compare?.comparison = comparison
      status =
        isDone
        ? .news("Both branches at t=\(comparison.clock) ms.") : lab?.stayUnderway(journey)
    default: break
    }
  }

  /// Lets both branches go on by as much as belongs to the wall time that has passed.
  mutating func playCompared(elapsedMilliseconds: Int) {
    if let journey = lab?.journey { return travelCompared(journey) }
    guard var lab, var comparison = compare?.comparison else { return }
    lab.carry += min(max(elapsedMilliseconds, 0), 250) * lab.millisecondsPerSecond
    let whole = lab.carry / 1000
    lab.carry %= 1000
    self.lab = lab
    guard whole > 0 else { return }
    guard comparison.mayGoOn else {
      self.lab?.isPlaying = false
      status = .news("Nothing more happens by itself on either branch.")
      return
    }
    comparison.seek(
      time: comparison.clock + VirtualDuration(Int64(whole)),
      budget: LabState.eventsPerMessageMax)
    compare?.comparison = comparison
  }
}
