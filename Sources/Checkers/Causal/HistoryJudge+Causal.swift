import Histories

extension HistoryJudge {
  /// PRAM and the three notions of causal consistency, by the first of these that decides:
  /// * `CausalChecker`, from values;
  /// * `ExactChecker`, of a small history of which values do not tell who read from whom, or of other types;
  /// * `CausalChecker`, with sources as they were observed;
  /// * `LinearizabilityChecker`: where a history is linearizable, in an order that respects program order, it satisfies
  ///   every model here.
  func causal(_ model: CheckerName, _ history: History) -> Judgement {
    let fast = CausalChecker(budget: options.budget).check(model, history)
    if case .violated(let witness) = fast {
      return Judgement(model, .violated(minimized(witness, of: history)))
    }
    guard case .unknown(let reason) = fast, reason != .timeIsUp else {
      return Judgement(model, fast)
    }
    if case .missingReadsFrom = reason {
      let exact = searched(model, history)
      if exact.isDecided || exact.verdict == .unknown(.timeIsUp) { return exact }
      let observed = CausalChecker(budget: options.budget, usesObservations: true)
      switch observed.check(model, history) {
      case .violated(let witness):
        return Judgement(model, .violated(minimized(witness, of: history)))
      case .holds(let orders): return Judgement(model, .holds(orders))
      case .unknown: break
      }
      // Of types whose values are not followed to a write it is the search that did not come to its end.
      if let order = strongestOrder(model, history) { return order }
      return history.followsValues(of: reason) ? Judgement(model, fast) : exact
    }
    // Of several reasons not to know, the first names the operation that is in the way.
    return strongestOrder(model, history) ?? Judgement(model, fast)
  }

  private func strongestOrder(_ model: CheckerName, _ history: History) -> Judgement? {
    let order = judge(.linearizability, history)
    guard order.verdict == .holds else { return nil }
    return Judgement(model, .holds)
  }
}

extension Judgement {
  fileprivate var isDecided: Bool { verdict == .holds || verdict.isViolated }
}

extension History {
  /// Whether the operation that a reason names is one of registers, whose values tell what was read.
  fileprivate func followsValues(of reason: UnknownReason) -> Bool {
    guard case .missingReadsFrom(let id) = reason else { return true }
    return self[id].call.allCalls(\.isRegisterCall)
  }
}
