import Checkers
import Histories

/// The runs of a campaign on which a checker could not decide for one reason.
public struct UnknownRuns: Hashable, Sendable {
  public internal(set) var count: Int
  /// The smallest seed among them.
  public internal(set) var seed: UInt64
  /// The instant at which the lab shows the end of that seed's run.
  public internal(set) var end: VirtualTime

  /// These runs and those, of other seeds.
  func joined(_ other: Self) -> Self {
    var first = seed < other.seed ? self : other
    first.count = count + other.count
    return first
  }
}

extension CampaignResult.Tally {
  /// Why runs are unknown, the most frequent reason first.
  public var reasonsByCount: [(reason: String, runs: UnknownRuns)] {
    reasons.map { (reason: $0.key, runs: $0.value) }.sorted {
      ($1.runs.count, $0.reason) < ($0.runs.count, $1.reason)
    }
  }
}

extension SeedVerdict {
  /// Why nothing counts as holding on a run that was ended for its number of events.
  public static let givenUp = "the run was given up"
}

extension UnknownReason {
  /// The reason without what differs from run to run, such as operations and how many there were: so that
  /// runs can be counted by it.
  var cause: String {
    switch self {
    case .missingVisibility: "the visibility of a read is missing"
    case .missingCommit: "the commit of an acknowledged write is missing"
    case .missingPlacement: "the log position of a write is missing"
    case .ambiguousPosition: "a log has two entries at one position"
    case .missingSurvivors: "the surviving writes of a node are missing"
    case .missingDigest: "the state digest of a node is missing"
    case .missingReadsFrom: "which write an operation read from cannot be told"
    case .tooManyOperations(_, let maximum): "more than \(maximum) operations"
    case .unsupportedCall: "the model does not speak of a call"
    case .missingVersionOrder: "the order of the versions of a key cannot be told"
    case .missingArbitration, .tooManyStates, .tooManyConfigurations, .tooManySteps, .timeIsUp,
      .equalInstants, .missingBound, .missingNotes, .missingFinalState, .notThisMethod:
      description
    }
  }
}
