import Histories
import Simulation

extension ActionParser {
  /// A word or a text in quotes, not empty of meaning here whatever it says.
  mutating func text(_ what: String) throws(ActionError) -> String {
    expect(Expectation(what))
    switch token.kind {
    case .word(let text), .quoted(let text):
      advance()
      return text
    default: throw failure()
    }
  }

  /// Refuses one more of what there may only be so many of.
  func limit(
    _ count: Int, _ maximum: Int, _ what: String, _ place: ActionToken
  ) throws(ActionError) {
    guard count < maximum else {
      throw error("a scenario has at most \(maximum) \(what)", at: place)
    }
  }

  /// An unsigned number of 64 bits.
  mutating func seed() throws(ActionError) -> UInt64 {
    expect(Expectation("a seed"))
    guard case .number(let text) = token.kind else { throw failure() }
    guard let seed = UInt64(text) else {
      throw error("found \(token.description); a seed is a whole number, 0 to \(UInt64.max)")
    }
    advance()
    return seed
  }

  /// Sixteen hexadecimal digits; they may be all digits, and then look like a number.
  mutating func digest() throws(ActionError) -> String {
    expect(Expectation("a digest of sixteen hexadecimal digits"))
    let text: String
    switch token.kind {
    case .word(let word), .number(let word): text = word
    default: throw failure()
    }
    let isDigest =
      text.utf8.count == 16
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
    guard isDigest else { throw failure() }
    advance()
    return text
  }

  /// An instant that a run has reached: it may lie a little beyond what a script can name.
  mutating func reachedInstant() throws(ActionError) -> VirtualTime {
    VirtualTime(try number("a time in ms", in: 0...SavedRun.instantMax))
  }
}

extension Intervention {
  /// How many links it names.
  var linkCount: Int {
    switch self {
    case .cut(let links), .heal(let links?), .setDelay(let links, _), .setJitter(let links, _),
      .setLoss(let links, _), .setDuplication(let links, _), .setOrdering(let links, _):
      links.count
    default: 0
    }
  }
}
