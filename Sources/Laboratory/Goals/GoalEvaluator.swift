import Checkers
import Histories

/// Evaluates a tree in a context.
struct GoalEvaluator {
  let context: GoalContext
  var run: Run { context.run }

  // MARK: Truth

  /// The truth of a property, and what decided it.
  func truth(_ node: GoalNode) throws(GoalStop) -> (Bool, String) {
    switch node {
    case .and(let left, let right):
      let first = try truth(left)
      guard first.0 else { return first }
      let second = try truth(right)
      return (second.0, second.0 ? "\(first.1); \(second.1)" : second.1)
    case .or(let left, let right): return try either(left, right)
    case .not(let inner):
      let (truth, witness) = try truth(inner)
      return (!truth, witness)
    case .compare(let comparison, let left, let right):
      return try compare(comparison, left, right)
    case .inRun(let name, let body):
      let other = try named(name)
      let (truth, witness) = try other.truth(body)
      return (truth, "in the run \(name): \(witness)")
    default:
      guard case .truth(let truth) = try value(node) else {
        throw .invalid(GoalSyntaxError(column: 1, "\(node.words) is a value, not a property"))
      }
      return (truth, try propertyWitness(node, truth))
    }
  }

  /// One side decides even when the other is not decided yet.
  private func either(_ left: GoalNode, _ right: GoalNode) throws(GoalStop) -> (Bool, String) {
    let first: (Bool, String)
    do {
      first = try truth(left)
    } catch {
      let second = try truth(right)
      if second.0 { return second }
      throw error
    }
    return first.0 ? first : try truth(right)
  }

  private func compare(
    _ comparison: GoalNode.Comparison, _ left: GoalNode, _ right: GoalNode
  ) throws(GoalStop) -> (Bool, String) {
    let a = try value(left)
    let b = try value(right)
    let truth =
      switch comparison {
      case .equal: a == b
      case .notEqual: a != b
      case .less: a < b
      case .lessOrEqual: a <= b
      case .greater: a > b
      case .greaterOrEqual: a >= b
      }
    // A literal says nothing of the run.
    if case .literal = left { return (truth, GoalWords(evaluator: self).sentence(right, b)) }
    return (truth, GoalWords(evaluator: self).sentence(left, a))
  }

  private func propertyWitness(_ node: GoalNode, _ truth: Bool) throws(GoalStop) -> String {
    guard case .call(_, let arguments, _) = node, let first = arguments.first,
      case .word(let name, _) = first.value, let checker = CheckerName(parsing: name)
    else {
      if case .literal = node { return "\(node.words) is \(truth ? "so" : "not so")" }
      return GoalWords(evaluator: self).sentence(node, .truth(truth))
    }
    switch run.verdict(of: checker) {
    case .violated(let witnesses):
      return witnesses.first.map { run.describe($0) } ?? checker.words
    default: return "\"\(checker.promise)\" holds"
    }
  }

  // MARK: Values

  func value(_ node: GoalNode) throws(GoalStop) -> GoalValue {
    switch node {
    case .literal(let value): return value
    case .word(let word, _): return try wordValue(word)
    case .tuple(let elements): return .tuple(try values(elements))
    case .set(let elements): return .makeSet(try values(elements))
    case .list(let elements): return .list(try values(elements))
    case .call(let name, let arguments, let column):
      return try GoalFunctions(evaluator: self, column: column).call(name, arguments)
    case .sweep(let smallest, let knob, let range, let body, let column):
      return try sweep(smallest, knob, range, body, column)
    case .inRun(let name, let body): return try named(name).value(body)
    case .compare, .and, .or, .not: return .truth(try truth(node).0)
    }
  }

  private func values(_ nodes: [GoalNode]) throws(GoalStop) -> [GoalValue] {
    var result: [GoalValue] = []
    for node in nodes { result.append(try value(node)) }
    return result
  }

  /// A measure, or the word itself.
  private func wordValue(_ word: String) throws(GoalStop) -> GoalValue {
    if word == "quiescent" {
      return .truth(run.simulation.unrest == nil && !run.isRewound)
    }
    guard let measure = Measure(rawValue: word) else { return .text(word) }
    let (value, isSettled) = run.value(of: measure)
    guard isSettled || measure == .divergence else {
      throw .pending("\(measure.words) is known when the run has come to rest")
    }
    return .number(value)
  }

  private func named(_ name: String) throws(GoalStop) -> GoalEvaluator {
    guard let other = context.namedRun(name) else {
      throw .invalid(GoalSyntaxError(column: 1, "no run of this lesson is called \(name)"))
    }
    var inner = context
    inner.run = other
    return GoalEvaluator(context: inner)
  }

  // MARK: Sweeps

  /// The smallest (largest) value of the range for which the property holds, assuming that it goes
  /// on holding beyond; found by bisection and confirmed at both sides of the edge.
  private func sweep(
    _ smallest: Bool, _ knob: String, _ range: ClosedRange<Int64>, _ body: GoalNode, _ column: Int
  ) throws(GoalStop) -> GoalValue {
    func holds(_ value: Int64) throws(GoalStop) -> Bool {
      guard let variant = context.variant(knob, .integer(value)) else {
        throw .invalid(GoalSyntaxError(column: column, "\(knob) does not take \(value)"))
      }
      var inner = context
      inner.run = variant
      return try GoalEvaluator(context: inner).truth(body).0
    }
    // `good` is the end of the range at which the property must hold for a search to make sense.
    var good = smallest ? range.upperBound : range.lowerBound
    guard try holds(good) else { return .none }
    var bad = smallest ? range.lowerBound - 1 : range.upperBound + 1
    while abs(good - bad) > 1 {
      let middle = bad + (good - bad) / 2
      if try holds(middle) { good = middle } else { bad = middle }
    }
    return .number(good)
  }
}

extension GoalNode {
  /// The node as it was written, near enough for messages.
  var words: String {
    func joined(_ nodes: [GoalNode]) -> String { nodes.map(\.words).joined(separator: ", ") }
    return switch self {
    case .literal(let value): value.description
    case .word(let word, _): word
    case .call(let name, let arguments, _):
      name + "("
        + arguments.map { ($0.label.map { "\($0): " } ?? "") + $0.value.words }
        .joined(separator: ", ") + ")"
    case .tuple(let nodes): "(\(joined(nodes)))"
    case .set(let nodes): "{\(joined(nodes))}"
    case .list(let nodes): "[\(joined(nodes))]"
    case .compare(let comparison, let left, let right):
      "\(left.words) \(comparison.rawValue) \(right.words)"
    case .and(let left, let right): "\(left.words) and \(right.words)"
    case .or(let left, let right): "\(left.words) or \(right.words)"
    case .not(let inner): "not \(inner.words)"
    case .sweep(let smallest, let knob, let range, let body, _):
      "\(smallest ? "smallest" : "largest")(\(knob) in "
        + "\(range.lowerBound)...\(range.upperBound) where \(body.words))"
    case .inRun(let name, let body): "run(\"\(name)\"): \(body.words)"
    }
  }
}
