import Histories
import Simulation

extension ActionParser {
  /// The words that begin an action, beside the names of clients.
  private static let actionWord = Expectation(
    "an action", listsChoices: false,
    words: [
      ("cut", "cut links"), ("heal", "heal cut links"),
      ("delay", "set the delay of links, or deliver a message later"),
      ("jitter", "vary the delay of links"), ("loss", "lose messages on links"),
      ("duplication", "duplicate messages on links"),
      ("ordering", "keep streams in order or not"), ("crash", "crash a node"),
      ("restart", "restart a crashed node"), ("pause", "pause a node"),
      ("resume", "resume a paused node"), ("slow", "set how long a node takes for a message"),
      ("skew", "set how far a clock is ahead"), ("step-clock", "move a clock at once"),
      ("drift", "set how much too fast a clock runs"), ("deliver", "deliver a message now"),
      ("hold", "take a message off the wire"), ("release", "put a held message back"),
      ("drop", "lose a message"), ("duplicate", "send a message twice"),
      ("forget", "take away a rule for the next message"),
      ("choose", "let a pending occurrence happen now"),
      ("set", "turn a knob"), ("route", "change how a client finds a node"),
      ("workload", "let clients operate by themselves"), ("nemesis", "let faults happen"),
    ])

  /// What `delay LINKS MS` was called: still read, in files and in lines, and written no more.
  static let formerDelay = "lag"

  /// Words that a name must be quoted to be told from.
  static let reserved: Set<String> = Set(
    actionWord.choices.map(\.text) + [
      "nodes", "clients", "none", "off", "every", "next", "and", "via", formerDelay,
    ])

  /// One action, up to the end of the line.
  mutating func wholeAction() throws(ActionError) -> Intervention {
    let start = token
    let intervention = try action()
    try requireEnd()
    do { try intervention.checkBounds(names) } catch {
      throw self.error(error.message, at: start)
    }
    return intervention
  }

  private mutating func action() throws(ActionError) -> Intervention {
    expect(Self.actionWord)
    expect(grammar.expected.client)
    guard let word = token.word, Self.actionWord.offers(word) || word == Self.formerDelay else {
      if token.word == "at", following.kind != .end {
        throw error("this is a script line; here an action stands without its time")
      }
      return try invocation()
    }
    advance()
    switch word {
    case "cut", "heal", Self.formerDelay, "jitter", "loss", "duplication", "ordering":
      return try linkFault(word)
    case "delay" where !namesMessage: return try linkFault(word)
    case "crash", "restart", "pause", "resume", "slow", "skew", "step-clock", "drift":
      return try nodeFault(word)
    case "choose": return .choose(sequence: try number("an order number", in: 0...Int64.max))
    case "set":
      let (path, value) = try setting()
      return .configure(path: path, value: value)
    case "route": return try route()
    case "workload": return try workload()
    case "nemesis": return try nemesis()
    case "forget": return try forgottenRule()
    default: return try messageAction(word)
    }
  }

  /// `at TIME ACTION`.
  mutating func scriptLine() throws(ActionError) -> Scenario.ScriptLine {
    try require("at", "an instant in ms")
    let time = try instant()
    return Scenario.ScriptLine(time: time, intervention: try wholeAction())
  }
}
