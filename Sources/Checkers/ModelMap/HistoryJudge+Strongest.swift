import Histories

extension HistoryJudge {
  /// The strongest models that a history satisfies, of those that instants and values decide; transactional
  /// ones only if some call is on several keys, registers' only if every call is a read or a write.
  ///
  /// What an observer inside the system knows is left aside, so that all verdicts rest on the same evidence
  /// and the map holds between them; a live check may therefore see a violation that clients cannot.
  ///
  /// Each model is judged at most once, and not at all where the map decides it from another; the dearest
  /// search, sequential consistency, comes last. The verdicts are those that `judge` gives, except that an
  /// inferred one may decide what `judge` leaves open. As many judgements as there are models at most.
  public func strongest(_ history: History) -> StrongestModels {
    let history = history.asSeenByClients()
    let relevant = ModelMap.judged(of: history)
    var inference = ModelInference(relevant, history)
    judgeLinearizability(history, &inference)
    for model in Self.byCost where inference.needs(model) {
      let isOver = options.budget.isOver?() ?? false
      inference.settle(isOver ? Judgement(model, .unknown(.timeIsUp)) : judge(model, history))
    }
    return StrongestModels(inference.entries)
  }

  /// The models below linearizability in the order in which they are judged: those whose verdicts decide most
  /// at least cost first.
  private static let byCost: [CheckerName] = [
    .causalConsistency, .causalConvergence, .weakCausalConsistency, .pram, .readYourWrites,
    .monotonicReads, .monotonicWrites, .writesFollowReads, .regularRegister, .safeRegister,
    .serializability, .sequentialConsistency,
  ]

  /// A transaction is judged as one operation, so that strict serializability is the same question.
  private func judgeLinearizability(_ history: History, _ inference: inout ModelInference) {
    let linear = judge(.linearizability, history)
    if inference.needs(.strictSerializability) {
      inference.settle(linear.renamed(.strictSerializability))
    }
    inference.settle(linear)
  }

  /// Sequential consistency, by search; where a limit ends that, by models that are decided of long histories too:
  /// linearizability, which implies it, with an order that respects program order, and those that it implies, with what
  /// violates them.
  func sequentialConsistency(_ history: History) -> Judgement {
    let judgement = searched(.sequentialConsistency, history)
    switch judgement.verdict {
    case .unknown(.tooManyOperations), .unknown(.tooManyStates): break
    default: return judgement
    }
    let checker = linearizabilityChecker(reducesWitnesses: false)
    if case .holds(let orders) = checker.checkInProgramOrder(history), let order = orders.first {
      return Judgement(.sequentialConsistency, .holds, orders: [order.withoutPoints])
    }
    for step in ModelMap.implications
    where step.stronger == .sequentialConsistency && step.proviso == .always {
      guard var witness = judge(step.weaker, history).verdict.witnesses.first else { continue }
      witness.checker = .sequentialConsistency
      witness.isMinimal = false
      return Judgement(.sequentialConsistency, .violated(minimized(witness, of: history)))
    }
    return judgement
  }
}

extension ModelMap {
  /// The models that `strongest` judges a history by, in the order of `models`: those that instants and values
  /// decide and that speak of its calls. The session guarantees ask which version of a register was read.
  public static func judged(of history: History) -> [CheckerName] {
    judged(of: history.operations[...])
  }

  /// The same for operations that are not a history yet. O(operations), without a copy of them.
  public static func judged(of operations: ArraySlice<Operation>) -> [CheckerName] {
    var (hasTransactions, isOfRegisters, tellsVersions) = (false, true, true)
    operations.withUnsafeBufferPointer { operations in
      for place in operations.indices {
        // Matched where it is: to copy an operation takes longer than all the rest.
        switch operations[place].call {
        case .read, .write, .conditionalPut, .delete: continue
        case .readMany: hasTransactions = true
        case .compareAndSet: isOfRegisters = false
        case .transaction(let calls):
          (hasTransactions, isOfRegisters) = (true, false)
          tellsVersions = tellsVersions && calls.allSatisfy { $0.allCalls(\.isOfRegister) }
        default: (isOfRegisters, tellsVersions) = (false, false)
        }
      }
    }
    return models.filter { model in
      switch model {
      case .strictSerializability, .serializability: hasTransactions
      case .regularRegister, .safeRegister: isOfRegisters
      case .readYourWrites, .monotonicReads, .monotonicWrites, .writesFollowReads: tellsVersions
      case .causalPlus, .strongEventualConsistency, .eventualConsistency, .convergence,
        .consistentPrefix, .boundedStaleness:
        false
      default: true
      }
    }
  }
}

extension Call {
  /// Whether something is true of the call, or of every call of the transaction.
  func allCalls(_ test: (Call) -> Bool) -> Bool {
    if case .transaction(let calls) = self {
      calls.allSatisfy { $0.allCalls(test) }
    } else {
      test(self)
    }
  }

  /// Whether it reads, overwrites or compares registers.
  fileprivate var isOfRegister: Bool {
    if case .compareAndSet = self { true } else { isReadOrWrite }
  }

  /// Whether it reads registers or overwrites one, whatever they hold.
  var isReadOrWrite: Bool {
    switch self {
    case .read, .readMany, .write, .conditionalPut, .delete: true
    default: false
    }
  }
}

extension Judgement {
  /// The same finding under the name of another checker.
  func renamed(_ other: CheckerName) -> Judgement {
    var copy = self
    copy.checker = other
    if case .violated(let witnesses) = verdict {
      copy.verdict = .violated(
        witnesses.map { witness in
          var witness = witness
          witness.checker = other
          return witness
        })
    }
    return copy
  }
}
