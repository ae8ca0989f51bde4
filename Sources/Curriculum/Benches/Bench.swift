import Laboratory

/// What a lesson is worked on: a closed, registered set. Each bench is a folder here, with its setup,
/// its headless run and its goals.
public enum BenchName: String, CaseIterable, Hashable, Sendable {
  /// A simulated cluster, its script and its faults.
  case cluster
  /// A small history drawn as bars, whose points the learner places.
  case history
}

/// What a round begins with.
public enum BenchSetup: Hashable, Sendable {
  case cluster(Scenario)
  case history(HistoryBoard)

  public var bench: BenchName {
    switch self {
    case .cluster: .cluster
    case .history: .history
    }
  }
}

/// A condition or a question, in the language of its bench.
public enum BenchExpression: Hashable, Sendable {
  case cluster(GoalExpression)
  case history(HistoryGoal)

  /// As it was written.
  public var text: String {
    switch self {
    case .cluster(let expression): expression.text
    case .history(let goal): goal.text
    }
  }
}

/// Why a bench could not be run.
public struct BenchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is at fault, for the one who must place the message.
  public enum Fault: Hashable, Sendable {
    /// The setup cannot be run at all.
    case setup
    /// The move with this number, from 0.
    case move(Int)
    /// The run does not end.
    case endless
    /// An expression cannot be evaluated.
    case expression
  }
  public var fault: Fault
  public var message: String

  public init(_ fault: Fault, _ message: String) {
    self.fault = fault
    self.message = message
  }

  public var description: String { message }
}
