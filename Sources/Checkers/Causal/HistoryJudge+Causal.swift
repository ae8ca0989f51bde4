import Histories

extension HistoryJudge {
  /// PRAM and the three notions of causal consistency: by `CausalChecker`; where it cannot tell what was read,
  /// PRAM and causal memory of a small history by `ExactChecker`.
  func causal(_ model: CheckerName, _ history: History) -> Judgement {
    let fast = CausalChecker(budget: options.budget).check(model, history)
    guard case .unknown(.missingReadsFrom) = fast, model.method == .exactSearch else {
      return Judgement(model, fast)
    }
    let exact = searched(model, history)
    // Of two reasons the operation is the more helpful one.
    if case .unknown = exact.verdict { return Judgement(model, fast) }
    return exact
  }
}
