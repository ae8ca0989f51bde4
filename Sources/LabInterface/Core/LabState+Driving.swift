import Histories
import Laboratory
import Simulation

/// How the shown position moves.
enum Movement: Hashable, Sendable {
  case step, back, tick, tickBack, start, newest
  case time(VirtualTime)
  case position(Int)
  case violation
}

extension LabState {
  /// Moves through time. Returns what to say, if there is something to say.
  mutating func move(_ movement: Movement) -> Status? {
    if session != nil { return moveInLesson(movement) }
    let before = (position: run.position, clock: run.clock)
    switch movement {
    case .step: ownRun?.step()
    case .back: ownRun?.stepBack()
    case .tick: ownRun?.tick()
    case .tickBack: ownRun?.tickBack()
    case .start: ownRun?.seek(to: 0)
    case .newest: ownRun?.seekNewest()
    case .position(let position): ownRun?.seek(to: position)
    case .time(let time): return travel(.time(time))
    case .violation: return travel(.violation(until: run.clock + 60_000))
    }
    guard before == (run.position, run.clock) else { return nil }
    switch movement {
    case .step, .tick: return .news(restSentence)
    case .back, .tickBack, .start: return .news("This is the start of the run.")
    default: return nil
    }
  }

  /// Lets virtual time pass by as much as belongs to the wall time that has passed.
  mutating func play(elapsedMilliseconds: Int) -> Status? {
    let elapsed = min(max(elapsedMilliseconds, 0), 250)
    carry += elapsed * millisecondsPerSecond
    let whole = carry / 1000
    carry %= 1000
    guard whole > 0 else { return nil }
    let target = run.clock + VirtualDuration(Int64(whole))
    if session != nil { return playLesson(to: target) }
    do {
      let reason = try ownRun?.run(
        until: [.time(target)], limit: target, budget: Self.eventsPerMessageMax)
      switch reason {
      case .breakpoint?, .limit?, nil: return nil
      case .quiescent?, .stuck?:
        isPlaying = false
        return .news(restSentence)
      }
    } catch {
      if error.isOneInstant {
        isPlaying = false
        return .refusal("Paused: \(error)")
      }
      return nil
    }
  }

  var restSentence: String {
    guard let unrest = run.simulation.unrest else {
      return "At rest: nothing more happens by itself. Write, read or break something."
    }
    return "Nothing more happens by itself: \(run.describe(unrest))."
  }

  /// Does something to the world, and says what it led to.
  mutating func perform(_ intervention: Intervention, text: String) -> Status {
    do {
      let old = run.branch.name
      timelineStart = nil
      if case .configure(let path, let value) = intervention, session != nil {
        return try turnKnobInLesson(path, to: value)
      }
      let opened =
        session != nil ? try session?.perform(intervention) : try ownRun?.perform(intervention)
      if let opened {
        return .news(
          "new branch \(opened), \(old) is kept: t=\(run.clock) ms  \(text)")
      }
      return .news("t=\(run.clock) ms  \(text)")
    } catch {
      return .refusal("\(text): \(error)")
    }
  }
}
