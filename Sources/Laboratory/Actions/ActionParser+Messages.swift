import Histories
import Simulation

extension ActionParser {
  /// Whether `delay` is about a message: `next …`, or `mN`, which a node may be called too: then what
  /// follows tells. Notes both forms.
  var namesMessage: Bool {
    mutating get {
      expect(Expectation(word: "next", "the next message on a link"))
      expect(grammar.expected.message)
      guard let word = token.word, word != "next" else { return token.word == "next" }
      let isNumbered = word.utf8.first == UInt8(ascii: "m") && Int64(word.dropFirst()) != nil
      guard isNumbered else { return false }
      return names.endpoint(named: word) == nil || following.word == "by"
    }
  }

  /// What is done to one message, or to the next one of a kind, after the word.
  mutating func messageAction(_ word: String) throws(ActionError) -> Intervention {
    let place = token
    // Nothing is held before it is sent, so nothing can be released then.
    if word != "release", take("next", "the next message on a link") {
      return .addRule(try rule(word))
    }
    if word == "release", token.word == "next" {
      throw error("only a message that is held can be released, by its number", at: place)
    }
    let message = try message()
    return .treat(message, try treatment(word))
  }

  /// What follows `WORD next`.
  private mutating func rule(_ word: String) throws(ActionError) -> MessageRule {
    let (kind, link) = try nextMessage()
    return MessageRule(link: link, kind: kind, treatment: try treatment(word))
  }

  /// The rule to be taken away, as it was added, after `forget`.
  mutating func forgottenRule() throws(ActionError) -> Intervention {
    for (word, explanation) in Self.ruleWords where take(word, explanation) {
      try require("next", "the next message on a link")
      return .removeRule(try rule(word))
    }
    throw failure()
  }

  private static let ruleWords = [
    ("deliver", "a rule that delivers at once"), ("hold", "a rule that holds"),
    ("drop", "a rule that loses"), ("duplicate", "a rule that sends twice"),
    ("delay", "a rule that delivers later"),
  ]

  private mutating func treatment(_ word: String) throws(ActionError) -> MessageTreatment {
    switch word {
    case "deliver": return .deliver
    case "hold": return .hold
    case "release": return .release
    case "drop": return .drop
    case "duplicate": return .duplicate
    default:
      try require("by", "how much later")
      return .delay(by: try duration("a delay in ms"))
    }
  }

  /// `[KIND] A -> B`: the first word is a kind unless an arrow follows it.
  private mutating func nextMessage() throws(ActionError) -> (kind: String?, link: Link) {
    guard !following.isSymbol("->") else { return (nil, try link()) }
    expect(Expectation("a kind of message"))
    expectEndpoint()
    let kind: String
    switch token.kind {
    case .word(let word), .quoted(let word): kind = word
    default: throw failure()
    }
    // A lone name at the end is the unfinished `A -> B`.
    if following.kind == .end, names.endpoint(named: kind) != nil {
      return (nil, try link())
    }
    advance()
    return (kind, try link())
  }
}
