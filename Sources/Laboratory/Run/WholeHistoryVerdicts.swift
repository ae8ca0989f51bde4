import Checkers
import Histories
import Simulation

/// What the checkers of whole histories say of the shown part of a run, kept until another operation
/// begins or completes.
///
/// They are asked by whoever shows them, not while a run goes on. The budgets count operations and
/// steps, so that the verdicts are the same on every machine, and keep one update well under a frame
/// of 16 ms.
public struct WholeHistoryVerdicts: Sendable {
  /// Beyond this many operations these checkers are not asked while a run is looked at.
  public static let operationsMax = 400

  private static let budget = Budget(
    stepsMax: 50_000, configurationsMax: 5_000, minimizationMax: 50_000, exactOperationsMax: 24)

  /// What a history is known by: the run, the branch and how far it is shown.
  private struct Extent: Equatable {
    let scenario: Scenario
    let branch: String
    let log: [LoggedIntervention]
    let operations: Int
    let completed: Int
    /// What is judged at rest is judged anew when the run has come to rest.
    let isAtRest: Bool
  }

  private var extent: Extent?
  /// In the order of the list of checkers.
  private var verdicts: [(checker: CheckerName, verdict: Verdict)] = []

  public init() {}

  /// Brings the verdicts up to the shown position of a run.
  public mutating func update(_ run: Run) {
    let position = run.position
    let branch = run.branch
    let extent = Extent(
      scenario: run.scenario, branch: branch.name, log: run.simulation.log,
      operations: run.simulation.recording.history.operations.bisect {
        $0.invokedEvent < position
      },
      completed: branch.judgement.completed(events: position),
      isAtRest: position == run.newest && run.simulation.unrest == nil)
    guard extent != self.extent else { return }
    self.extent = extent
    verdicts = Self.verdicts(of: run, operations: extent.operations)
  }

  private static func verdicts(
    of run: Run, operations: Int
  ) -> [(checker: CheckerName, verdict: Verdict)] {
    let recorded = run.simulation.recording.history
    let models = ModelMap.judged(of: recorded.operations.prefix(operations))
    let isTooLong = operations > operationsMax
    let history = isTooLong ? History() : recorded.prefix(events: run.position)
    let isAtRest = run.position == run.newest && run.simulation.unrest == nil
    let judge = HistoryJudge(
      .init(
        budget: budget, finalState: isAtRest ? run.branch.finalState : nil, explains: false))
    var found: [(checker: CheckerName, verdict: Verdict)] = []
    for checker in CheckerName.allCases where checker.method == .wholeHistory {
      let isOfValues = ModelMap.isDecidedByValues(checker)
      guard checker != .boundedStaleness, !isOfValues || models.contains(checker) else { continue }
      guard !isTooLong else {
        let reason = UnknownReason.tooManyOperations(count: operations, maximum: operationsMax)
        found.append((checker, .unknown(reason)))
        continue
      }
      let verdict = judge.judge(checker, history).verdict
      guard verdict != .unknown(.notThisMethod) else { continue }
      // What only the states at rest can decide waits for them.
      let waits = if case .unknown = verdict { !isAtRest && !isOfValues } else { false }
      found.append((checker, waits && isOfReplicas(checker) ? .pending : verdict))
    }
    if !isTooLong { found += searched(judge, history, run) }
    return inferred(found, from: run)
  }

  /// The models that a run judges by search while it goes on, from the weakest, where that gave up: what values tell
  /// of longer histories too. The rest of them waits for what follows from it.
  private static func searched(
    _ judge: HistoryJudge, _ history: History, _ run: Run
  ) -> [(checker: CheckerName, verdict: Verdict)] {
    ConsistencyModels.models.reversed().compactMap { checker in
      guard case .unknown(let reason) = run.verdict(of: checker) else { return nil }
      let isByValues = checker == .pram || checker == .causalConsistency
      return (checker, isByValues ? judge.judge(checker, history).verdict : .unknown(reason))
    }
  }

  private static func isOfReplicas(_ checker: CheckerName) -> Bool {
    [.eventualConsistency, .strongEventualConsistency, .causalPlus].contains(checker)
  }

  /// What is open and follows by the map from models that are decided, with the witness of one that is violated. A
  /// step of the map each round.
  private static func inferred(
    _ found: [(checker: CheckerName, verdict: Verdict)], from run: Run
  ) -> [(checker: CheckerName, verdict: Verdict)] {
    var known = found
    // A run's own verdict may name thousands of witnesses: it is asked for once.
    var own: [CheckerName: Verdict] = [:]
    func verdict(of checker: CheckerName) -> Verdict {
      if let entry = known.first(where: { $0.checker == checker }) { return entry.verdict }
      if let verdict = own[checker] { return verdict }
      let verdict = run.verdict(of: checker)
      own[checker] = verdict
      return verdict
    }
    func inferred(_ checker: CheckerName) -> Verdict? {
      for step in ModelMap.implications where step.proviso == .always {
        if step.weaker == checker, verdict(of: step.stronger) == .holds { return .holds }
        guard step.stronger == checker else { continue }
        let witnesses = verdict(of: step.weaker).witnesses.map { witness in
          var witness = witness
          witness.checker = checker
          return witness
        }
        if !witnesses.isEmpty { return .violated(witnesses) }
      }
      return nil
    }
    var isChanged = true
    while isChanged {
      isChanged = false
      for (index, entry) in known.enumerated() {
        guard case .unknown = entry.verdict, let verdict = inferred(entry.checker) else { continue }
        known[index].verdict = verdict
        isChanged = true
      }
    }
    return known
  }

  /// Brings verdicts of a run's panels up to its shown position: adds those of whole histories, and decides what the
  /// run could not decide while it went on.
  public mutating func complete(_ guarantees: inout [GuaranteeView], of run: Run) {
    update(run)
    for (checker, verdict) in verdicts {
      let view = run.view(of: checker, verdict)
      if let index = guarantees.firstIndex(where: { $0.checker == checker }) {
        guarantees[index] = view
      } else {
        guarantees.append(view)
      }
    }
  }

  /// The verdict of a checker; nil where nothing can be said of it in this run.
  public func verdict(of checker: CheckerName) -> Verdict? {
    verdicts.first { $0.checker == checker }?.verdict
  }
}

extension ModelMap {
  /// Whether a model of the map speaks of instants and values alone.
  static func isDecidedByValues(_ model: CheckerName) -> Bool {
    switch model {
    case .causalPlus, .strongEventualConsistency, .eventualConsistency, .convergence,
      .consistentPrefix, .boundedStaleness:
      false
    default: place(of: model) != nil
    }
  }
}
