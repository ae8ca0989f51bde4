import Histories

/// Decides linearizability, sequential consistency, causal memory and PRAM of a small history from
/// its instants and values alone, by searching for the orders that the definitions ask for.
///
/// Which operations count (Jepsen's vocabulary; checkers.md, rule 3):
/// * `ok` operations must be in the order. `fail` operations had no effect and are left out.
/// * Outstanding and `info` operations that can change state *may* be in the order, anywhere after
///   what precedes them: they take effect at any later time, or never. Reads among them are left out.
///
/// Which orders are respected:
/// * *Real time*: `a` before `b` if `a` returned at an instant strictly before `b`'s invocation. Equal
///   instants do not order, because several events may share a tick. A pending operation never
///   returned, so it precedes nothing.
/// * *Program order*: `a` before `b` of one process if `a` was invoked first and returned. A process of
///   this lab goes on after a time-out; the timed-out write may still take effect afterwards, so it
///   precedes nothing of its own process, but what the process did before it does precede it.
///
/// The exact search is the oracle for faster checkers. All four problems are NP-complete in general
/// (Gibbons and Korach 1997; Bouajjani et al. 2017); beyond the limits the answer is unknown.
public struct ExactChecker: Sendable {
  /// How much is searched. Both count steps of the search, not time, so that the answer is the same
  /// on every machine.
  public struct Limits: Hashable, Sendable {
    /// Operations in one search: of one component for linearizability, else of the whole history.
    public var operationsMax: Int
    /// States visited in one check; the minimisation of a witness may spend as much for each of its
    /// checks.
    public var statesMax: Int
    /// States visited by all the checks that make one witness minimal, times the operations of each.
    public var minimizationMax: Int

    /// - Precondition: `operationsMax` is at most 64.
    public init(operationsMax: Int, statesMax: Int, minimizationMax: Int = 20_000_000) {
      precondition(operationsMax <= 64, "a search has at most 64 operations")
      self.operationsMax = operationsMax
      self.statesMax = statesMax
      self.minimizationMax = minimizationMax
    }

    public static let standard = Limits(operationsMax: 48, statesMax: 200_000)
  }

  public let limits: Limits
  /// The type of all objects; nil if their calls tell.
  public let specification: SpecificationName?

  /// Asked once in a few hundred states of a search, which ends undecided if it says yes; a violation that was
  /// found by then stays one, with a witness that is as small as it is by then.
  public let isOver: (@Sendable () -> Bool)?

  /// - Parameter isOver: a deadline; with one, whether a history is decided may differ from run to run,
  ///   but never what is said of it.
  public init(
    limits: Limits = .standard, specification: SpecificationName? = nil,
    isOver: (@Sendable () -> Bool)? = nil
  ) {
    self.limits = limits
    self.specification = specification
    self.isOver = isOver
  }

  /// What it decides.
  static func decides(_ model: CheckerName) -> Bool {
    model.method == .exactSearch || model == .weakCausalConsistency || model == .causalConvergence
  }

  /// - Parameter model: one of the checkers whose method is `exactSearch`, or one of the other two notions of causal
  ///   consistency; others are unknown here.
  public func check(_ model: CheckerName, _ history: History) -> ExactResult {
    check([model], history)[0]
  }

  /// One result for each of several models of one history: what needs no search is looked for once.
  func check(_ models: some Sequence<CheckerName>, _ history: History) -> [ExactResult] {
    let problem = SearchProblem(
      history: history, limits: limits, as: specification, isOver: isOver)
    let strays = strays(problem)
    return models.map { model in
      guard Self.decides(model) else { return .unknown(.notThisMethod) }
      return strays.witness(model).map { .violated($0) } ?? search(model, problem)
    }
  }

  private func search(_ model: CheckerName, _ problem: SearchProblem) -> ExactResult {
    switch problem.solve(model, problem.operations) {
    case .found(let orders): return .holds(orders)
    case .unknown(let reason): return .unknown(reason)
    case .impossible(let failing):
      return .violated(problem.witness(model, minimizing: failing))
    }
  }

  /// Whether the history satisfies the model, without looking for a witness; nil if unknown.
  ///
  /// The same decision as `check`, cheaper where many histories are compared.
  public func decide(_ model: CheckerName, _ history: History) -> Bool? {
    guard Self.decides(model) else { return nil }
    let problem = SearchProblem(
      history: history, limits: limits, as: specification, isOver: isOver)
    if strays(problem).first != nil { return false }
    return switch problem.solve(model, problem.operations) {
    case .found: true
    case .impossible: false
    case .unknown: nil
    }
  }

  /// What needs no search, whatever the length.
  private func strays(_ problem: SearchProblem) -> StrayResults {
    StrayResults(problem.operations.map(\.id.index), problem.history, as: specification)
  }
}
