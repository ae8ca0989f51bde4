import Checkers
import Simulation

/// What a campaign came to, as programs read it: the content of `conlab campaign --format json`.
public struct CampaignReport: Encodable, Sendable {
  public struct Range: Encodable, Sendable {
    public let first: UInt64
    public let last: UInt64
  }

  public struct Checker: Encodable, Sendable {
    public let decides: Bool
    public let holds: Int
    public let violated: Int
    public let pending: Int
    public let unknown: Int
    /// Why it is unknown, the most frequent reason first.
    public let unknownReasons: [Reason]
    public let first: Failure?
  }

  public struct Reason: Encodable, Sendable {
    public let reason: String
    public let runs: Int
    /// The smallest seed, and the instant at which the lab shows the end of its run.
    public let seed: UInt64
    public let end: Int64
  }

  public struct Failure: Encodable, Sendable {
    public let seed: UInt64
    public let witness: String
    /// The instant at which the lab shows the end of the run, and the digest of the world there.
    public let end: Int64
    public let digest: String
    /// Opens the run in the lab.
    public let command: String
  }

  public let title: String
  public let engine: Int
  public let source: String
  public let asked: [Range]
  public let done: [Range]
  /// Seeds that were asked for and were not run.
  public let missing: [Range]
  /// The seeds of the whole campaign; more than those that were asked for only of a shard.
  public let campaign: [Range]
  public let runs: UInt64
  public let atRest: Int
  /// Runs that were given up for their number of events.
  public let exhausted: Int
  public let events: Int
  /// By outcome: ok, failed, indeterminate, unanswered.
  public let operations: [String: Int]
  /// Of all runs together, in no order.
  public let digest: String
  /// By checker.
  public let checkers: [String: Checker]
  /// `holds`, `violated` or `undecided`, by the checkers that decide.
  public let decision: String

  public init(of result: CampaignResult) {
    title = result.plan.scenario.title
    engine = EngineVersion.current
    source = result.source
    asked = Self.ranges(result.asked)
    done = Self.ranges(result.done)
    missing = Self.ranges(result.missing)
    campaign = Self.ranges(result.whole)
    runs = result.done.count
    atRest = result.atRest
    exhausted = result.exhausted
    events = result.events
    operations = [
      "ok": result.operations.ok, "failed": result.operations.failed,
      "indeterminate": result.operations.indeterminate,
      "unanswered": result.operations.unanswered,
    ]
    digest = Digest.hexadecimal(result.digest)
    var checkers: [String: Checker] = [:]
    for checker in CheckerName.inRuns {
      let tally = result[checker]
      checkers[checker.name] = Checker(
        decides: result.decisive.contains(checker), holds: tally.holds, violated: tally.violated,
        pending: tally.pending, unknown: tally.unknown,
        unknownReasons: tally.reasonsByCount.map { reason, runs in
          Reason(
            reason: reason, runs: runs.count, seed: runs.seed, end: runs.end.milliseconds)
        },
        first: tally.first.map { failure in
          Failure(
            seed: failure.seed, witness: failure.witness, end: failure.end.milliseconds,
            digest: failure.digestText, command: result.command(toOpen: failure.seed))
        })
    }
    self.checkers = checkers
    decision =
      switch result.decision {
      case .holds: "holds"
      case .violated: "violated"
      case .undecided: "undecided"
      }
  }

  private static func ranges(_ seeds: SeedSet) -> [Range] {
    seeds.ranges.map { Range(first: $0.lowerBound, last: $0.upperBound) }
  }
}

extension CampaignResult {
  /// What one types to see the run of a seed in the lab.
  public func command(toOpen seed: UInt64) -> String {
    "conlab sandbox \(source) --campaign-seed \(seed)"
  }
}

extension CampaignResult.Failure {
  /// Sixteen hexadecimal digits.
  public var digestText: String { Digest.hexadecimal(digest) }
}
