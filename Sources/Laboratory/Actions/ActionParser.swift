import Histories
import Simulation

/// Reads one line by recursive descent. Every look at the next token leaves a note of what would
/// have been taken; when nothing fits, the notes are the error message, and at the end of an
/// unfinished text they are the completions.
struct ActionParser {
  let grammar: ActionGrammar
  let source: String
  let tokens: [ActionToken]
  private(set) var index = 0
  /// What was looked for at the present token.
  private(set) var expected: [Expectation] = []

  init(_ grammar: ActionGrammar, _ source: String) throws(ActionError) {
    self.init(grammar, source, tokens: try ActionLexer.tokens(of: source))
  }

  init(_ grammar: ActionGrammar, _ source: String, tokens: [ActionToken]) {
    self.grammar = grammar
    self.source = source
    self.tokens = tokens
  }

  var names: NameTable { grammar.names }
  var token: ActionToken { tokens[index] }
  /// The token after the present one.
  var following: ActionToken { tokens[min(index + 1, tokens.count - 1)] }

  mutating func advance() {
    index = min(index + 1, tokens.count - 1)
    expected = []
  }

  mutating func expect(_ expectation: Expectation) { expected.append(expectation) }

  // MARK: Keywords and signs

  /// Takes a keyword or sign if it comes next.
  mutating func take(_ word: String, _ explanation: String) -> Bool {
    expect(Expectation(word: word, explanation))
    guard token.word == word || token.isSymbol(word) else { return false }
    advance()
    return true
  }

  mutating func require(_ word: String, _ explanation: String) throws(ActionError) {
    guard take(word, explanation) else { throw failure() }
  }

  mutating func requireEnd() throws(ActionError) {
    guard token.kind == .end else {
      expect(Expectation("the end of the line"))
      throw failure()
    }
  }

  // MARK: Errors

  /// What was found, what was expected, and the name that was probably meant.
  func failure() -> ActionError {
    var message = "found \(token.description), expected \(Expectation.message(expected))"
    if let near = nearMatch { message += "; did you mean \(near)?" }
    return error(message)
  }

  /// The choice that is nearest to the present token.
  private var nearMatch: String? {
    let written: String
    switch token.kind {
    case .word(let word), .quoted(let word): written = word
    default: return nil
    }
    return NearMatch.nearest(to: written, among: expected.lazy.flatMap(\.choices).map(\.text))
  }

  /// An error at the present token, or at an earlier one.
  func error(_ message: String, at place: ActionToken? = nil) -> ActionError {
    ActionError(column: source.column(of: (place ?? token).start), message)
  }

  // MARK: Numbers

  /// A whole number within a range. `what` names it in messages: "a delay in ms".
  mutating func number(
    _ what: String, in range: ClosedRange<Int64>
  ) throws(ActionError) -> Int64 {
    expect(Expectation(what))
    guard case .number(let text) = token.kind else { throw failure() }
    guard let number = Int64(text), range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      throw error("found \(token.description); \(what) is a whole number, \(bounds)")
    }
    advance()
    return number
  }

  mutating func instant() throws(ActionError) -> VirtualTime {
    VirtualTime(try number("a time in ms", in: 0...ActionLimits.instantMax))
  }

  mutating func duration(_ what: String) throws(ActionError) -> VirtualDuration {
    VirtualDuration(try number(what, in: 0...ActionLimits.durationMax))
  }

  mutating func signedDuration(_ what: String) throws(ActionError) -> VirtualDuration {
    let bound = ActionLimits.durationMax
    return VirtualDuration(try number(what, in: -bound...bound))
  }

  /// A percentage with at most four decimal places, and the sign.
  mutating func probability() throws(ActionError) -> Probability {
    expect(Expectation("a percentage"))
    guard case .number(let text) = token.kind else { throw failure() }
    guard let millionths = Self.partsPerMillion(percent: text) else {
      throw error(
        "found \(token.description); a percentage is 0% to 100%, with at most 4 decimal places")
    }
    advance()
    try require("%", "per cent")
    return Probability(partsPerMillion: millionths)
  }

  private static func partsPerMillion(percent text: String) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = Int(parts[0]), (0...100).contains(whole), !text.hasPrefix("-") else {
      return nil
    }
    let decimals = parts.count > 1 ? String(parts[1]) : ""
    guard decimals.utf8.count <= 4 else { return nil }
    let padded = decimals + String(repeating: "0", count: 4 - decimals.utf8.count)
    guard let fraction = Int(padded), whole * 10_000 + fraction <= 1_000_000 else { return nil }
    return whole * 10_000 + fraction
  }
}
