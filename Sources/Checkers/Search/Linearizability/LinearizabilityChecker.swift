import Histories

/// Decides linearizability (Herlihy and Wing 1990) of histories of any length, from instants and values alone.
///
/// The definition is `ExactChecker`'s to the letter: which operations count, that pending ones may take
/// effect at any later time or never, and that an operation precedes another if it returned at an
/// instant strictly before the other's invocation. Each component of objects is decided by itself:
/// * a register that is only read and written, every value at most once, by `RegisterZones`, in
///   O(n log n);
/// * queues, stacks and growing sets of which no element is inserted twice by their monitors;
/// * a result that no operation can explain, such as a value that nobody wrote, by `StrayResults`, in O(n);
/// * anything else by `FrontierSearch`, whose cost is linear in the length and, in the worst case,
///   exponential in the number of operations open at once; the problem is NP-complete.
///
/// What limits the search are counts of steps and configurations, never time: the answer is the
/// same on every machine.
public struct LinearizabilityChecker: Sendable {
  public struct Limits: Hashable, Sendable {
    /// Configurations that one search holds at once. One takes 40 bytes and as much again for its index,
    /// while no more than 64 operations are open at once; else a quarter of a byte more for each of them.
    public var configurationsMax: Int
    /// Transitions tried and configurations compared in one search. Where more than 64 operations are open at once,
    /// each counts one more for every 64 of them.
    public var stepsMax: Int
    /// Steps and operations looked at by all the searches that make a witness minimal.
    public var minimizationMax: Int

    public init(configurationsMax: Int, stepsMax: Int, minimizationMax: Int) {
      self.configurationsMax = configurationsMax
      self.stepsMax = stepsMax
      self.minimizationMax = minimizationMax
    }

    public static let standard = Limits(
      configurationsMax: 100_000, stepsMax: 20_000_000, minimizationMax: 200_000_000)
  }

  /// What makes the search small. None changes an answer; tests compare them.
  public struct Reductions: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Registers with unique values are decided by zones.
    public static let zones = Reductions(rawValue: 1)
    /// A read takes effect as soon as it can: it changes nothing.
    public static let greedyReads = Reductions(rawValue: 2)
    /// Of open operations with the same effect the one that returns first takes effect first.
    public static let symmetry = Reductions(rawValue: 4)
    /// Configurations whose possibilities are a subset of another's are dropped.
    public static let domination = Reductions(rawValue: 8)
    /// A write that nobody noticed before it was overwritten takes no step of its own, nor does one
    /// that puts the value that is there.
    public static let absorption = Reductions(rawValue: 16)
    /// Values of a register that nobody looks for later are one state, and so are strings and lists that no
    /// read returned, nor anything that begins with them.
    public static let forgetting = Reductions(rawValue: 32)
    /// Queues and stacks of unique elements and growing sets are decided by monitors; of other objects what
    /// nobody wrote or inserted is looked for before a search.
    public static let monitors = Reductions(rawValue: 64)
    /// An operation that need not take effect takes no step to a value of a register that no open operation
    /// can come to depend on, and none on a set that what responds or an open read does not depend on.
    public static let relevance = Reductions(rawValue: 128)

    public static let all: Reductions = [
      .zones, .greedyReads, .symmetry, .domination, .absorption, .forgetting, .monitors,
      .relevance,
    ]
  }

  public let limits: Limits
  public let reductions: Reductions
  /// The type of all objects; nil if their calls tell.
  public let specification: SpecificationName?
  /// Asked once in a few thousand steps of a search, which ends undecided if it says yes.
  public let isOver: (@Sendable () -> Bool)?

  /// - Parameter isOver: a deadline; with one, whether a history is decided may differ from run to run,
  ///   but never what is said of it.
  public init(
    limits: Limits = .standard, reductions: Reductions = .all,
    specification: SpecificationName? = nil, isOver: (@Sendable () -> Bool)? = nil
  ) {
    self.limits = limits
    self.reductions = reductions
    self.specification = specification
    self.isOver = isOver
  }

  /// The verdict, with an order that explains the history or with a witness that is minimal among the
  /// subsets closed under reads-from, or says that it may not be. A violation in one component outweighs a limit in another.
  public func check(_ history: History) -> ExactResult {
    let problem = LinearizationProblem(history, self)
    var orders: [[Int]] = []
    var undecided: UnknownReason?
    var spent = 0
    for component in problem.components {
      switch problem.solve(component, isTraced: true, &spent) {
      case .holds(let order): orders.append(order)
      case .fails: return .violated(problem.witness(in: component))
      case .unknown(let reason): undecided = undecided ?? reason
      }
    }
    if let undecided { return .unknown(undecided) }
    return .holds([problem.serialization(orders)])
  }

  /// Whether the history is linearizable, without an order or a witness; nil if a limit was reached.
  ///
  /// The same decision as `check`, cheaper where many histories are judged.
  public func decide(_ history: History) -> Bool? {
    let problem = LinearizationProblem(history, self)
    var isDecided = true
    var spent = 0
    for component in problem.components {
      switch problem.solve(component, isTraced: false, &spent) {
      case .holds: continue
      case .fails: return false
      case .unknown: isDecided = false
      }
    }
    return isDecided ? true : nil
  }
}
