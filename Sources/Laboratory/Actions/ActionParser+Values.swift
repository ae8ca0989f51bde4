import Histories

extension ActionParser {
  /// A key: a word, or any text in quotes.
  mutating func key() throws(ActionError) -> Key {
    expect(grammar.expected.key)
    switch token.kind {
    case .word(let word) where word != "via":
      advance()
      return Key(word)
    case .quoted(let text):
      advance()
      return Key(text)
    case .number(let number) where number.utf8.count <= 40:
      throw error("found \(number), expected a key; write \"\(number)\" for a key of digits")
    default: throw failure()
    }
  }

  /// A value: whole number, word, text in quotes, nil, or a list.
  mutating func value(
    among choices: [Expectation.Choice] = [], depth: Int = 0
  ) throws(ActionError) -> Value {
    expect(Expectation("a value", choices: choices))
    switch token.kind {
    case .word("nil"):
      advance()
      return .absent
    case .word(let word) where word != "via":
      advance()
      return .text(word)
    case .quoted(let text):
      advance()
      return .text(text)
    case .number(let text):
      guard let number = Int64(text) else {
        throw error(
          "found \(token.description); a number is whole, of 64 bits; put other texts in quotes")
      }
      advance()
      return .integer(number)
    case .symbol("["): return .list(try elements(depth: depth))
    default: throw failure()
    }
  }

  private mutating func elements(depth: Int) throws(ActionError) -> [Value] {
    guard depth < ActionLimits.depthMax else {
      throw error("lists nest at most \(ActionLimits.depthMax) deep")
    }
    advance()
    var elements: [Value] = []
    if take("]", "the end of the list") { return elements }
    repeat {
      elements.append(try value(depth: depth + 1))
    } while take(",", "another element")
    try require("]", "the end of the list")
    return elements
  }

  /// `KNOB = VALUE`, with a value that the knob allows.
  mutating func setting() throws(ActionError) -> (path: String, value: Value) {
    let knobs = grammar.knobs
    expect(grammar.expected.knob)
    let name: String?
    switch token.kind {
    case .word(let word), .quoted(let word): name = word
    default: name = nil
    }
    guard let name, let knob = knobs.first(where: { $0.path == name }) else { throw failure() }
    advance()
    try require("=", "to")
    let place = token
    var choices: [Expectation.Choice] = []
    if case .choice(let values) = knob.domain {
      choices = values.map {
        Expectation.Choice(text: ActionPrinter.value($0), explanation: "value of \(knob.path)")
      }
    }
    let value = try value(among: choices)
    guard knob.allows(value) else {
      var message = "\(knob.path) cannot be \(place.description); it takes \(knob.domain)"
      if let near = NearMatch.nearest(to: value.description, among: choices.map(\.text)) {
        message += "; did you mean \(near)?"
      }
      throw error(message, at: place)
    }
    return (knob.path, value)
  }
}
