import Foundation

/// Durations of one thing measured several times.
struct Samples {
  private var nanoseconds: [Double] = []

  mutating func add(_ duration: Duration, dividedBy count: Int = 1) {
    let (seconds, attoseconds) = duration.components
    nanoseconds.append((Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
  }

  var median: Double {
    let sorted = nanoseconds.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
  /// The smallest duration that so many per cent of all are not above.
  func percentile(_ percent: Int) -> Double {
    let sorted = nanoseconds.sorted()
    guard !sorted.isEmpty else { return 0 }
    return sorted[min(sorted.count - 1, sorted.count * percent / 100)]
  }
  var maximum: Double { nanoseconds.max() ?? 0 }
}

/// How long `body` took, beside what it gave.
func timed<Result>(_ body: () -> Result) -> (Duration, Result) {
  let clock = ContinuousClock()
  let start = clock.now
  let result = body()
  return (clock.now - start, result)
}

/// The processor time that this thread has taken.
func threadTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}
