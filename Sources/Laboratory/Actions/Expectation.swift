import Simulation

/// What the parser would take at one place: the source of error messages and of completions.
struct Expectation: Hashable, Sendable {
  /// For messages: `cut`, `a node`, `a number of ms`.
  let description: String
  /// The texts that can be inserted, each with a short explanation.
  let choices: [Choice]
  /// Whether messages list the choices behind the description.
  let listsChoices: Bool

  struct Choice: Hashable, Sendable {
    let text: String
    let explanation: String
  }

  /// A keyword or sign.
  init(word: String, _ explanation: String) {
    description = word == "," ? "a comma" : word
    choices = [Choice(text: word, explanation: explanation)]
    listsChoices = false
  }

  /// One of several names, or a free text when there are no choices.
  init(_ description: String, choices: [Choice] = [], listsChoices: Bool = true) {
    self.description = description
    self.choices = choices
    self.listsChoices = listsChoices && !choices.isEmpty
  }

  /// One of several keywords.
  init(
    _ description: String, listsChoices: Bool = true, words: [(word: String, explanation: String)]
  ) {
    self.init(
      description, choices: words.map { Choice(text: $0.word, explanation: $0.explanation) },
      listsChoices: listsChoices)
  }

  /// Whether the word is one of the choices.
  func offers(_ word: String) -> Bool { choices.contains { $0.text == word } }

  /// The description with the choices, so far as they are few.
  var message: String {
    guard listsChoices else { return description }
    let listed = choices.prefix(9).map(\.text).joined(separator: ", ")
    return "\(description) (\(listed)\(choices.count > 9 ? ", …" : ""))"
  }

  /// `a, b or c`.
  static func message(_ expectations: [Expectation]) -> String {
    var parts: [String] = []
    for expectation in expectations where !parts.contains(expectation.message) {
      parts.append(expectation.message)
    }
    guard let last = parts.popLast() else { return "nothing more" }
    return parts.isEmpty ? last : parts.joined(separator: ", ") + " or " + last
  }
}

/// What a grammar's own names let the parser expect, worked out once.
struct NameExpectations: Sendable {
  let node: Expectation
  let client: Expectation
  let step: Expectation
  let knob: Expectation
  var key = Expectation("a key")
  var message = Expectation("a message (m and its number)")

  init(names: NameTable, knobs: [Knob], steps: [StepName]) {
    func named(_ names: [String], _ explanation: String) -> Expectation {
      Expectation(
        "a \(explanation)", words: names.map { (ActionPrinter.name($0), explanation) })
    }
    node = named(names.servers, "node")
    client = named(names.clients, "client")
    step = named(steps.map(\.name), "step")
    knob = Expectation("a knob", words: knobs.map { (ActionPrinter.word($0.path), $0.summary) })
  }
}
