import Checkers

extension GoalExpression {
  /// The checkers that it asks about, in the order of the text; one may come twice. O(length).
  public var checkers: [CheckerName] { Self.checkers(in: root) }

  private static func checkers(in node: GoalNode) -> [CheckerName] {
    switch node {
    case .literal, .word: []
    case .call("violations", let arguments, _), .call("holds", let arguments, _),
      .call("violated", let arguments, _):
      arguments.compactMap { argument in
        if case .word(let name, _) = argument.value { CheckerName(parsing: name) } else { nil }
      }
    case .call(_, let arguments, _): arguments.flatMap { checkers(in: $0.value) }
    case .tuple(let nodes), .set(let nodes), .list(let nodes): nodes.flatMap { checkers(in: $0) }
    case .compare(_, let left, let right), .and(let left, let right), .or(let left, let right):
      checkers(in: left) + checkers(in: right)
    case .not(let node), .inRun(_, let node), .sweep(_, _, _, let node, _): checkers(in: node)
    }
  }
}
