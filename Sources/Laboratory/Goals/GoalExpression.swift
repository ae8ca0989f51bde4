import Histories

/// An expression of the goal language: a property of a run, or a value computed from one.
///
/// Its grammar is in docs/LESSONS.md. An expression is data: parsing and evaluating it is total,
/// and evaluation is a pure function of the runs that its context supplies.
public struct GoalExpression: Hashable, Sendable {
  public let text: String
  let root: GoalNode

  /// Reads the text of an expression.
  /// - Throws: `GoalSyntaxError` with the column, what was found and what was expected.
  public init(parsing text: String) throws(GoalSyntaxError) {
    self.text = text
    var parser = GoalParser(tokens: try GoalLexer.tokens(text))
    root = try parser.parseAll()
  }
}

/// A node of the syntax tree.
indirect enum GoalNode: Hashable, Sendable {
  enum Comparison: String, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// An argument of a function: `at: 1500` has a label.
  struct Argument: Hashable, Sendable {
    let label: String?
    let value: GoalNode
  }

  case literal(GoalValue)
  /// A bare word: a measure, or a text without quotes.
  case word(String, column: Int)
  case call(String, [Argument], column: Int)
  case tuple([GoalNode])
  case set([GoalNode])
  case list([GoalNode])
  case compare(Comparison, GoalNode, GoalNode)
  case and(GoalNode, GoalNode)
  case or(GoalNode, GoalNode)
  case not(GoalNode)
  /// `smallest(window in 0...4000 where …)`.
  case sweep(smallest: Bool, knob: String, range: ClosedRange<Int64>, GoalNode, column: Int)
  /// `run("name"): …` judges a named run.
  case inRun(String, GoalNode)
}
