import Checkers
import Histories
import Simulation

extension Run {
  /// Every measure with its curve. O(measures * columns), each with a logarithm of the run's length.
  func meters(_ options: ViewOptions) -> [MeterView] {
    let counts = eventCounts(columns: options.meterColumns)
    return Measure.allCases.map { measure in
      let (value, isSettled) = self.value(of: measure)
      return MeterView(
        name: measure, value: value, isSettled: isSettled,
        history: counts.compactMap { past(of: measure, events: $0) })
    }
  }

  /// How many events had happened at instants that are equally far apart, the last one being now.
  private func eventCounts(columns: Int) -> [Int] {
    guard columns > 0 else { return [] }
    let now = clock.milliseconds
    return (1...columns).map { column in
      let instant = VirtualTime(now * Int64(column) / Int64(columns))
      return column == columns
        ? position : min(simulation.recording.eventCount(at: instant), position)
    }
  }

  /// A measure as it stood after so many events; nil where that is only known at rest.
  private func past(of measure: Measure, events count: Int) -> Int? {
    let recording = simulation.recording
    if let value = branch.judgement.value(of: measure, recording: recording, events: count) {
      return Int(clamping: value)
    }
    return measure == .divergence ? divergence(events: count) : nil
  }

  /// The number of distinct states among the replicas, minus one, after so many events.
  private func divergence(events count: Int) -> Int {
    var distinct: [UInt64] = []
    for place in simulation.recording.samples.indices {
      guard let sample = simulation.recording.sample(of: NodeID(place), events: count),
        !distinct.contains(sample.state)
      else { continue }
      distinct.append(sample.state)
    }
    return max(distinct.count - 1, 0)
  }

  /// A measure at the shown position, and whether it is final there.
  public func value(of measure: Measure) -> (value: Int64, isSettled: Bool) {
    if let value = branch.judgement.value(
      of: measure, recording: simulation.recording, events: position)
    {
      return (value, true)
    }
    switch measure {
    case .divergence: return (Int64(branch.divergence), simulation.unrest == nil)
    default:
      let verdict = branch.verdict(of: .acknowledgedWriteLost)
      switch verdict {
      case .holds: return (0, true)
      case .violated(let witnesses): return (Int64(witnesses.count), true)
      case .pending, .unknown: return (0, false)
      }
    }
  }
}
