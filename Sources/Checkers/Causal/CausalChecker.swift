import Histories

/// Decides the models that are judged along session order and reads-from, of histories of any length: PRAM,
/// and the three notions of causal consistency that Bouajjani, Enea, Guerraoui and Hamza tell apart (POPL
/// 2017): weak causal consistency (CC), causal memory (CM) and causal convergence (CCv).
///
/// It applies to registers of which no value that is read was written twice (`ReadsFromIndex`). Which
/// operations count, and what program order is, is `ExactChecker`'s to the letter. Operations of several
/// keys, transactions of reads and writes and compare-and-sets that succeeded are atomic.
///
/// | model | method | cost |
/// |---|---|---|
/// | PRAM, CM | `ViewSearch` | O(n x reading processes) time, O(n) memory |
/// | CC | `CausalPast` | O(n x processes) time and memory |
/// | CCv | `CausalPast` and `ConflictOrder` | the same |
///
/// A pending write that was read, and after which its process went on, counts as a process for CC and CCv.
/// CM and CCv each imply CC; neither implies the other.
///
/// If it cannot be told what an operation read, it answers *violated* if the others prove it, else
/// *unknown*, naming the operation.
public struct CausalChecker: Sendable {
  /// The models that it decides.
  public static let models: [CheckerName] = [
    .pram, .weakCausalConsistency, .causalConsistency, .causalConvergence,
  ]
  /// Numbers of the vector clocks held at once for CC and CCv, beyond which they answer unknown: 4 bytes each.
  public static let clockNumbersMax = 200_000_000
  /// Operations times processes up to which the orders found are given.
  public static let orderedMax = 100_000

  public let budget: Budget
  /// Whether a source that values do not tell is taken from what was observed of the read
  /// (`Observation.readsFrom`): a history of the lab says which of two writes of one value was read.
  public let usesObservations: Bool

  public init(budget: Budget = .standard, usesObservations: Bool = false) {
    self.budget = budget
    self.usesObservations = usesObservations
  }

  /// The verdict, with the orders of a small history that satisfies the model, or with a witness that is minimal
  /// among the subsets closed under reads-from (unless making it so would spend more than the budget allows).
  ///
  /// For CC no orders are given: there would be one for each read.
  public func check(_ model: CheckerName, _ history: History) -> ExactResult {
    guard Self.models.contains(model) else { return .unknown(.notThisMethod) }
    let problem = CausalProblem(
      model, history.operations, history.initial, budget, asObserved: usesObservations)
    switch problem.decide(wantsOrders: true) {
    case .holds(let orders): return .holds(orders)
    case .unknown(let reason): return .unknown(reason)
    case .violated(let violation): return .violated(problem.witness(violation))
    }
  }

  /// Whether the history satisfies the model, without orders or witness; nil if it is not decided.
  public func decide(_ model: CheckerName, _ history: History) -> Bool? {
    guard Self.models.contains(model) else { return nil }
    let problem = CausalProblem(
      model, history.operations, history.initial, budget, asObserved: usesObservations)
    return switch problem.decide(wantsOrders: false) {
    case .holds: true
    case .violated: false
    case .unknown: nil
    }
  }
}
