import Histories

/// Which consistency models a history satisfies, and the strongest of them.
public struct StrongestModels: Hashable, Sendable {
  /// One model, with where its verdict comes from.
  public struct Entry: Hashable, Sendable {
    public let judgement: Judgement
    /// The model whose verdict decided this one by the map; nil if it was judged by itself. An order is then
    /// that model's, without points; a witness is that model's, minimal for it, under this one's name.
    public let inferredFrom: CheckerName?

    public var model: CheckerName { judgement.checker }
  }

  /// The models that the history satisfies and that no other of them implies: a set, since not every two
  /// models can be compared. In the order of the map. Empty if it satisfies none.
  public let maximal: [CheckerName]
  /// Every model that speaks of the history, in the order of the map.
  public let entries: [Entry]
  /// Whether no verdict that is open could change `maximal`, but for `unjudged`.
  public private(set) var isDecided: Bool

  /// The verdict of a model; nil if it does not speak of the history.
  public subscript(model: CheckerName) -> Judgement? {
    entries.first { $0.model == model }?.judgement
  }

  /// The models that are open because a limit was reached or values are ambiguous, and that could change
  /// `maximal`, in the order of the map.
  public var open: [CheckerName] { undecided.filter { !lacksInput($0) } }

  /// The models by which this history cannot be judged, since it lacks what they need, whatever is spent: without
  /// the order in which a store applied writes, for instance, values alone never tell whether it respected that
  /// of a session. Only models that could change `maximal`, in the order of the map.
  public var unjudged: [CheckerName] { undecided.filter { lacksInput($0) } }

  private var undecided: [CheckerName] {
    entries.filter { entry in
      entry.judgement.verdict.isOpen && !maximal.contains { ModelMap.implies($0, entry.model) }
    }.map(\.model)
  }

  private func lacksInput(_ model: CheckerName) -> Bool {
    if case .unknown(let reason)? = self[model]?.verdict { reason.isMissingInput } else { false }
  }

  init(_ entries: [Entry]) {
    self.entries = entries
    maximal = ModelMap.maximal(
      of: entries.filter { $0.judgement.verdict == .holds }.map(\.model))
    isDecided = true
    isDecided = open.isEmpty
  }
}

extension Verdict {
  /// Neither holds nor violated.
  var isOpen: Bool {
    switch self {
    case .holds, .violated: false
    case .pending, .unknown: true
    }
  }
}

extension UnknownReason {
  /// Whether the history lacks something that no larger budget would replace.
  public var isMissingInput: Bool {
    switch self {
    case .missingVisibility, .missingCommit, .missingPlacement, .ambiguousPosition,
      .missingArbitration, .missingSurvivors, .missingDigest, .missingBound, .unsupportedCall,
      .missingNotes, .missingFinalState, .missingVersionOrder:
      true
    default: false
    }
  }
}
