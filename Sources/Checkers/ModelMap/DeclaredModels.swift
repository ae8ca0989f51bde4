import Histories

/// What a store is declared to satisfy, against what was observed.
public enum DeclaredModels {
  /// What judgements say of one declared model.
  public enum Finding: Hashable, Sendable {
    /// It was judged, and holds.
    case confirmed
    /// It, or something that it implies, is violated.
    case contradicted(by: Judgement)
    /// Nothing contradicts it, and it was not decided itself; with the reason, where it was judged.
    case open(UnknownReason?)
  }

  /// One finding for each declared model, in the order given. A violation of any model that a declared one implies
  /// contradicts it too; of several the one highest on the map is named, and that of the model itself first.
  ///
  /// One run can contradict a declaration; it never proves one. O(declared * judgements * steps of the map).
  public static func compare(
    _ declared: [CheckerName], with judgements: [Judgement]
  ) -> [(model: CheckerName, finding: Finding)] {
    declared.map { model in
      let own = judgements.first { $0.checker == model }
      let others = ModelMap.all(weakerThan: model).compactMap { weaker in
        judgements.first { $0.checker == weaker }
      }
      let judged = [own].compactMap(\.self) + others
      if let violated = judged.first(where: { $0.verdict.isViolated }) {
        return (model, .contradicted(by: violated))
      }
      switch own?.verdict {
      case .holds: return (model, .confirmed)
      case .unknown(let reason): return (model, .open(reason))
      case nil, .pending, .violated: return (model, .open(nil))
      }
    }
  }
}
