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
    /// The type of all objects; nil if their calls tell.
    public var specification: SpecificationName?
    /// The state of the run at its end, for what is judged at rest.
    public var finalState: FinalState?
    /// Whether orders, points and the longest linearizable prefix are wanted too.
    public var explains: Bool

    public init(
      budget: Budget = .standard, bounds: StalenessBounds = .init(),
      specification: SpecificationName? = nil, finalState: FinalState? = nil, explains: Bool = true
    ) {
      self.budget = budget
      self.bounds = bounds
      self.specification = specification
      self.finalState = finalState
      self.explains = explains
    }
  }

  public let options: Options

  public init(_ options: Options = Options()) { self.options = options }

  public func judge(_ checker: CheckerName, _ history: History) -> Judgement {
    let history = history.spelled(as: options.specification)
    return switch checker {
    case .linearizability: linearizability(history)
    case .sequentialConsistency: sequentialConsistency(history)
    case .causalConsistency, .pram, .causalConvergence, .weakCausalConsistency:
      causal(checker, history)
    case .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads:
      session(checker, history)
    case .regularRegister, .safeRegister: register(checker, history)
    case .newOldInversion: newOldInversion(history)
    case .boundedStaleness: boundedStaleness(history)
    case .strictSerializability: strictSerializability(history)
    case .serializability: serializability(history)
    case .lostUpdate: lostUpdate(history)
    case .writeSkew: writeSkew(history)
    case .rolledBackRead: rolledBackRead(history)
    case .eventualConsistency: eventualConsistency(history)
    case .strongEventualConsistency: strongEventualConsistency(history)
    case .causalPlus: causalPlus(history)
    case .staleRead, .consistentPrefix, .twoLeaders, .acknowledgedWriteLost, .convergence:
      observed(checker, history)
    }
  }
}

extension HistoryJudge {
  /// The checker of linearizability within the options.
  /// - Parameter reducesWitnesses: not needed where a violation says nothing.
  func linearizabilityChecker(reducesWitnesses: Bool) -> LinearizabilityChecker {
    LinearizabilityChecker(
      limits: .init(
        configurationsMax: options.budget.configurationsMax, stepsMax: options.budget.stepsMax,
        minimizationMax: reducesWitnesses ? options.budget.minimizationMax : 0),
      specification: options.specification, isOver: options.budget.isOver)
  }

  private func linearizability(_ history: History) -> Judgement {
    let checker = linearizabilityChecker(reducesWitnesses: true)
    let found = checker.findInProgramOrder(history)
    var judgement = Judgement(.linearizability, found.result)
    if options.explains && judgement.verdict.isViolated {
      judgement.prefix = checker.prefix(of: found.history)
    }
    return judgement
  }

  /// By the exact search. A state of it costs more than a step of others: of their allowance for a witness it takes
  /// what it has by itself at most.
  func searched(_ model: CheckerName, _ history: History) -> Judgement {
    let exact = ExactChecker(
      limits: .init(
        operationsMax: options.budget.exactOperationsMax,
        statesMax: min(options.budget.configurationsMax, options.budget.stepsMax),
        minimizationMax: min(
          options.budget.minimizationMax, ExactChecker.Limits.standard.minimizationMax)),
      specification: options.specification, isOver: options.budget.isOver)
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
