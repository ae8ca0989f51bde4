import Checkers
import Histories

/// What the board says of one model, as its points stand.
public struct BoardVerdict: Hashable, Sendable {
  public enum State: Hashable, Sendable {
    /// A question that is still open asks for it.
    case asked
    /// The points explain the history.
    case explained
    /// They do not, and others would: which bar, and why.
    case notYet(String)
    /// No points explain it. The bars are those of a minimal witness.
    case impossible([ForbiddenEdge], bars: [Int])
    /// The model has no single order, so no points can show it; it holds.
    case holds
    /// The same; it is violated by these bars.
    case violated(bars: [Int])
    case unknown(String)
  }

  public var model: CheckerName
  public var state: State

  public init(model: CheckerName, state: State) {
    self.model = model
    self.state = state
  }
}

/// What does not depend on where the points are: found once for a board.
struct BoardJudgement: Hashable, Sendable {
  let model: CheckerName
  let verdict: Verdict
  /// The bars of the first witness.
  let bars: [Int]
  let edges: [ForbiddenEdge]

  init(_ model: CheckerName, of board: HistoryBoard) {
    self.model = model
    let history = board.history
    verdict = HistoryJudge(.init(explains: false)).judge(model, history).verdict
    bars = verdict.witnesses.first?.operations.map { Int($0.index) } ?? []
    edges =
      HistoryBoard.takesPoints(model)
      ? BoardOrders(board: board, model: model, core: bars).forbiddenEdges() : []
  }

  func state(on board: HistoryBoard) -> BoardVerdict.State {
    switch verdict {
    case .pending: return .unknown("the history is not complete")
    case .unknown(let reason): return .unknown(reason.description)
    case .holds where HistoryBoard.takesPoints(model):
      return board.objection(under: model).map { .notYet($0) } ?? .explained
    case .holds: return .holds
    case .violated where HistoryBoard.takesPoints(model): return .impossible(edges, bars: bars)
    case .violated: return .violated(bars: bars)
    }
  }
}

extension HistoryBoard {
  /// Whether a model has one order for all, which points can show.
  public static func takesPoints(_ model: CheckerName) -> Bool {
    model == .linearizability || model == .sequentialConsistency
  }

  /// Why a pair is forbidden, in two sentences: what the model wants, and what the results want.
  public func sentence(
    _ edge: ForbiddenEdge, under model: CheckerName, bars core: [Int]
  ) -> String {
    let (first, second) = (bars[edge.first], bars[edge.second])
    let demand: String
    if model == .linearizability, let completed = first.completed, completed < second.invoked {
      demand = "it returned at \(completed), and \(second.name) began at \(second.invoked)"
    } else {
      demand = "\(first.process) did it first"
    }
    let found = core.sorted().compactMap { findings(of: bars[$0]) }
    return "\(first.name) comes before \(second.name): \(demand). But \(Self.list(found)), "
      + "so \(second.name) comes before \(first.name)."
  }

  /// What an impossible board says where no single pair is to blame.
  public func sentence(bars core: [Int]) -> String {
    "No order of \(Self.list(core.sorted().map { bars[$0].name })) explains what they returned."
  }

  private func findings(of bar: Bar) -> String? {
    guard let result = bar.result, bar.completed != nil else { return nil }
    if case .compareAndSet = bar.call {
      return "\(bar.name) was \(result == .integer(1) ? "done" : "refused")"
    }
    return "\(bar.name) \(bar.call.isReadOnly ? "found" : "returned") \(result)"
  }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "nothing" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}
