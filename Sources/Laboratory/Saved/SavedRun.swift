import Histories
import Simulation

/// A saved run that cannot be used, and why.
public struct SavedRunError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// No saved run, or one of another version of the text form.
    case otherFormat
    /// Truncated or edited: the checksum does not fit.
    case damaged
    /// Written by an engine whose runs are others.
    case otherEngine
    /// A line says something that cannot be.
    case malformed
    /// Replaying it gave another run.
    case differs
  }
  public let kind: Kind
  /// From 1; nil when no line is at fault.
  public let line: Int?
  /// From 1, in characters.
  public let column: Int?
  public let message: String

  public init(_ kind: Kind, line: Int? = nil, column: Int? = nil, _ message: String) {
    self.kind = kind
    self.line = line
    self.column = column
    self.message = message
  }

  /// `line 3, column 7: found …`.
  public var description: String {
    guard let line else { return message }
    return "line \(line)" + (column.map { ", column \($0)" } ?? "") + ": \(message)"
  }
}

/// A run with all of its branches as a small text: what it is a function of, where each branch was
/// shown, and digests by which a replay is compared.
///
/// A branch holds what is its own: what came after it left its origin. The last line is a checksum
/// over all bytes before it, so that a truncated or edited text is refused. It protects against
/// accidents, not against somebody who computes a new checksum; a text that was made up is still read
/// without harm, and its replay is checked step by step.
public struct SavedRun: Sendable, Hashable {
  /// The version of this text form. Format 1, which held one branch, is read too.
  public static let format = 2
  /// A branch of more events is refused, and so are branches that have more together.
  public static let eventsMax = 10_000_000
  /// The most branches of a file.
  public static let branchesMax = 10_000
  /// The most intermediate digests of a branch.
  static let checkpointsMax = 64

  /// The state of a branch after so many events.
  public struct Checkpoint: Hashable, Sendable {
    public let events: Int
    public let time: VirtualTime
    /// Sixteen hexadecimal digits.
    public let digest: String
  }

  /// One future of the run.
  public struct SavedBranch: Hashable, Sendable {
    public let name: String
    /// The branch, which stands before this one, and the position that it left from; nil for the first.
    public let origin: Branch.Origin?
    /// What the user did after that, in order.
    public let log: [LoggedIntervention]
    /// Digests along the way after that, ascending.
    public let checkpoints: [Checkpoint]
    /// The state at the newest event.
    public let end: Checkpoint
    /// The position and instant at which the branch was shown.
    public let shownPosition: Int
    public let shownClock: VirtualTime
  }

  public let scenario: Scenario
  public let branches: [SavedBranch]
  /// The index of the branch that was on the screen.
  public let shownBranch: Int

  /// That branch.
  public var shown: SavedBranch { branches[shownBranch] }
  /// The state at the newest event of the branch that was on the screen.
  public var end: Checkpoint { shown.end }

  /// Every branch of a run. Replays a copy of each once: O(events of all branches).
  public init(of run: Run) {
    scenario = run.scenario
    branches = run.branches.map { SavedBranch(of: $0) }
    shownBranch = run.currentBranch
  }

  /// - Precondition: there is a branch, and `shownBranch` is an index.
  init(scenario: Scenario, branches: [SavedBranch], shownBranch: Int) {
    precondition(branches.indices.contains(shownBranch), "the shown branch is one of them")
    self.scenario = scenario
    self.branches = branches
    self.shownBranch = shownBranch
  }
}

extension SavedRun.Checkpoint {
  /// The state at the shown position.
  init(of simulation: any SimulationRun) {
    self.init(
      events: simulation.position, time: simulation.now, digest: simulation.digest.hexadecimal)
  }
}

extension SavedRun.SavedBranch {
  init(of branch: Branch) {
    name = branch.name
    origin = branch.origin
    let start = branch.origin?.position ?? 0
    log = branch.simulation.log.filter { $0.eventIndex >= start }
    shownPosition = branch.simulation.position
    shownClock = branch.clock
    var copy = branch.simulation
    let newest = copy.newest
    let spacing = max(64, (newest - start) / SavedRun.checkpointsMax + 1)
    var checkpoints: [SavedRun.Checkpoint] = []
    for position in stride(from: start + spacing, to: newest, by: spacing) {
      copy.go(to: position)
      checkpoints.append(.init(of: copy))
    }
    copy.go(to: newest)
    self.checkpoints = checkpoints
    end = .init(of: copy)
  }
}
