import CellGraphics
import Histories
import Laboratory

/// What the Compare screen says in words.
enum CompareText {
  /// Where the branches first differ, seen from the shown instant.
  static func divergence(_ state: CompareState, _ glyphs: GlyphSet) -> TextLine {
    let comparison = state.comparison
    guard let divergence = comparison.divergence else {
      let end = max(comparison.horizon, .zero)
      // What is marked may differ without any event: a setting, or what it makes of the same state.
      return state.isAlike
        ? TextLine("= nothing differs so far (both are known up to t=\(end) ms)", .good)
        : TextLine("= no event differs so far (both are known up to t=\(end) ms)", .info)
    }
    var line = TextLine(
      "\(glyphs.string(.differs)) events first differ at t=\(divergence.time) ms", .warning)
    let distance = comparison.clock - divergence.time
    if distance == .zero {
      line.append(": here", Style.warning.bold)
    } else if distance > .zero {
      line.append(": \(distance) ms ago", .warning)
    } else {
      let now = state.isAlike ? "so far both are alike" : "no event differs yet"
      line.append(": in \(.zero - distance) ms; \(now)", .warning)
    }
    return line
  }

  /// What a side has where the branches first differ.
  static func happening(_ state: CompareState, _ side: Comparison.Side) -> String? {
    guard let divergence = state.comparison.divergence else { return nil }
    let own = side == .left ? divergence.left : divergence.right
    guard let own else { return "t=\(divergence.time) nothing yet" }
    if own.time > divergence.time {
      return "t=\(divergence.time) nothing; t=\(own.time) \(own.text)"
    }
    let state = divergence.kind == .state ? ", and its state is another" : ""
    return "t=\(own.time) \(own.text)\(state)"
  }

  /// Where a branch comes from, as short as can be: `from main at t=199`.
  static func origin(_ branch: Branch, _ run: Run) -> String {
    guard let origin = branch.origin else { return "the first branch" }
    if origin.position == 0 { return "\(origin.branch), from its start" }
    // Time may have run on after the last event until something was done.
    let first = branch.simulation.log.first { $0.eventIndex == origin.position }
    let events = branch.simulation.recording.events
    let last = events.indices.contains(origin.position - 1) ? events[origin.position - 1].time : 0
    return "left \(origin.branch) at t=\(first?.time ?? last)"
  }

  /// The screen as lines of text, for those who read it line by line.
  static func lines(_ state: CompareState) -> [String] {
    var lines = ["t=\(state.comparison.clock) ms"]
    lines.append(divergence(state, .ascii).text)
    for side in Comparison.Side.allCases {
      if let text = happening(state, side) { lines.append("  \(state.name(side)): \(text)") }
    }
    for (one, other) in zip(state.left.replicas, state.right.replicas) {
      let texts = [one, other].map { CompareReplicas.sentence($0) }
      lines.append(
        texts[0] == texts[1]
          ? "\(one.name): \(texts[0]) on both"
          : "\(one.name): \(state.name(.left)): \(texts[0]); \(state.name(.right)): \(texts[1])")
    }
    return lines + state.rows.map { sentence($0, state) }
  }

  /// A difference with both sides.
  static func sentence(_ row: CompareRow, _ state: CompareState) -> String {
    "\(row.name): \(state.name(.left)): \(row.left.text); \(state.name(.right)): \(row.right.text)"
  }
}
