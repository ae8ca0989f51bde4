extension Key: CustomStringConvertible {
  /// The name used in configuration files and key scripts: `a`, `space`, `ctrl-c`, `alt-x`,
  /// `shift-left`, `f5`. ``init(named:)`` reads it back.
  public var description: String {
    var name = ""
    if modifiers.contains(.control) { name += "ctrl-" }
    if modifiers.contains(.alt) { name += "alt-" }
    if modifiers.contains(.shift) { name += "shift-" }
    switch code {
    case .character(" "): name += "space"
    case .character(let scalar): name += String(Character(scalar))
    case .function(let number): name += "f\(number)"
    default: name += Key.names.first { $0.code == code }?.name ?? "?"
    }
    return name
  }

  /// Reads a key name; nil when it names no key.
  public init?(named name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [
      ("ctrl-", .control), ("alt-", .alt), ("shift-", .shift),
    ]
    var found = true
    while found {
      found = false
      for (prefix, modifier) in prefixes where rest.hasPrefix(prefix) && rest.count > prefix.count {
        rest = rest.dropFirst(prefix.count)
        modifiers.insert(modifier)
        found = true
      }
    }
    let scalars = rest.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first {
      guard DisplayWidth.isShowable(scalar) else { return nil }
      self.init(.character(scalar), modifiers)
    } else if let known = Key.names.first(where: { $0.name == rest }) {
      self.init(known.code, modifiers)
    } else if rest.hasPrefix("f"), let number = Int(rest.dropFirst()), (1...63).contains(number) {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }

  /// How the key is written in footers and help: an arrow glyph for `right`, and so on.
  public func label(_ glyphs: GlyphSet) -> String {
    let plain = description
    guard modifiers.isEmpty, glyphs == .unicode else { return plain }
    switch code {
    case .up: return glyphs.string(.arrowUp)
    case .down: return glyphs.string(.arrowDown)
    case .left: return glyphs.string(.arrowLeft)
    case .right: return glyphs.string(.arrowRight)
    default: return plain
    }
  }

  private static let names: [(code: Code, name: String)] = [
    (.character(" "), "space"), (.enter, "enter"), (.tab, "tab"), (.backTab, "backtab"),
    (.escape, "esc"), (.backspace, "backspace"), (.delete, "delete"), (.insert, "insert"),
    (.up, "up"), (.down, "down"), (.left, "left"), (.right, "right"), (.home, "home"),
    (.end, "end"), (.pageUp, "pgup"), (.pageDown, "pgdn"),
  ]
}
