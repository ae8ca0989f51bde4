import Checkers
import Histories
import Simulation

/// What a campaign has found over a set of seeds: counts, and for each checker the smallest seed that
/// violates it. Its size does not depend on the number of runs.
///
/// A function of the plan and of the set of seeds that were run, whatever the order in which they
/// ran: the same seeds give the same value, by one process or by many shards.
public struct CampaignResult: Hashable, Sendable {
  /// How often a checker said what.
  public struct Tally: Hashable, Sendable {
    public internal(set) var holds = 0
    public internal(set) var violated = 0
    public internal(set) var pending = 0
    public internal(set) var unknown = 0
    /// Why it is unknown, and on which runs; less than all of them in results of earlier versions.
    public internal(set) var reasons: [String: UnknownRuns] = [:]
    /// The violation of the smallest seed.
    public internal(set) var first: Failure?
  }

  /// A violation, with where to find it in the lab.
  public struct Failure: Hashable, Sendable {
    public let seed: UInt64
    public let witness: String
    /// The instant at which the lab shows the end of the run.
    public let end: VirtualTime
    /// Of the world at that instant.
    public let digest: UInt64
  }

  public let plan: CampaignPlan
  /// What is said to `conlab sandbox` to open a run of the plan: `--preset majority`.
  public internal(set) var source: String
  /// The seeds that were to be run: of a shard its part, of merged results the whole campaigns.
  public internal(set) var asked: SeedSet
  /// The seeds of the whole campaign, all of `asked` among them; more than those only of a shard.
  public internal(set) var whole: SeedSet
  /// The seeds that were run.
  public internal(set) var done = SeedSet()
  /// Runs that came to rest.
  public internal(set) var atRest = 0
  /// Runs that were given up for their number of events.
  public internal(set) var exhausted = 0
  public internal(set) var operations = OutcomeCounts()
  public internal(set) var events = 0
  /// Of every run's seed and final digest, in no order.
  public internal(set) var digest: UInt64 = 0
  /// In the order of `CheckerName.inRuns`.
  public internal(set) var tallies = CheckerName.inRuns.map { _ in Tally() }

  /// Nothing has been run yet.
  ///
  /// - Parameter whole: the seeds of the campaign of which `asked` is one shard; nil: `asked` is all.
  /// - Precondition: what is asked is part of the whole.
  public init(of plan: CampaignPlan, source: String, asked: SeedSet, whole: SeedSet? = nil) {
    self.plan = plan
    self.source = source
    self.asked = asked
    self.whole = whole ?? asked
    precondition(self.whole.union(asked) == self.whole, "a part of the campaign")
  }

  /// The seeds that were to be run and were not.
  public var missing: SeedSet { asked.subtracting(done) }

  public subscript(checker: CheckerName) -> Tally {
    tallies[CheckerName.inRuns.firstIndex(of: checker) ?? 0]
  }

  /// Takes in one run.
  ///
  /// - Precondition: the seed was asked for, and its run was not taken in before.
  public mutating func add(_ run: SeedResult) {
    precondition(asked.contains(run.seed) && !done.contains(run.seed), "a new run of the campaign")
    done.insert(run.seed)
    atRest += run.isAtRest ? 1 : 0
    exhausted += run.isExhausted ? 1 : 0
    operations = operations + run.operations
    events += run.events
    var identity = Digest()
    identity.combine(run.seed)
    identity.combine(run.digest)
    digest &+= identity.state
    for (index, verdict) in run.verdicts.enumerated() {
      tallies[index].add(verdict, of: run)
    }
  }
}

extension CampaignResult {
  /// What a campaign says, as the exit codes tell it.
  public enum Decision: Hashable, Sendable {
    case holds
    case violated
    /// Something that decides is pending or unknown, or not every seed was run.
    case undecided
  }

  /// The checkers that decide: those of the plan, or all.
  public var decisive: [CheckerName] {
    plan.decisive.isEmpty ? CheckerName.inRuns : plan.decisive
  }

  /// A violation outweighs what is not known. Pending and unknown are never taken for success.
  public var decision: Decision {
    if decisive.contains(where: { self[$0].violated > 0 }) { return .violated }
    let isOpen = decisive.contains { self[$0].pending + self[$0].unknown > 0 }
    return isOpen || done != asked || done.isEmpty ? .undecided : .holds
  }

  /// The smallest seed at which a deciding checker is violated, with the first such checker.
  public var firstFailure: (checker: CheckerName, failure: Failure)? {
    let failures = decisive.compactMap { checker in
      self[checker].first.map { (checker: checker, failure: $0) }
    }
    return failures.min { ($0.failure.seed, $0.checker) < ($1.failure.seed, $1.checker) }
  }
}

extension CampaignResult.Tally {
  fileprivate mutating func add(_ verdict: SeedVerdict, of run: SeedResult) {
    switch verdict {
    case .holds: holds += 1
    case .pending: pending += 1
    case .unknown(let reason):
      unknown += 1
      let one = UnknownRuns(count: 1, seed: run.seed, end: run.end)
      reasons[reason] = reasons[reason]?.joined(one) ?? one
    case .violated(let witness):
      violated += 1
      if first.map({ run.seed < $0.seed }) ?? true {
        first = .init(seed: run.seed, witness: witness, end: run.end, digest: run.digest)
      }
    }
  }
}

extension OutcomeCounts {
  static func + (lhs: Self, rhs: Self) -> Self {
    var sum = OutcomeCounts()
    sum.ok = lhs.ok + rhs.ok
    sum.failed = lhs.failed + rhs.failed
    sum.indeterminate = lhs.indeterminate + rhs.indeterminate
    sum.unanswered = lhs.unanswered + rhs.unanswered
    return sum
  }
}
