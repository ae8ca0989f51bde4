import Laboratory

/// What a person typed to narrow the diagram: `node:R1 client:c1 key:x kind:append`, and plain words.
///
/// Nodes and clients are lanes: what touches any of them is shown. Of several keys, or kinds, any
/// matches. Every plain word has to stand somewhere in the item's description.
struct TimelineFilter {
  private(set) var names: [String] = []
  private(set) var keys: [String] = []
  private(set) var kinds: [String] = []
  private(set) var words: [String] = []

  /// One line that says what may be typed.
  static let help = "words narrow it: node:R1 client:c1 key:x kind:append lost held"

  init(_ text: String) {
    for part in text.lowercased().split(separator: " ") {
      let pieces = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let value = pieces.count == 2 ? String(pieces[1]) : ""
      switch pieces[0] {
      case "node" where pieces.count == 2, "client" where pieces.count == 2:
        if !value.isEmpty { names.append(value) }
      case "key" where pieces.count == 2: if !value.isEmpty { keys.append(value) }
      case "kind" where pieces.count == 2: if !value.isEmpty { kinds.append(value) }
      default: words.append(String(part))
      }
    }
  }

  /// Whether entries that name no key and no kind are shown too.
  var isAboutLanesAlone: Bool { keys.isEmpty && kinds.isEmpty && words.isEmpty }

  func shows(_ item: TimelineItem) -> Bool {
    let names = item.names.map { $0.lowercased() }
    guard self.names.isEmpty || self.names.contains(where: { matches($0, names) }) else {
      return false
    }
    let keys = item.keys.map { $0.lowercased() }
    guard self.keys.isEmpty || self.keys.contains(where: { matches($0, keys) }) else {
      return false
    }
    let kinds = item.kinds
    guard self.kinds.isEmpty || self.kinds.contains(where: { matches($0, kinds) }) else {
      return false
    }
    guard !words.isEmpty else { return true }
    let text = item.description.lowercased()
    return words.allSatisfy { text.contains($0) }
  }

  /// The whole name if there is one, else its beginning, so that typing narrows as it goes.
  private func matches(_ wanted: String, _ values: [String]) -> Bool {
    values.contains(wanted) || values.contains { $0.hasPrefix(wanted) }
  }

  /// The lanes that are shown, of these: all, or those named and what their messages touch.
  func lanes(_ all: [String], touched: [String]) -> [String] {
    guard !names.isEmpty else { return all }
    return all.filter { name in
      names.contains { matches($0, [name.lowercased()]) } || touched.contains(name)
    }
  }
}
