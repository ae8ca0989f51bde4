import Checkers
import Histories
import Simulation

/// How the operations of runs ended.
public struct OutcomeCounts: Hashable, Sendable {
  public internal(set) var ok = 0
  /// Refused: without effect for certain.
  public internal(set) var failed = 0
  /// A time-out: it may have taken effect.
  public internal(set) var indeterminate = 0
  /// No answer when the run ended.
  public internal(set) var unanswered = 0

  public var total: Int { ok + failed + indeterminate + unanswered }

  mutating func count(_ operation: Operation) {
    switch operation.completion?.outcome {
    case .ok: ok += 1
    case .fail: failed += 1
    case .info: indeterminate += 1
    case nil: unanswered += 1
    }
  }
}

/// What a checker said of one run of a campaign.
public enum SeedVerdict: Hashable, Sendable {
  case holds
  /// With the first witness as a sentence.
  case violated(String)
  case pending
  /// With why, in words that are the same for every run.
  case unknown(String)
}

/// What the run of one seed came to.
public struct SeedResult: Hashable, Sendable {
  public let seed: UInt64
  /// In the order of `CheckerName.inRuns`.
  public let verdicts: [SeedVerdict]
  public let operations: OutcomeCounts
  public let events: Int
  /// The instant at which the lab shows the same state.
  public let end: VirtualTime
  /// Of the world at the end.
  public let digest: UInt64
  public let isAtRest: Bool
  /// Whether it was given up for its number of events; then nothing counts as holding.
  public let isExhausted: Bool

  public subscript(checker: CheckerName) -> SeedVerdict {
    verdicts[CheckerName.inRuns.firstIndex(of: checker) ?? 0]
  }
}

extension CampaignPlan {
  /// Runs one seed and judges it. A pure function of plan and seed. O(events), and what the search
  /// for orders takes within its limits.
  public func run(seed: UInt64) -> SeedResult {
    guard let entry = ProtocolCatalogue.entry(named: scenario.protocolName) else {
      preconditionFailure("a plan has a protocol of the catalogue")
    }
    let run = entry.finish(
      scenario(seed: seed), RunBounds(end: end, limit: end + drain, eventsMax: eventsMax))
    var operations = OutcomeCounts()
    for operation in run.history.operations { operations.count(operation) }
    return SeedResult(
      seed: seed, verdicts: verdicts(of: run), operations: operations, events: run.events,
      end: run.clock, digest: run.digest.state, isAtRest: run.isAtRest,
      isExhausted: run.isExhausted)
  }

  private func verdicts(of run: FinishedRun) -> [SeedVerdict] {
    var monitor = GuaranteeMonitor(scope: .wholeReplica)
    monitor.settle(run.final, over: run.history)
    let orders = OrderVerdicts(of: run.history)
    let table = scenario.names
    let names = WitnessNames(process: { table[$0] }, node: { table[$0] })
    return CheckerName.inRuns.map { checker in
      let verdict =
        checker.method == .exactSearch
        ? orders[checker] : monitor.verdict(for: checker, asOf: run.final.eventIndex)
      switch verdict {
      case .holds: return run.isExhausted ? .unknown(SeedVerdict.givenUp) : .holds
      case .violated(let witnesses):
        return .violated(witnesses[0].sentence(in: run.history, names: names))
      case .pending: return run.isExhausted ? .unknown(SeedVerdict.givenUp) : .pending
      case .unknown(let reason): return .unknown(reason.cause)
      }
    }
  }
}
