/// One line of text being typed: the text, the insertion position, and the keys that edit it.
public struct TextInput: Hashable, Sendable {
  private var characters: [Character]
  /// The insertion position, in characters.
  public private(set) var position: Int

  public init(_ text: String = "") {
    characters = Array(text)
    position = characters.count
  }

  public var text: String { String(characters) }
  public var isEmpty: Bool { characters.isEmpty }
  public var isAtEnd: Bool { position == characters.count }
  /// The text before the insertion position.
  public var head: String { String(characters[..<position]) }

  /// Replaces the text and moves to its end.
  public mutating func replace(with text: String) { self = TextInput(text) }

  /// Nobody types more; a paste is cut off there, so that every key stays quick.
  public static let lengthMax = 2000

  /// Inserts text, for example a paste; line breaks and tabs become spaces.
  public mutating func insert(_ text: String) {
    let room = text.prefix(max(0, Self.lengthMax - characters.count))
    let flat = room.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    let before = String(characters[..<position]) + String(flat)
    // A combining mark joins the character before it, so positions are counted anew.
    let tail = characters[position...]
    characters = Array(before)
    position = characters.count
    characters += tail
  }

  /// Applies an editing key; false when the key does not edit (Enter, Escape, Up, Tab, ...).
  public mutating func handle(_ key: Key) -> Bool {
    if let typed = key.typed {
      insert(String(Character(typed)))
      return true
    }
    switch key {
    case .left, .control("b"): position = max(0, position - 1)
    case .right, .control("f"): position = min(characters.count, position + 1)
    case .home, .control("a"): position = 0
    case .end, .control("e"): position = characters.count
    case .backspace, .control("h"): remove(max(0, position - 1)..<position)
    case .delete, .control("d"): remove(position..<min(characters.count, position + 1))
    case .control("u"): remove(0..<position)
    case .control("k"): remove(position..<characters.count)
    case .control("w"), Key(.backspace, .alt): remove(wordStart..<position)
    case .alt("b"), Key(.left, .control): position = wordStart
    case .alt("f"), Key(.right, .control): position = wordEnd
    default: return false
    }
    return true
  }

  private mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    position = range.lowerBound
  }

  private var wordStart: Int {
    var index = position
    while index > 0, characters[index - 1] == " " { index -= 1 }
    while index > 0, characters[index - 1] != " " { index -= 1 }
    return index
  }

  private var wordEnd: Int {
    var index = position
    while index < characters.count, characters[index] == " " { index += 1 }
    while index < characters.count, characters[index] != " " { index += 1 }
    return index
  }
}

/// A text input on one row after a prompt. Long text scrolls so that the insertion position, where
/// the hardware cursor stands, is always visible.
public struct TextField: Widget, Hashable, Sendable {
  public var prompt: TextLine
  public var input: TextInput
  /// Shown dim after the text at its end, for example the rest of the best completion.
  public var suggestion: String
  public var isFocused: Bool

  public init(
    prompt: TextLine = "", _ input: TextInput, suggestion: String = "", isFocused: Bool = true
  ) {
    self.prompt = prompt
    self.input = input
    self.suggestion = suggestion
    self.isFocused = isFocused
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let used = buffer.put(prompt, at: rect.origin, width: rect.width - 1)
    let field = rect.inset(left: used, bottom: rect.height - 1)
    let before = DisplayWidth.of(input.head)
    let shift = max(0, before - (field.width - 1))
    var x = field.x.saturatingSubtract(shift)
    x += buffer.put(input.text, at: Point(x: x, y: field.y), clip: field)
    if input.isAtEnd {
      buffer.put(suggestion, at: Point(x: x, y: field.y), style: .dim, clip: field)
    }
    if isFocused { buffer.cursor = Point(x: field.x + before - shift, y: field.y) }
  }
}
