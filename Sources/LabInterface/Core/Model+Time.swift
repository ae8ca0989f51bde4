import Laboratory

extension Model {
  mutating func move(_ movement: Movement) -> [Command] {
    if screen == .compare { return moveCompared(movement) }
    let wasPlaying = isPlaying
    lab?.isPlaying = false
    lab?.timelineStart = nil
    if let news = lab?.move(movement) { status = news }
    return ticking(since: wasPlaying)
  }

  /// Whether a longer way is being gone, a slice with each tick: whoever has no clock sends ticks until
  /// it is not.
  public var isUnderway: Bool { awaitedRun != nil || lab?.journey != nil }

  /// The command that makes ticks come, or not come any more, now that `isPlaying` was `before`.
  func ticking(since before: Bool) -> [Command] {
    before == isPlaying ? [] : isPlaying ? [.startTicking] : [.stopTicking]
  }

  mutating func togglePlaying() -> [Command] {
    guard let lab else { return [] }
    self.lab?.isPlaying = !lab.isPlaying
    self.lab?.carry = 0
    self.lab?.timelineStart = nil
    return lab.isPlaying ? [.stopTicking] : [.startTicking]
  }

  mutating func changeSpeed(by step: Int) -> [Command] {
    guard let speed = lab?.speed else { return [] }
    lab?.speed = min(max(speed + step, 0), LabState.speeds.count - 1)
    status = .news("\(lab?.millisecondsPerSecond ?? 0) virtual ms in each second of playing.")
    return []
  }

  mutating func undo() -> [Command] {
    guard let run = lab?.run, let last = run.simulation.log.last else { return [] }
    let branch = run.branch.name
    let text = describe(last.intervention)
    if lab?.session != nil {
      if let refusal = lab?.session?.undo() {
        status = .refusal("undo: \(refusal)")
        return []
      }
    } else {
      lab?.ownRun?.undo()
    }
    let now = lab?.run.branch.name ?? branch
    status =
      now == branch
      ? .news("Taken back: \(text).")
      : .news("Taken back: \(text). You are on \(now); \(branch) keeps what followed.")
    return []
  }
}
