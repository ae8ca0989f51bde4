import CellGraphics

/// One thing that a prompt wants to know.
struct PromptField: Hashable, Sendable {
  enum Content: Hashable, Sendable {
    /// One of several.
    case choice([String], selected: Int)
    /// Any of several; the cursor is on one.
    case many([String], chosen: [Bool], cursor: Int)
    case text(TextInput)
  }

  var label: String
  /// What is expected, where the label does not say it.
  var hint: String
  var content: Content

  init(_ label: String, hint: String = "", _ content: Content) {
    self.label = label
    self.hint = hint
    self.content = content
  }

  static func choice(
    _ label: String, _ options: [String], selected: Int = 0, hint: String = ""
  ) -> PromptField {
    let index = options.indices.contains(selected) ? selected : 0
    return PromptField(label, hint: hint, .choice(options, selected: index))
  }

  static func many(
    _ label: String, _ options: [String], chosen: [String], hint: String = ""
  ) -> PromptField {
    PromptField(
      label, hint: hint,
      .many(
        options, chosen: options.map { chosen.contains($0) },
        cursor: options.firstIndex { chosen.contains($0) } ?? 0))
  }

  static func text(_ label: String, _ text: String, hint: String = "") -> PromptField {
    PromptField(label, hint: hint, .text(TextInput(text)))
  }

  /// What was chosen or typed, as it stands in a command.
  var value: String {
    switch content {
    case .choice(let options, let selected):
      options.indices.contains(selected) ? options[selected] : ""
    case .many(let options, let chosen, _):
      zip(options, chosen).filter(\.1).map(\.0).joined(separator: ",")
    case .text(let input): input.text
    }
  }

  /// Moves within the field, chooses, or types; false when the key means nothing to it.
  mutating func handle(_ key: Key) -> Bool {
    switch content {
    case .text(var input):
      guard input.handle(key) else { return false }
      content = .text(input)
    case .choice(let options, let selected):
      guard let next = Self.move(key, options, from: selected) else { return false }
      content = .choice(options, selected: next)
    case .many(let options, var chosen, let cursor):
      if key == .space, chosen.indices.contains(cursor) {
        chosen[cursor].toggle()
        content = .many(options, chosen: chosen, cursor: cursor)
      } else if let next = Self.move(key, options, from: cursor) {
        content = .many(options, chosen: chosen, cursor: next)
      } else {
        return false
      }
    }
    return true
  }

  /// The option that a key goes to: its neighbour, the first that begins with the letter, or nil.
  private static func move(_ key: Key, _ options: [String], from index: Int) -> Int? {
    guard !options.isEmpty else { return nil }
    switch key {
    case .right, .space: return (index + 1) % options.count
    case .left: return (index + options.count - 1) % options.count
    case .home: return 0
    case .end: return options.count - 1
    default:
      guard let typed = key.typed else { return nil }
      let letter = String(Character(typed)).lowercased()
      let order = (1...options.count).map { (index + $0) % options.count }
      return order.first { options[$0].lowercased().hasPrefix(letter) }
    }
  }
}

/// A prompt: some fields, and the command that they make.
struct PromptState: Hashable, Sendable {
  var kind: PromptKind
  var fields: [PromptField]
  var focus = 0
  /// Why the command was refused.
  var error: String?

  /// What Enter is going to run.
  var command: String { kind.command(fields.map(\.value)) }

  mutating func insert(_ text: String) {
    guard fields.indices.contains(focus), case .text(var input) = fields[focus].content else {
      return
    }
    input.insert(text)
    fields[focus].content = .text(input)
    error = nil
  }
}

extension Model {
  /// Opens a prompt, about something in particular if it says so.
  mutating func open(_ kind: PromptKind, about subject: String = "") -> [Command] {
    let fields = kind.fields(self, about: subject)
    guard !fields.isEmpty else {
      status = .refusal("\(kind.title): there is nothing to choose from")
      return []
    }
    overlay = .prompt(PromptState(kind: kind, fields: fields))
    return []
  }

  mutating func promptTakes(_ key: Key) -> [Command] {
    guard case .prompt(var prompt)? = overlay else { return [] }
    let count = prompt.fields.count
    switch key {
    case .escape:
      overlay = nil
      status = .news("\(prompt.kind.title): not done.")
      return []
    case .enter: return run(prompt)
    case .down, .tab: prompt.focus = (prompt.focus + 1) % count
    case .up, .backTab: prompt.focus = (prompt.focus + count - 1) % count
    default:
      guard prompt.fields[prompt.focus].handle(key) else { return [] }
      prompt.error = nil
      prompt.kind.adjust(&prompt.fields, changed: prompt.focus, self)
    }
    overlay = .prompt(prompt)
    return []
  }

  /// Runs the command of a prompt; one that is refused keeps the prompt open.
  private mutating func run(_ prompt: PromptState) -> [Command] {
    overlay = nil
    do {
      let commands = try type(prompt.command)
      guard let refusal = status, refusal.kind == .refusal else { return commands }
      reopen(prompt, refusal.text)
      return commands
    } catch {
      reopen(prompt, error.message)
      return []
    }
  }

  private mutating func reopen(_ prompt: PromptState, _ reason: String) {
    var failed = prompt
    failed.error = reason
    status = nil
    overlay = .prompt(failed)
  }
}
