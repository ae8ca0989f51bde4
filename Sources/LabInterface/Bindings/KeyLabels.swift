import CellGraphics

/// The bound keys as people read them, in the characters of the screen.
public struct KeyLabels: Hashable, Sendable {
  public var bindings: KeyBindings
  public var glyphs: GlyphSet

  public init(_ bindings: KeyBindings = .standard, _ glyphs: GlyphSet = .unicode) {
    self.bindings = bindings
    self.glyphs = glyphs
  }

  /// The first key of an action; the command to type, as `:heal`, when it has no key.
  public func first(_ action: LabAction) -> String {
    bindings.keys(of: action).first.map { $0.label(glyphs) } ?? ":" + action.command
  }

  /// The first two keys, for lists; `0-9` where each of them has its own meaning.
  public func all(_ action: LabAction) -> String {
    let keys = bindings.keys(of: action)
    guard let first = keys.first, let last = keys.last else { return ":" + action.command }
    if action.takesKey { return "\(first.label(glyphs))-\(last.label(glyphs))" }
    return keys.prefix(2).map { $0.label(glyphs) }.joined(separator: " ")
  }

  /// The key of an action by its identifier, for a sentence: `B` for `switch`.
  public subscript(id: String) -> String {
    ActionRegistry.action(named: id).map { first($0) } ?? ":" + id
  }

  /// The same at the start of a sentence: `Space` for `play`.
  public func atStart(_ id: String) -> String {
    let label = self[id]
    guard label.unicodeScalars.count > 1, let head = label.first else { return label }
    return head.uppercased() + label.dropFirst()
  }
}

extension Model {
  /// The bound keys as this screen writes them.
  var keyLabels: KeyLabels { KeyLabels(keys, glyphs) }

  /// The key of an action, for a sentence: `B` for `switch`, `:heal` where it has none.
  func key(_ id: String) -> String { keyLabels[id] }
}
