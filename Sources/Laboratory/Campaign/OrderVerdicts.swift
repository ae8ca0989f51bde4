import Checkers
import Histories

/// The verdicts of a campaign's run that are found by looking for orders, with the budgets for the
/// weaker models that the screen has.
struct OrderVerdicts {
  private static let models = ConsistencyModels(
    exact: ExactChecker(
      limits: .init(
        operationsMax: ExactVerdicts.exactOperationsMax, statesMax: ExactVerdicts.exactStatesMax)))

  private let results: [ExactResult]

  init(of history: History) { results = Self.models.check(history) }

  /// - Precondition: the checker is one of `ConsistencyModels.models`.
  subscript(checker: CheckerName) -> Verdict {
    guard let place = ConsistencyModels.models.firstIndex(of: checker) else {
      preconditionFailure("\(checker) is not found by looking for orders")
    }
    return results[place].verdict
  }
}
