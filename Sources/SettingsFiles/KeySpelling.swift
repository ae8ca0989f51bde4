import CellGraphics
import Laboratory

/// What a person may have meant by a key that no terminal sends, or that has no such name.
enum KeySpelling {
  private static let names =
    [
      "space", "enter", "tab", "backtab", "esc", "backspace", "delete", "insert", "up", "down",
      "left", "right", "home", "end", "pgup", "pgdn",
    ] + (1...12).map { "f\($0)" }

  private static let others = [
    "escape": "esc", "return": "enter", "pageup": "pgup", "pagedown": "pgdn", "del": "delete",
    "ins": "insert", "spacebar": "space",
  ]

  /// The key name that is nearest to a word.
  static func nearest(to word: String) -> String? {
    let lower = word.lowercased()
    if let other = others[lower] { return other }
    let dashed = String(lower.map { $0 == "+" ? "-" : $0 })
    for spelling in [lower, dashed] where Key(named: spelling) != nil { return spelling }
    for long in ["control-", "c-", "meta-", "m-"] where dashed.hasPrefix(long) {
      let short = (long.hasPrefix("c") ? "ctrl-" : "alt-") + dashed.dropFirst(long.count)
      if Key(named: short) != nil { return short }
    }
    return NearMatch.nearest(to: lower, among: names)
  }

  /// What a terminal sends instead of a key, where it sends something else: control characters are
  /// keys of their own, and Shift with a character is another character.
  static func sentInstead(of key: Key) -> String? {
    guard case .character(let scalar) = key.code else {
      return key.code == .tab && key.modifiers == .shift ? "backtab" : nil
    }
    var plain = key
    if key.modifiers.contains(.shift) {
      plain.modifiers.remove(.shift)
      let upper = String(scalar).uppercased().unicodeScalars
      if upper.count == 1, let first = upper.first { plain.code = .character(first) }
      return plain.description
    }
    guard key.modifiers.contains(.control) else { return nil }
    let lower = String(scalar).lowercased()
    switch lower {
    case "i": return "tab"
    case "m", "j": return "enter"
    case "h": return "backspace"
    case "[": return "esc"
    case String(scalar): return nil
    default: return "ctrl-" + lower
    }
  }
}
