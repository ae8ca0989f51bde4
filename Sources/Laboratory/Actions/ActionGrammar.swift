import Histories
import Simulation

/// The one language of actions: what scripts, the palette, lessons, saved runs and headless
/// commands write, over the names of one scenario.
///
/// Parsing is total: every text gives an action or an `ActionError` with the column, what was found
/// and what was expected. Printing round-trips: `parse(text(x)) == x` for every action that a run
/// accepts. `#` begins a comment; blanks are free; keywords are lower case; a name that is a
/// keyword is written in quotes.
public struct ActionGrammar: Sendable {
  public let names: NameTable
  /// The knobs that can be turned.
  public let knobs: [Knob]
  /// The points at which a node can be made to crash.
  public let steps: [StepName]
  /// Keys that completions offer; any other key is as good.
  public var keys: [Key] = [] {
    didSet {
      expected.key = Expectation(
        "a key", listsChoices: false, words: keys.map { (ActionPrinter.key($0), "key") })
    }
  }
  /// Messages that completions offer.
  public var messages: [MessageHint] = [] {
    didSet {
      expected.message = Expectation(
        "a message (m and its number)", listsChoices: false,
        words: messages.map { ("m\($0.number)", $0.explanation) })
    }
  }
  private(set) var expected: NameExpectations

  /// A message in flight, for completions.
  public struct MessageHint: Hashable, Sendable {
    public let number: Int64
    public let explanation: String

    public init(number: Int64, explanation: String) {
      self.number = number
      self.explanation = explanation
    }
  }

  public init(names: NameTable, knobs: [Knob], steps: [StepName]) {
    self.names = names
    self.knobs = knobs
    self.steps = steps
    expected = NameExpectations(names: names, knobs: knobs, steps: steps)
  }

  /// The grammar at the shown position of a run; completions offer its messages in flight.
  public init(of run: Run) {
    self.init(names: run.names, knobs: run.simulation.knobs, steps: run.entry.steps)
    setKeys(of: run.scenario)
    let hints = run.simulation.messagesInFlight.prefix(Self.messageHintsMax).map { message in
      MessageHint(
        number: message.id.number,
        explanation:
          "\(message.label) \(run.names[message.link.from]) -> \(run.names[message.link.to])")
    }
    messages = Array(hints)
  }

  /// - Throws: `ScenarioError` when the scenario cannot be run.
  public init(of scenario: Scenario) throws(ScenarioError) {
    let entry = try scenario.validate()
    self.init(names: scenario.names, knobs: entry.initialKnobs(scenario), steps: entry.steps)
    setKeys(of: scenario)
  }

  static let messageHintsMax = 50

  private mutating func setKeys(of scenario: Scenario) {
    var found = scenario.initial.map(\.key)
    for line in scenario.script {
      if case .invoke(_, let call, _) = line.intervention { found += call.keys }
    }
    var seen: Set<Key> = []
    keys = found.filter { seen.insert($0).inserted }
  }

  /// The word that an action begins with, for a word that it may have begun with before.
  public static func word(formerly word: String) -> String {
    word == ActionParser.formerDelay ? "delay" : word
  }

  // MARK: Reading and writing

  /// One action without a time: `c1 write name = Alice via P`. O(length and links).
  public func parse(_ text: String) throws(ActionError) -> Intervention {
    var parser = try ActionParser(self, text)
    return try parser.wholeAction()
  }

  /// One script line: `at 100 c1 write name = Alice via P`.
  public func parseLine(_ text: String) throws(ActionError) -> Scenario.ScriptLine {
    var parser = try ActionParser(self, text)
    return try parser.scriptLine()
  }

  /// The action on one line, without control characters.
  public func text(_ intervention: Intervention) -> String {
    ActionPrinter(names: names).text(intervention)
  }

  /// The script line on one line, without control characters.
  public func text(_ line: Scenario.ScriptLine) -> String {
    "at \(line.time) \(text(line.intervention))"
  }
}
