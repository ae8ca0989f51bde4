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
    let options = lab.comparedOptions
    compare = CompareState(Comparison(lab.run, left: left, right: right), options)
    screen = .compare
    return wasPlaying ? [.stopTicking] : []
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
    return commands
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
      comparison.seek(time: time)
      if comparison.clock < time { status = .refusal(Self.stopped(comparison)) }
    case .position, .violation: break
    }
    let hasMoved = comparison.clock != before
    compare?.comparison = comparison
    if !hasMoved, movement == .back || movement == .start, comparison.isAtStart {
      status = .news("This is the start of both branches.")
    }
    return wasPlaying ? [.stopTicking] : []
  }

  /// Goes to where the branches first differ.
  mutating func goToDivergence() -> [Command] {
    guard var comparison = compare?.comparison else { return [] }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    lab?.timelineStart = nil
    let isFound = comparison.seekDivergence(limit: comparison.clock + 60_000)
    compare?.comparison = comparison
    let horizon = max(comparison.horizon, .zero)
    status =
      isFound
      ? .news("t=\(comparison.clock) ms: here the branches first differ.")
      : .news("Nothing differs up to t=\(horizon) ms.")
    return wasPlaying ? [.stopTicking] : []
  }

  /// Lets both branches go on by as much as belongs to the wall time that has passed.
  mutating func playCompared(elapsedMilliseconds: Int) {
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
    let target = comparison.clock + VirtualDuration(Int64(whole))
    let before = comparison.clock
    comparison.seek(time: target)
    if comparison.clock == before {
      self.lab?.isPlaying = false
      status = .refusal(Self.stopped(comparison))
    }
    compare?.comparison = comparison
  }

  private static func stopped(_ comparison: Comparison) -> String {
    "Stopped at t=\(comparison.clock) ms: so many events are too many for one key; press it again."
  }
}
