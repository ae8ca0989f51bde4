/// The footer: which keys work now. What does not fit is left out as a whole, the lowest priority
/// first; a hint is never cut in half.
public struct KeyHints: Widget, Hashable, Sendable {
  public struct Hint: Hashable, Sendable {
    /// The key as it is written, for example ``Key/label(_:)``.
    public var key: String
    public var label: String
    /// What a click on it stands for: the name of an action; empty for the key itself.
    public var target: String
    /// Hints with a higher priority stay longer; among equals the left one.
    public var priority: Int

    public init(_ key: String, _ label: String, priority: Int = 0, target: String = "") {
      self.target = target
      self.key = key
      self.label = label
      self.priority = priority
    }

    var width: Int {
      let space = key.isEmpty || label.isEmpty ? 0 : 1
      return DisplayWidth.of(key) + space + DisplayWidth.of(label)
    }
  }

  public var hints: [Hint]
  /// Text at the right end; left out when the hints of the highest priority need the space.
  public var trailing: TextLine
  /// Parts of that text which a click does something with: columns of it, and what it stands for.
  public var trailingTargets: [(columns: Range<Int>, target: String)] {
    get { zip(targetColumns, targetNames).map { ($0, $1) } }
    set {
      targetColumns = newValue.map(\.columns)
      targetNames = newValue.map(\.target)
    }
  }
  private var targetColumns: [Range<Int>] = []
  private var targetNames: [String] = []

  public init(_ hints: [Hint], trailing: TextLine = "") {
    self.hints = hints
    self.trailing = trailing
  }

  /// The hints that fit into a width, in their order. O(n log n).
  public func fitting(width: Int) -> [Hint] {
    let order = hints.indices.sorted {
      hints[$0].priority == hints[$1].priority
        ? $0 < $1 : hints[$0].priority > hints[$1].priority
    }
    var kept: [Int] = []
    var used = -2
    for index in order {
      let needed = hints[index].width + 2
      if used + needed > width { break }
      used += needed
      kept.append(index)
    }
    return kept.sorted().map { hints[$0] }
  }

  public func draw(into buffer: inout CellBuffer, in rect: Rect) {
    guard !rect.isEmpty else { return }
    let inner = rect.width > 2 ? rect.inset(columns: 1, rows: 0) : rect
    var room = inner.width
    if !trailing.isEmpty {
      let short = room - trailing.width - 2
      let top = hints.map(\.priority).max() ?? 0
      let needed = hints.filter { $0.priority == top }.count
      let shown = fitting(width: short).filter { $0.priority == top }.count
      if short >= 0, shown == needed {
        let x = inner.maxX.saturatingSubtract(trailing.width)
        buffer.put(trailing.based(on: .dim), at: Point(x: x, y: rect.y), clip: inner)
        for (columns, target) in trailingTargets {
          let start = x.saturatingAdd(columns.lowerBound)
          buffer.note(
            .button(target), in: Rect(x: start, y: rect.y, width: columns.count, height: 1))
        }
        room = short
      }
    }
    var x = inner.x
    for hint in fitting(width: room) {
      buffer.note(
        .button(hint.target.isEmpty ? hint.key : hint.target),
        in: Rect(x: x, y: rect.y, width: hint.width, height: 1))
      x += buffer.put(hint.key, at: Point(x: x, y: rect.y), style: .key, clip: inner)
      if !hint.key.isEmpty, !hint.label.isEmpty { x += 1 }
      x += buffer.put(hint.label, at: Point(x: x, y: rect.y), clip: inner)
      x += 2
    }
  }
}
