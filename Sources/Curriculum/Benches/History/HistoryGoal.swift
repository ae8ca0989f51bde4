import Checkers
import Laboratory

/// A condition on a history board: terms joined by `and`, each one of
/// `holds(Model)`, `violated(Model)`, `placed(Model)`.
///
/// `holds` and `violated` are decided by the exact search; `placed` says that the points on the board
/// explain the history under the model.
public struct HistoryGoal: Hashable, Sendable {
  public enum Term: Hashable, Sendable {
    case holds(CheckerName)
    case violated(CheckerName)
    case placed(CheckerName)
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

  private static func term(_ text: String) throws(BenchError) -> Term {
    let expected = "expected holds(MODEL), violated(MODEL) or placed(MODEL)"
    guard let open = text.firstIndex(of: "("), text.last == ")" else {
      throw BenchError(.expression, "found \"\(text)\", \(expected)")
    }
    let inside = text[text.index(after: open)..<text.index(before: text.endIndex)]
    guard let model = CheckerName(parsing: inside), model.method == .exactSearch else {
      let known = CheckerName.inRuns.filter { $0.method == .exactSearch }.map(\.name)
      throw BenchError(
        .expression, "found \"\(inside)\", expected " + known.joined(separator: ", "))
    }
    switch text[..<open] {
    case "holds": return .holds(model)
    case "violated": return .violated(model)
    case "placed": return .placed(model)
    default: throw BenchError(.expression, "found \"\(text[..<open])\", \(expected)")
    }
  }

  /// Whether the board meets the goal, with the first term that it does not.
  public func evaluate(on board: HistoryBoard) -> GoalOutcome {
    for term in terms {
      if let outcome = Self.failure(of: term, on: board) { return outcome }
    }
    return GoalOutcome(.met, text)
  }

  private static func failure(of term: Term, on board: HistoryBoard) -> GoalOutcome? {
    switch term {
    case .placed(let model):
      return board.objection(under: model).map { GoalOutcome(.unmet, $0) }
    case .holds(let model), .violated(let model):
      let wantsToHold = if case .holds = term { true } else { false }
      guard let holds = ExactChecker().decide(model, board.history) else {
        return GoalOutcome(.unknown, "\(model.words) could not be decided")
      }
      guard holds != wantsToHold else { return nil }
      return GoalOutcome(
        .unmet, "\(model.words) \(holds ? "holds" : "does not hold")")
    }
  }
}
