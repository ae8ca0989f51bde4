import Foundation
import Laboratory

/// Runs the seeds of a campaign on several threads.
///
/// Seeds are handed out in ascending order and their results taken in ascending order, so what has
/// been run is always the first part of what was asked, and the result does not depend on how many
/// threads there are or which of them is faster.
final class CampaignDriver: @unchecked Sendable {
  struct Options {
    var jobs: Int
    var stopsAtFirst: Bool
  }

  private let plan: CampaignPlan
  private let seeds: ClosedRange<UInt64>
  private let options: Options
  private let start = ContinuousClock.now

  // Everything below is touched under the lock of the condition only.
  private let condition = NSCondition()
  private var result: CampaignResult
  private var handedOut: UInt64 = 0
  private var takenIn: UInt64 = 0
  /// Results that came before one of a smaller seed.
  private var early: [UInt64: SeedResult] = [:]
  private var isStopping = false
  private var isComplete = false
  private var workers: Int

  init(_ result: CampaignResult, seeds: ClosedRange<UInt64>, _ options: Options) {
    plan = result.plan
    self.result = result
    self.seeds = seeds
    self.options = options
    workers = options.jobs
  }

  /// Runs them all, or until it is interrupted; tells the meter how far it is.
  func run(_ meter: ProgressMeter) -> CampaignResult {
    for _ in 0..<options.jobs {
      let thread = Thread { self.work() }
      thread.stackSize = 16 << 20
      thread.start()
    }
    condition.lock()
    defer { condition.unlock() }
    while workers > 0 {
      _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1))
      if Interruption.isRequested { isStopping = true }
      meter.show(progress)
    }
    meter.end()
    return result
  }

  private func work() {
    while let seed = nextSeed() { take(plan.run(seed: seed)) }
    condition.lock()
    workers -= 1
    condition.signal()
    condition.unlock()
  }

  private func nextSeed() -> UInt64? {
    condition.lock()
    defer { condition.unlock() }
    guard !isStopping, handedOut <= seeds.upperBound - seeds.lowerBound else { return nil }
    defer { handedOut += 1 }
    return seeds.lowerBound + handedOut
  }

  private func take(_ run: SeedResult) {
    condition.lock()
    defer { condition.unlock() }
    early[run.seed - seeds.lowerBound] = run
    while !isComplete, let next = early.removeValue(forKey: takenIn) {
      result.add(next)
      takenIn += 1
      if options.stopsAtFirst, result.decision == .violated {
        // Later seeds that are under way are not counted: the result is the same for any number of
        // threads.
        isComplete = true
        isStopping = true
      }
    }
  }

  private var progress: String {
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = Int(Double(takenIn) / max(seconds, 0.001))
    let total = seeds.upperBound - seeds.lowerBound + 1
    let failure = result.firstFailure.map { ", first violation at seed \($0.failure.seed)" } ?? ""
    return "\(takenIn) of \(total) seeds, \(rate) a second\(failure)"
  }
}
