import Checkers
import Histories

/// The verdicts of the models that are judged from instants and values alone, kept until another
/// operation has begun or completed.
///
/// The budgets keep one update under half a frame of 16 ms on runs of hundreds of operations: they count
/// operations and steps, so that the verdicts are the same on every machine.
struct ExactVerdicts: Sendable {
  /// Beyond this many operations the lab does not ask for linearizability while it is looked at.
  static let operationsMax = 1_000
  /// The same for the exact search, which decides the weaker models where linearizability is violated.
  static let exactOperationsMax = 24
  static let exactStatesMax = 20_000

  private static let models = ConsistencyModels(
    linearizability: LinearizabilityChecker(
      limits: .init(configurationsMax: 5_000, stepsMax: 200_000, minimizationMax: 400_000)),
    exact: ExactChecker(limits: .init(operationsMax: exactOperationsMax, statesMax: exactStatesMax))
  )

  private var completed = -1
  private var operations = -1
  private var verdicts: [CheckerName: Verdict] = [:]

  subscript(checker: CheckerName) -> Verdict { verdicts[checker] ?? .pending }

  /// Whether these are the verdicts of what a branch shows.
  func isCurrent(of branch: Branch) -> Bool {
    branch.extent == (operations, completed)
  }

  mutating func update(to branch: Branch) {
    guard !isCurrent(of: branch) else { return }
    (operations, completed) = branch.extent
    guard operations <= Self.operationsMax else {
      let reason = UnknownReason.tooManyOperations(
        count: operations, maximum: Self.operationsMax)
      for checker in ConsistencyModels.models { verdicts[checker] = .unknown(reason) }
      return
    }
    let simulation = branch.simulation
    let history = simulation.recording.history.prefix(events: simulation.position)
    let results = Self.models.check(history)
    for (checker, result) in zip(ConsistencyModels.models, results) {
      verdicts[checker] = result.verdict
    }
  }
}
