import Histories
import Simulation

extension ActionParser {
  /// What is done to one message, or to the next one of a kind, after the word.
  mutating func messageAction(_ word: String) throws(ActionError) -> Intervention {
    let place = token
    // Nothing is held before it is sent, so nothing can be released then.
    if word != "release", take("next", "the next message on a link") {
      let (kind, link) = try nextMessage()
      let treatment = try treatment(word)
      return .addRule(MessageRule(link: link, kind: kind, treatment: treatment))
    }
    if word == "release", token.word == "next" {
      throw error("only a message that is held can be released, by its number", at: place)
    }
    let message = try message()
    return .treat(message, try treatment(word))
  }

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
