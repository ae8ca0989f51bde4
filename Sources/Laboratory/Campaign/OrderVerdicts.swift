import Checkers
import Histories

/// The verdicts that are found by looking for orders.
///
/// Linearizable implies sequentially consistent, that implies causally consistent, and that PRAM
/// (Viotti and Vukolic 2016, figure 1), so where the first holds nothing more is searched. Where it
/// does not, the others are searched within the limits that the screen has.
struct OrderVerdicts {
  private let linearizability: Verdict
  private let history: History
  private let search = ExactChecker(
    limits: .init(operationsMax: ExactVerdicts.operationsMax, statesMax: ExactVerdicts.statesMax))

  init(of history: History) {
    self.history = history
    linearizability = Self.linearizability(of: history)
  }

  /// The one place that decides which algorithm judges linearizability in a campaign.
  private static func linearizability(of history: History) -> Verdict {
    LinearizabilityChecker().check(history).verdict
  }

  subscript(checker: CheckerName) -> Verdict {
    if checker == .linearizability || linearizability == .holds { return linearizability }
    let (count, maximum) = (history.operations.count, search.limits.operationsMax)
    guard count <= maximum else {
      return .unknown(.tooManyOperations(count: count, maximum: maximum))
    }
    return search.check(checker, history).verdict
  }
}
