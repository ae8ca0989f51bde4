/// Reads tokens into a tree by recursive descent, with a bounded depth.
struct GoalParser {
  private let tokens: [GoalToken]
  private var index = 0
  private var depth = 0
  private static let depthMax = 64

  init(tokens: [GoalToken]) { self.tokens = tokens }

  private var next: GoalToken { tokens[index] }

  private mutating func take() -> GoalToken {
    defer { if index < tokens.count - 1 { index += 1 } }
    return tokens[index]
  }

  private func isSign(_ sign: String) -> Bool { next.kind == .sign(sign) }
  private func isWord(_ word: String) -> Bool { next.kind == .word(word) }

  private mutating func takeSign(_ sign: String) -> Bool {
    guard isSign(sign) else { return false }
    _ = take()
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    _ = take()
    return true
  }

  private func expected(_ what: String) -> GoalSyntaxError {
    GoalSyntaxError(column: next.column, "found \(next.words), expected \(what)")
  }

  private mutating func require(_ sign: String) throws(GoalSyntaxError) {
    guard takeSign(sign) else { throw expected(sign) }
  }

  mutating func parseAll() throws(GoalSyntaxError) -> GoalNode {
    let node = try parseOr()
    guard next.kind == .end else { throw expected("an operator or the end") }
    return node
  }

  private mutating func parseOr() throws(GoalSyntaxError) -> GoalNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else {
      throw GoalSyntaxError(column: next.column, "a goal nests at most \(Self.depthMax) deep")
    }
    var node = try parseAnd()
    while takeWord("or") { node = .or(node, try parseAnd()) }
    return node
  }

  private mutating func parseAnd() throws(GoalSyntaxError) -> GoalNode {
    var node = try parseNot()
    while takeWord("and") { node = .and(node, try parseNot()) }
    return node
  }

  private mutating func parseNot() throws(GoalSyntaxError) -> GoalNode {
    var negations = 0
    while takeWord("not") { negations += 1 }
    let node = try parseComparison()
    return negations % 2 == 1 ? .not(node) : node
  }

  private mutating func parseComparison() throws(GoalSyntaxError) -> GoalNode {
    let left = try parseOperand()
    guard case .sign(let sign) = next.kind, let comparison = GoalNode.Comparison(rawValue: sign)
    else { return left }
    _ = take()
    return .compare(comparison, left, try parseOperand())
  }

  private mutating func parseOperand() throws(GoalSyntaxError) -> GoalNode {
    let token = take()
    switch token.kind {
    case .number(let number): return .literal(.number(number))
    case .text(let text): return .literal(.text(text))
    case .sign("-"):
      guard case .number(let number) = take().kind else {
        index -= 1
        throw expected("a number")
      }
      return .literal(.number(-number))
    case .sign("("): return try parseParenthesis()
    case .sign("{"): return .set(try parseElements(until: "}"))
    case .sign("["): return .list(try parseElements(until: "]"))
    case .word("nil"): return .literal(.none)
    case .word("yes"): return .literal(.truth(true))
    case .word("no"): return .literal(.truth(false))
    case .word(let word):
      guard isSign("(") else { return .word(word, column: token.column) }
      _ = take()
      return try parseCall(word, column: token.column)
    default:
      throw GoalSyntaxError(
        column: token.column, "found \(token.words), expected a value or a property")
    }
  }

  private mutating func parseParenthesis() throws(GoalSyntaxError) -> GoalNode {
    let first = try parseOr()
    if takeSign(")") { return first }
    guard takeSign(",") else { throw expected("a comma or )") }
    return .tuple([first] + (try parseElements(until: ")")))
  }

  private mutating func parseElements(until close: String) throws(GoalSyntaxError) -> [GoalNode] {
    var elements: [GoalNode] = []
    if takeSign(close) { return elements }
    while true {
      elements.append(try parseOr())
      if takeSign(close) { return elements }
      guard takeSign(",") else { throw expected("a comma or \(close)") }
    }
  }

  private mutating func parseCall(
    _ name: String, column: Int
  ) throws(GoalSyntaxError) -> GoalNode {
    if name == "smallest" || name == "largest" {
      return try parseSweep(smallest: name == "smallest", column: column)
    }
    if name == "run" { return try parseRun() }
    var arguments: [GoalNode.Argument] = []
    if !takeSign(")") {
      while true {
        var label: String?
        if case .word(let word) = next.kind, tokens[index + 1].kind == .sign(":") {
          label = word
          index += 2
        }
        arguments.append(GoalNode.Argument(label: label, value: try parseOr()))
        if takeSign(")") { break }
        guard takeSign(",") else { throw expected("a comma or )") }
      }
    }
    return .call(name, arguments, column: column)
  }

  private mutating func parseSweep(
    smallest: Bool, column: Int
  ) throws(GoalSyntaxError) -> GoalNode {
    guard case .word(let knob) = take().kind else {
      index -= 1
      throw expected("the knob to sweep")
    }
    guard takeWord("in") else { throw expected("in") }
    guard case .number(let low) = next.kind else { throw expected("a number") }
    _ = take()
    try require("...")
    guard case .number(let high) = next.kind, high >= low else {
      throw expected("a number of at least \(low)")
    }
    _ = take()
    guard takeWord("where") else { throw expected("where") }
    let body = try parseOr()
    try require(")")
    return .sweep(smallest: smallest, knob: knob, range: low...high, body, column: column)
  }

  private mutating func parseRun() throws(GoalSyntaxError) -> GoalNode {
    guard case .text(let name) = next.kind else { throw expected("the name of a run in quotes") }
    _ = take()
    try require(")")
    try require(":")
    return .inRun(name, try parseOr())
  }
}
