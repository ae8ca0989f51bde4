import CellGraphics

/// A prompt: some fields, and the command that they make.
struct PromptState: Hashable, Sendable {
  var kind: PromptKind
  var fields: [PromptField]
  var focus = 0
  /// Why the command was refused.
  var error: String?

  /// What Enter is going to run.
  var command: String { kind.command(fields.map(\.value)) }

  /// The first field of which one option at least must be marked and none is.
  var unmarked: (field: String, options: String)? {
    // A route goes among all nodes where none is named.
    guard kind != .route else { return nil }
    for field in fields where !field.options.isEmpty && field.value.isEmpty {
      return (field.label, field.options.joined(separator: ", "))
    }
    return nil
  }

  mutating func insert(_ text: String) {
    guard fields.indices.contains(focus), case .text(var input) = fields[focus].content else {
      return
    }
    input.insert(text)
    fields[focus].content = .text(input)
    fields[focus] = fields[focus].begun
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
    overlay = .prompt(
      PromptState(kind: kind, fields: fields, focus: min(kind.firstFocus, fields.count - 1)))
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
    if let (field, options) = prompt.unmarked {
      reopen(prompt, "mark at least one of \(field): \(options)")
      return []
    }
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
