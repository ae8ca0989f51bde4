import CellGraphics

/// What lies over the screen, as questions and answers.
extension PlainSession {
  /// Takes a line as the answer to what is asked.
  mutating func answerOverlay(_ line: String) -> [Command] {
    if case .prompt(let prompt)? = model.overlay { return answer(prompt, line) }
    if case .question? = model.overlay { return answerQuestion(line) }
    if case .explain(let state)? = model.overlay { return answerExplanation(state, line) }
    if case .filter? = model.overlay {
      model.setFilter(line)
      model.overlay = nil
      memory.readsFocus = true
      return []
    }
    return answerDrawn(line)
  }

  /// Yes, no, or save where saving is offered.
  private mutating func answerQuestion(_ line: String) -> [Command] {
    switch line.lowercased() {
    case "y", "yes": return model.overlayTakes(Key("y"))
    case "s", "save":
      guard case .question(let question)? = model.overlay, question.offersSave else { break }
      model.overlay = nil
      return model.save(name: "")
    case "n", "no", "cancel": return model.overlayTakes(.escape)
    case let word where Self.leavingWords.contains(word): return model.overlayTakes(.escape)
    default: break
    }
    reply("That is no answer: type yes or no; cancel leaves.")
    return []
  }

  /// Something that plain mode has no words of its own for: it is read out as it is drawn, and takes
  /// keys; Enter alone is the key Enter, and any other line closes it.
  private mutating func answerDrawn(_ line: String) -> [Command] {
    if line.isEmpty { return model.overlayTakes(.enter) }
    if line.hasPrefix("key ") { return press(String(line.dropFirst(4))) }
    let commands = model.overlayTakes(.escape)
    guard line.lowercased() != "cancel" else { return commands }
    model.overlay = nil
    return commands + interpret(line)
  }

  // MARK: Prompts

  /// Fills the field that was asked for; after the last one the command is run.
  private mutating func answer(_ prompt: PromptState, _ line: String) -> [Command] {
    var prompt = prompt
    if Self.leaves(line, prompt.fields[prompt.focus]) { return model.overlayTakes(.escape) }
    if line == "?" {
      reply("Enter alone takes what is offered; cancel leaves without doing anything.")
      return []
    }
    if !line.isEmpty, let problem = Self.fill(&prompt.fields[prompt.focus], line) {
      reply(problem)
      return []
    }
    prompt.error = nil
    prompt.kind.adjust(&prompt.fields, changed: prompt.focus, model)
    guard prompt.focus + 1 < prompt.fields.count else {
      model.overlay = .prompt(prompt)
      reply("Runs: \(prompt.command)")
      let commands = model.overlayTakes(.enter)
      if case .prompt(var failed)? = model.overlay {
        failed.focus = 0
        model.overlay = .prompt(failed)
      }
      return commands
    }
    prompt.focus += 1
    model.overlay = .prompt(prompt)
    return []
  }

  /// Whether a line leaves a prompt. What may be typed freely is only left by one word; elsewhere an option
  /// of that name goes before.
  private static func leaves(_ line: String, _ field: PromptField) -> Bool {
    let word = line.lowercased()
    if word == "cancel" || line == "\u{1B}" { return true }
    if case .text = field.content { return false }
    return leavingWords.contains(word) && place(of: line, in: field.options) == nil
  }

  /// What leaves a question besides `cancel`, where it is no answer.
  private static let leavingWords = ["quit", "exit", "leave", "back"]

  /// Puts what was typed into a field. Returns why it cannot be.
  private static func fill(_ field: inout PromptField, _ line: String) -> String? {
    switch field.content {
    case .text: field.content = .text(TextInput(line))
    case .choice(let options, _):
      guard let place = place(of: line, in: options) else { return choose(options.count) }
      field.content = .choice(options, selected: place)
    case .many(let options, _, let cursor):
      var chosen = options.map { _ in false }
      if line.lowercased() != "none" {
        for word in line.split(whereSeparator: { $0 == " " || $0 == "," }) {
          guard let place = place(of: String(word), in: options) else {
            return choose(options.count) + " Several are separated by blanks; none is none."
          }
          chosen[place] = true
        }
      }
      field.content = .many(options, chosen: chosen, cursor: cursor)
    }
    return nil
  }

  private static func choose(_ count: Int) -> String {
    let numbers = count == 1 ? "1" : "1 to \(count)"
    return "Choose \(numbers), or type the name; cancel leaves."
  }

  /// By the whole name, else by the number from 1.
  private static func place(of text: String, in options: [String]) -> Int? {
    if let exact = options.firstIndex(of: text) { return exact }
    let same = options.firstIndex { $0.lowercased() == text.lowercased() }
    if let same { return same }
    guard let number = Int(text), options.indices.contains(number - 1) else { return nil }
    return number - 1
  }
}

/// What is asked, in words.
enum PlainQuestions {
  /// The field that a prompt asks for now. The first one comes with the title.
  static func lines(_ prompt: PromptState) -> [String] {
    var lines: [String] = []
    if prompt.focus == 0 {
      lines.append(prompt.kind.title + "; cancel leaves.")
      if !prompt.kind.explanation.isEmpty { lines.append(prompt.kind.explanation) }
      if let error = prompt.error { lines.append("Not done: \(error)") }
    }
    return lines + self.lines(prompt.fields[prompt.focus])
  }

  private static func lines(_ field: PromptField) -> [String] {
    let hint = field.hint.isEmpty ? "" : " (\(field.hint))"
    let head = field.label.prefix(1).uppercased() + field.label.dropFirst() + hint
    switch field.content {
    case .text(let input):
      return [input.text.isEmpty ? "\(head)?" : "\(head)? Enter takes \(input.text)."]
    case .choice(let options, let selected):
      let offered = options.indices.contains(selected) ? options[selected] : ""
      return ["\(head)? Enter takes \(offered)."] + numbered(options)
    case .many(let options, let chosen, _):
      let offered = zip(options, chosen).filter(\.1).map(\.0).joined(separator: ", ")
      return ["\(head)? One or several; Enter takes \(offered.isEmpty ? "none" : offered)."]
        + numbered(options)
    }
  }

  static func numbered(_ options: [String]) -> [String] {
    options.enumerated().map { "\($0 + 1)) \($1)" }
  }

  static func lines(_ question: Question, _ model: Model) -> [String] {
    let save = question.offersSave ? ", or save" : ""
    return [question.title, question.text(in: model), "Type yes or no\(save)."]
  }
}
