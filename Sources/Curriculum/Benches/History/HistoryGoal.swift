import Checkers
import Histories
import Laboratory

/// A condition on a history board: terms joined by `and`, each one of `holds(Model)`,
/// `violated(Model)`, `strongest(Model)`, `placed(Model)`; the first two with a key behind the model,
/// `holds(Model, x)`, are about the operations on that key alone.
///
/// All but `placed` are decided by `HistoryJudge`; `placed` says that the points on the board explain
/// the history under the model.
public struct HistoryGoal: Hashable, Sendable {
  public enum Term: Hashable, Sendable {
    case holds(CheckerName, key: Key?)
    case violated(CheckerName, key: Key?)
    /// The model is one of the strongest that the history satisfies.
    case strongest(CheckerName)
    case placed(CheckerName)

    var model: CheckerName {
      switch self {
      case .holds(let model, _), .violated(let model, _), .strongest(let model),
        .placed(let model):
        model
      }
    }
  }
  public let text: String
  public let terms: [Term]

  /// - Throws: `BenchError` that says what was found and what was expected.
  public init(parsing text: String) throws(BenchError) {
    self.text = text
    var terms: [Term] = []
    for part in text.split(separator: " ", omittingEmptySubsequences: true)
      .split(separator: "and", omittingEmptySubsequences: false)
    {
      terms.append(try Self.term(part.joined()))
    }
    self.terms = terms
  }

  /// The models that it asks about, in the order of its terms.
  public var models: [CheckerName] { terms.map(\.model) }

  private static func term(_ text: String) throws(BenchError) -> Term {
    let expected =
      "expected holds(MODEL), violated(MODEL), strongest(MODEL) or placed(MODEL)"
    guard let open = text.firstIndex(of: "("), text.last == ")" else {
      throw BenchError(.expression, "found \"\(text)\", \(expected)")
    }
    let inside = text[text.index(after: open)..<text.index(before: text.endIndex)]
    let parts = inside.split(separator: ",", omittingEmptySubsequences: false)
    guard let name = parts.first, let model = CheckerName(parsing: name), isOfValues(model) else {
      let known = CheckerName.allCases.filter { isOfValues($0) }.map(\.name)
      throw BenchError(
        .expression,
        "found \"\(parts.first ?? "")\", expected " + known.joined(separator: ", "))
    }
    let key = parts.count == 2 && !parts[1].isEmpty ? Key(String(parts[1])) : nil
    let word = text[..<open]
    guard parts.count == 1 || key != nil && (word == "holds" || word == "violated") else {
      throw BenchError(.expression, "found \"\(text)\", \(expected)")
    }
    switch word {
    case "holds": return .holds(model, key: key)
    case "violated": return .violated(model, key: key)
    case "strongest": return .strongest(model)
    case "placed": return .placed(model)
    default: throw BenchError(.expression, "found \"\(text[..<open])\", \(expected)")
    }
  }

  /// Whether a model is decided from instants and values alone.
  private static func isOfValues(_ model: CheckerName) -> Bool {
    switch model {
    case .causalPlus, .strongEventualConsistency, .eventualConsistency, .convergence,
      .consistentPrefix, .boundedStaleness:
      false
    default: ModelMap.models.contains(model)
    }
  }

  /// Whether the board meets the goal, with the first term that it does not.
  public func evaluate(on board: HistoryBoard) -> GoalOutcome {
    for term in terms {
      if let outcome = Self.failure(of: term, on: board) { return outcome }
    }
    return GoalOutcome(.met, terms.map { Self.witness(of: $0, on: board) }.joined(separator: "; "))
  }

  /// What a term that is met says, in words.
  private static func witness(of term: Term, on board: HistoryBoard) -> String {
    switch term {
    case .placed: "in the order " + board.order.map(\.name).joined(separator: ", ")
    case .holds(let model, let key): model.words + place(key) + " holds"
    case .violated(let model, let key): model.words + place(key) + " does not hold"
    case .strongest(let model): "nothing stronger than \(model.words) holds"
    }
  }

  private static func place(_ key: Key?) -> String { key.map { " of \($0.name) alone" } ?? "" }

  private static func failure(of term: Term, on board: HistoryBoard) -> GoalOutcome? {
    switch term {
    case .placed(let model):
      return board.objection(under: model).map { GoalOutcome(.unmet, $0) }
    case .holds(let model, let key): return failure(of: model, key, wantsToHold: true, on: board)
    case .violated(let model, let key):
      return failure(of: model, key, wantsToHold: false, on: board)
    case .strongest(let model): return failure(ofStrongest: model, on: board)
    }
  }

  private static func failure(
    of model: CheckerName, _ key: Key?, wantsToHold: Bool, on board: HistoryBoard
  ) -> GoalOutcome? {
    let board = key.map { board.restricted(to: $0) } ?? board
    let verdict = HistoryJudge(.init(explains: false)).judge(model, board.history).verdict
    let place = place(key)
    guard verdict == .holds || verdict.isViolated else {
      return GoalOutcome(.unknown, "\(model.words)\(place) could not be decided")
    }
    guard (verdict == .holds) != wantsToHold else { return nil }
    return GoalOutcome(
      .unmet, "\(model.words)\(place) \(verdict == .holds ? "holds" : "does not hold")")
  }
}

extension HistoryGoal {
  private static func failure(
    ofStrongest model: CheckerName, on board: HistoryBoard
  ) -> GoalOutcome? {
    let found = HistoryJudge(.init(explains: false)).strongest(board.history)
    let stronger = ModelMap.all(strongerThan: model).compactMap { found[$0] }
    let others = stronger.filter { !$0.verdict.isViolated }
    switch found[model]?.verdict {
    case .violated: return GoalOutcome(.unmet, "\(model.words) does not hold")
    case .holds where others.isEmpty: return nil
    case .holds where others.contains { $0.verdict == .holds }:
      let names = others.filter { $0.verdict == .holds }.map(\.checker.words)
      return GoalOutcome(.unmet, names.joined(separator: ", ") + " holds too")
    default: return GoalOutcome(.unknown, "the strongest model could not be decided")
    }
  }
}
