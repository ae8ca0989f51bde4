import Histories
import Laboratory

/// Where the run is going by itself, a slice of events with each tick, so that keys are never waited
/// for. Whatever stops playing ends it.
indirect enum Journey: Sendable {
  case time(VirtualTime)
  /// To the first violation, at most up to an instant.
  case violation(until: VirtualTime)
  /// To the end of the learner's run, where the task is judged.
  case judgement
  /// To the true answer of the open question, for which the engine plays other runs.
  case answer(String)
  /// To the last frame of a recording that is being drawn.
  case recording(RunRecorder, name: String)
  /// To where a branch that is played again under other settings stands at the shown instant, to be
  /// compared with the branch it was made of.
  case variant(VariantPlay, source: Int)
  /// On the Compare screen: until both sides are looked at through one instant and show another.
  case comparison(through: VirtualTime, showing: VirtualTime)
  /// On the Compare screen: to the first difference, at most up to an instant.
  case divergence(until: VirtualTime)
}

extension LabState {
  /// Sets out, or goes on, as far as one message may. Returns what to say.
  mutating func travel(_ journey: Journey) -> Status? {
    isPlaying = false
    do {
      switch journey {
      case .time(let time): return try travel(to: time)
      case .violation(let limit): return try seekViolation(until: limit)
      case .judgement, .answer, .recording, .variant, .comparison, .divergence: return nil
      }
    } catch {
      // A slice that is spent is no news; a loop within an instant is.
      return error.isOneInstant ? .refusal("Stopped on the way: \(error)") : stayUnderway(journey)
    }
  }

  /// Goes on with the next tick. Returns what to say meanwhile.
  mutating func stayUnderway(_ journey: Journey) -> Status {
    isPlaying = true
    self.journey = journey
    let stop = "\(keys.atStart("play")) stops here."
    switch journey {
    case .time(let time): return .news("On the way to t=\(time) ms. \(stop)")
    case .violation(let limit):
      return .news("Looking for a violation up to t=\(limit) ms. \(stop)")
    case .judgement: return .news("Your run plays to its end, to be judged. \(stop)")
    case .answer: return .news("The engine plays the runs that answer it. \(stop)")
    case .recording: return .news("The recording is being drawn. \(stop)")
    case .variant: return .news("The branch is played again under the other settings. \(stop)")
    case .comparison(let time, _):
      return .news("Both branches are being played up to t=\(time) ms. \(stop)")
    case .divergence(let limit):
      return .news("Looking for the first difference up to t=\(limit) ms. \(stop)")
    }
  }

  private mutating func travel(to time: VirtualTime) throws(BudgetExceeded) -> Status? {
    if session != nil {
      let reason = session?.navigate(.time(time), budget: Self.eventsPerMessageMax)
      if session?.isUnderway ?? false { return stayUnderway(.time(time)) }
      return reason.map { .news(Self.sentence($0)) }
    }
    let hasArrived = ownRun?.advance(to: time, budget: Self.eventsPerMessageMax) ?? true
    return hasArrived ? nil : stayUnderway(.time(time))
  }

  private mutating func seekViolation(until limit: VirtualTime) throws(BudgetExceeded) -> Status? {
    let reason = try ownRun?.run(
      until: [.violation([])], limit: limit, budget: Self.eventsPerMessageMax)
    switch reason {
    case .breakpoint?:
      focus = GuaranteesPanel.id
      return .news("A guarantee broke at t=\(run.clock) ms.")
    case .quiescent?: return .news("No violation: the world came to rest at t=\(run.clock) ms.")
    case .stuck(let unrest)?:
      return .news("No violation so far, and nothing more happens: \(run.describe(unrest)).")
    case .limit?, nil: return .news("No violation up to t=\(limit) ms.")
    }
  }
}
