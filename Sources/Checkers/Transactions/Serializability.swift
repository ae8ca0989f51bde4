import Histories

/// Serializability (Papadimitriou 1979; Adya 1999): one order of the transactions, each as a whole, explains every
/// result. Neither real time nor the order of a session counts, so that components of keys that no transaction
/// joins are decided by themselves.
///
/// Of each component, in this order: the dependency graph, where every value read has one writer; the exact search, up
/// to the operations that it accepts; and linearizability of the whole history, which is stronger. A component beyond
/// all of these is violated if an update was lost in it, else unknown.
struct Serializability {
  let history: History
  let options: HistoryJudge.Options
  private let problem: SearchProblem

  init(_ history: History, _ options: HistoryJudge.Options) {
    self.history = history
    self.options = options
    problem = SearchProblem(
      history: history,
      limits: .init(
        operationsMax: options.budget.exactOperationsMax,
        statesMax: options.budget.configurationsMax), as: options.specification,
      isOver: options.budget.isOver)
  }

  private var budget: Budget { options.budget }

  func judge() -> Judgement {
    var order: [Int32] = []
    var undecided: UnknownReason?
    for part in HistoryPartition(history.operations).components {
      let component = part.members.map { history.operations[Int($0)] }
      var spent = 0
      switch decide(component, &spent) {
      case .serial(let found): order += found
      case .impossible: return violated(component)
      case .unknown(let reason): undecided = undecided ?? reason
      }
    }
    guard let undecided else { return .init(.serializability, .holds, orders: [serial(order)]) }
    return otherwise(undecided)
  }

  private enum Decision {
    case serial([Int32])
    case impossible
    case unknown(UnknownReason)
  }

  private func decide(_ component: [Operation], _ spent: inout Int) -> Decision {
    var reason = UnknownReason.tooManyOperations(
      count: component.count, maximum: budget.exactOperationsMax)
    // The matrices of the graph take a bit for each pair, and closing them a step for each 64 of those. With a
    // deadline in place of a limit of steps the memory is bounded all the same.
    if component.count <= SerializationGraph.transactionsMax,
      component.count * component.count / 64 <= budget.stepsMax / max(component.count, 1),
      let graph = SerializationGraph(component, history, budget)
    {
      switch graph.decide(&spent) {
      case .serial(let order): return .serial(order)
      case .impossible: return .impossible
      case .exhausted:
        if budget.isOver?() ?? false { return .unknown(.timeIsUp) }
        reason = .tooManySteps(maximum: budget.stepsMax)
      }
    }
    guard component.count <= budget.exactOperationsMax else { return .unknown(reason) }
    switch problem.solve(.serializability, component) {
    case .found(let orders): return .serial(orders[0].steps.map(\.operation.index))
    case .impossible: return .impossible
    case .unknown(let reason): return .unknown(reason)
    }
  }

  /// What the stronger model or a lost update says, where the search for an order ended.
  private func otherwise(_ reason: UnknownReason) -> Judgement {
    if reason != .timeIsUp {
      let linearizability = HistoryJudge(options).judge(.linearizability, history)
      if linearizability.verdict == .holds {
        return Judgement(
          .serializability, .holds, orders: linearizability.orders.map(\.withoutPoints))
      }
    }
    let lost = LostUpdate(history, takesPositions: false).verdict
    if lost.isViolated {
      return Judgement(.lostUpdate, lost).renamed(.serializability)
    }
    return Judgement(.serializability, .unknown(reason))
  }

  private func violated(_ component: [Operation]) -> Judgement {
    let closure = ReadsFromClosure(component.map(\.id.index), history, inRealTime: false)
    var spent = 0
    var isMinimal = true
    let kept = closure.minimal(component.map(\.id.index)) { members in
      if spent > budget.minimizationMax || budget.isOver?() ?? false {
        isMinimal = false
        return nil
      }
      switch decide(members.map { history.operations[Int($0)] }, &spent) {
      case .impossible: return true
      case .serial: return false
      case .unknown:
        isMinimal = false
        return false
      }
    }
    var witness = Witness(
      .serializability, noOrderFor: kept.map { history.operations[Int($0)] })
    witness.isMinimal = isMinimal
    return Judgement(.serializability, .violated([witness]))
  }

  private func serial(_ order: [Int32]) -> Serialization {
    SearchProblem.serialization(of: nil, order.map { OperationID(Int($0)) })
  }
}

extension ReadsFromClosure {
  /// A subset that fails, is closed under reads-from, and of which no operation can be left out, together with
  /// those that then read what nobody wrote, so that what remains still fails; unless the spending ends
  /// before. Halves are left out first, then quarters and so on, later ones before earlier ones.
  ///
  /// - Precondition: `members`, ascending, fails; and whatever contains a failing closed set fails.
  /// - Parameter fails: nil when nothing more may be spent.
  func minimal(_ members: [Int32], _ fails: ([Int32]) -> Bool?) -> [Int32] {
    var kept = members
    var size = max(kept.count / 2, 1)
    while true {
      var isReduced = false
      var end = kept.count
      while end > 0 {
        let start = max(end - size, 0)
        var rest = kept
        rest.removeSubrange(start..<end)
        rest = closed(rest)
        guard let stillFails = fails(rest) else { return kept }
        if stillFails {
          kept = rest
          isReduced = true
          end = min(start, kept.count)
        } else {
          end = start
        }
      }
      if size == 1 && !isReduced { return kept }
      size = max(size / 2, 1)
    }
  }
}

extension SearchProblem {
  /// One order, whatever the operations' instants and processes.
  func serializeFreely(
    _ operations: [Operation], _ budget: inout StateBudget
  ) -> Solution {
    if let reason = tooMany(operations) { return .unknown(reason) }
    var serializer = Serializer(items(operations) { _, _ in false }, specification)
    switch serializer.search(&budget) {
    case .found(let order):
      return .found([Self.serialization(of: nil, order.map { operations[$0].id })])
    case .impossible: return .impossible(operations)
    case .exhausted(let reason): return .unknown(reason)
    }
  }
}

extension HistoryJudge {
  func serializability(_ history: History) -> Judgement {
    Serializability(history, options).judge()
  }

  /// A transaction is judged as one operation on the objects that it joins, so that strict serializability is
  /// linearizability of the transactions (Herlihy and Wing 1990, section 3). With instants of true time this is
  /// external consistency (Corbett et al. 2012).
  func strictSerializability(_ history: History) -> Judgement {
    judge(.linearizability, history).renamed(.strictSerializability)
  }
}
