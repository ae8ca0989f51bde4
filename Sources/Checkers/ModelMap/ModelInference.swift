import Histories

/// The verdicts of the models that speak of one history, each of which is settled once: by judging it, or
/// by the map from one that was.
///
/// What holds holds for everything weaker, and what is violated is violated for everything stronger, where
/// the provisos of the steps are met. An open verdict is replaced by an inferred one.
struct ModelInference {
  private let relevant: [CheckerName]
  private var judged: [StrongestModels.Entry?]
  /// What the history lacks for some steps.
  private let sessionsAreOfOneProcess: Bool

  init(_ relevant: [CheckerName], _ history: History) {
    self.relevant = relevant
    judged = Array(repeating: nil, count: relevant.count)
    sessionsAreOfOneProcess = history.sessionsAreOfOneProcess
  }

  /// The verdict of a model so far.
  func verdict(of model: CheckerName) -> Verdict? {
    relevant.firstIndex(of: model).flatMap { judged[$0]?.judgement.verdict }
  }

  var entries: [StrongestModels.Entry] { judged.compactMap(\.self) }

  /// Whether the model is still to be judged.
  func needs(_ model: CheckerName) -> Bool {
    relevant.contains(model) && verdict(of: model)?.isOpen ?? true
  }

  /// Takes in a judgement and all that follows from it.
  mutating func settle(_ judgement: Judgement) {
    put(StrongestModels.Entry(judgement: judgement, inferredFrom: nil))
    switch judgement.verdict {
    case .holds: descend(from: judgement.checker, origin: judgement)
    case .violated: ascend(from: judgement.checker, origin: judgement)
    case .pending, .unknown: break
    }
  }

  private mutating func put(_ entry: StrongestModels.Entry) {
    guard let index = relevant.firstIndex(of: entry.model) else { return }
    if judged[index]?.judgement.verdict.isOpen ?? true { judged[index] = entry }
  }

  private mutating func descend(from model: CheckerName, origin: Judgement) {
    for step in ModelMap.implications where step.stronger == model {
      guard carries(step) else { continue }
      let shared = origin.orders.map { $0.withoutPoints }
      let inferred = Judgement(step.weaker, .holds, orders: shared)
      put(.init(judgement: inferred, inferredFrom: origin.checker))
      var next = origin
      next.orders = shared
      descend(from: step.weaker, origin: next)
    }
  }

  private mutating func ascend(from model: CheckerName, origin: Judgement) {
    for step in ModelMap.implications where step.weaker == model {
      guard carries(step) else { continue }
      let witnesses = origin.verdict.witnesses.map { witness in
        var witness = witness
        witness.checker = step.stronger
        return witness
      }
      put(
        .init(
          judgement: Judgement(step.stronger, .violated(witnesses)), inferredFrom: origin.checker))
      ascend(from: step.stronger, origin: origin)
    }
  }

  private func carries(_ step: ModelMap.Implication) -> Bool {
    switch step.proviso {
    case .always: true
    case .sessionsWithinProcesses: sessionsAreOfOneProcess
    case .definitionsOnly: false
    }
  }
}

extension Serialization {
  /// The order alone: points mean something only under real time.
  var withoutPoints: Serialization {
    Serialization(
      process: process, steps: steps.map { .init(operation: $0.operation, point: nil) })
  }
}

extension History {
  /// Whether no session spans processes, so that a session's order is part of program order. O(n).
  var sessionsAreOfOneProcess: Bool {
    var owners: [SessionID: ProcessID] = [:]
    return operations.allSatisfy { operation in
      let owner = owners[operation.session, default: operation.process]
      owners[operation.session] = owner
      return owner == operation.process
    }
  }

  /// The same operations without what only an omniscient observer knows. O(n).
  func asSeenByClients() -> History {
    rewritten(keepsNotes: false, completion: { $1.observation = nil })
  }
}
