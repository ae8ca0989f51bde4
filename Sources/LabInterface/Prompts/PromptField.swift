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
  /// The letters typed so far to find an option.
  private var sought = ""
  /// Whether the text is only offered: typing replaces it, moving in it keeps it.
  private var isOffer = false
  /// Whether the cursor has taken the only choice along, and no further one is marked yet.
  private var isCarried = false
  private var isMarked = false

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
    var field = PromptField(label, hint: hint, .text(TextInput(text)))
    field.isOffer = !text.isEmpty
    return field
  }

  /// The same field with its text as something that was typed already.
  var begun: PromptField {
    var field = self
    field.isOffer = false
    return field
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

  /// What there is to choose from; nothing for a text.
  var options: [String] {
    switch content {
    case .choice(let options, _), .many(let options, _, _): options
    case .text: []
    }
  }

  /// Chooses an option by its place; of several that may be chosen it is taken in or out.
  mutating func choose(_ place: Int) {
    switch content {
    case .choice(let options, _) where options.indices.contains(place):
      content = .choice(options, selected: place)
    case .many(let options, let chosen, _) where options.indices.contains(place):
      content = .many(options, chosen: toggled(place, options, chosen), cursor: place)
      isMarked = true
    default: break
    }
  }

  /// Takes an option in or out. Everybody else goes with nobody in particular.
  private func toggled(_ place: Int, _ options: [String], _ chosen: [Bool]) -> [Bool] {
    var chosen = chosen
    chosen[place].toggle()
    guard chosen[place], let all = options.firstIndex(of: PromptKind.everybodyElse) else {
      return chosen
    }
    for other in chosen.indices where other != place && (place == all || other == all) {
      chosen[other] = false
    }
    return chosen
  }

  /// Whether moving chooses: a single choice goes along with the cursor, as in a field of one choice, until
  /// one is marked by hand.
  var choosesByMoving: Bool {
    guard case .many(_, let chosen, let cursor) = content else { return true }
    return !isMarked && chosen.count(where: \.self) == 1 && chosen[cursor]
  }

  private mutating func carried(_ chosen: [Bool], from cursor: Int, to next: Int) -> [Bool] {
    guard choosesByMoving else { return chosen }
    isCarried = true
    return chosen.indices.map { $0 == next }
  }

  /// Moves within the field, chooses, or types; false when the key means nothing to it.
  mutating func handle(_ key: Key) -> Bool {
    switch content {
    case .text(var input):
      if isOffer, key.typed != nil || key == .space { input = TextInput("") }
      guard input.handle(key) else { return false }
      isOffer = false
      content = .text(input)
    case .choice(let options, let selected):
      guard let next = move(key, options, from: selected) else { return false }
      content = .choice(options, selected: next)
    case .many(let options, let chosen, let cursor):
      if key == .space, chosen.indices.contains(cursor) {
        // What the cursor has brought here is marked already.
        let marks = isCarried && !isMarked && chosen[cursor]
        content = .many(
          options, chosen: marks ? chosen : toggled(cursor, options, chosen), cursor: cursor)
        isMarked = true
      } else if let next = move(key, options, from: cursor) {
        content = .many(options, chosen: carried(chosen, from: cursor, to: next), cursor: next)
      } else {
        return false
      }
    }
    return true
  }

  /// The option that a key goes to: its neighbour, or the one that begins with what has been typed
  /// so far; the same letter again goes to the next that begins with it. Nil for none.
  private mutating func move(_ key: Key, _ options: [String], from index: Int) -> Int? {
    guard !options.isEmpty else { return nil }
    let before = sought
    sought = ""
    switch key {
    case .right, .space: return (index + 1) % options.count
    case .left: return (index + options.count - 1) % options.count
    case .home: return 0
    case .end: return options.count - 1
    default:
      guard let typed = key.typed else { return nil }
      let letter = String(Character(typed)).lowercased()
      let longer = before + letter
      if options[index].lowercased().hasPrefix(longer), !before.isEmpty {
        sought = longer
        return index
      }
      let order = (1...options.count).map { (index + $0) % options.count }
      for text in [longer, letter] {
        guard let found = order.first(where: { options[$0].lowercased().hasPrefix(text) }) else {
          continue
        }
        sought = text
        return found
      }
      // A letter in the middle of a word that leads nowhere does not lead elsewhere.
      sought = before
      return nil
    }
  }
}
