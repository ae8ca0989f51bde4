import Histories

/// Judges a history by any checker of the list: the one door to all of them, for the command line, the
/// lab's panels and the lessons.
///
/// For each checker the fastest method that decides the history is taken; what it needs and the
/// history does not have is named in the *unknown* verdict. A pure function of history and options,
/// unless the budget has a deadline.
public struct HistoryJudge: Sendable {
  public struct Options: Sendable {
    public var budget: Budget
    /// The bounds that `BoundedStaleness` judges by.
    public var bounds: StalenessBounds
    /// Whether orders, points and the longest linearizable prefix are wanted too.
    public var explains: Bool

    public init(
      budget: Budget = .standard, bounds: StalenessBounds = .init(), explains: Bool = true
    ) {
      self.budget = budget
      self.bounds = bounds
      self.explains = explains
    }
  }

  public let options: Options

  public init(_ options: Options = Options()) { self.options = options }

  public func judge(_ checker: CheckerName, _ history: History) -> Judgement {
    switch checker {
    case .linearizability: linearizability(history)
    case .sequentialConsistency, .causalConsistency, .pram: searched(checker, history)
    case .regularRegister, .safeRegister: register(checker, history)
    case .newOldInversion: newOldInversion(history)
    case .boundedStaleness: boundedStaleness(history)
    default: Judgement(checker, .unknown(.notThisMethod))
    }
  }
}

extension HistoryJudge {
  private func linearizability(_ history: History) -> Judgement {
    let checker = LinearizabilityChecker(
      limits: .init(
        configurationsMax: options.budget.configurationsMax, stepsMax: options.budget.stepsMax,
        minimizationMax: options.budget.minimizationMax))
    return Judgement(.linearizability, checker.check(history))
  }

  private func searched(_ model: CheckerName, _ history: History) -> Judgement {
    let exact = ExactChecker(
      limits: .init(
        operationsMax: options.budget.exactOperationsMax,
        statesMax: options.budget.configurationsMax))
    return Judgement(model, exact.check(model, history))
  }
}

extension Judgement {
  /// What a search found, as a judgement.
  init(_ checker: CheckerName, _ result: ExactResult) {
    var orders: [Serialization] = []
    if case .holds(let found) = result { orders = found }
    self.init(checker, result.verdict, orders: orders)
  }
}
