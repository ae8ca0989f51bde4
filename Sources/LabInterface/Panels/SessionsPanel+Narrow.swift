import CellGraphics
import Checkers
import Laboratory

/// The sessions where a table would cut its words: two lines a client, three when it was wronged.
extension SessionsPanel {
  /// Whether the columns that matter would not fit as wholes.
  static func isNarrow(_ sessions: [SessionView], _ width: Int) -> Bool {
    let does = sessions.map { activity($0).width }.max() ?? 0
    let names = sessions.map { broken($0, .unicode).width }.max() ?? 0
    // Beside them the client, what it wrote and has seen, and the gaps.
    return max(4, does) + max(13, names) + 3 + 7 + 8 + 8 > width - 1
  }

  static func blocks(_ sessions: [SessionView], _ glyphs: GlyphSet) -> [[TextLine]] {
    sessions.map { session in
      var first = TextLine(session.client, Style(.series1, .bold)).padded(to: 4)
      first += activity(session)
      var block = [first, TextLine("    " + seen(session), .dim)]
      if !session.brokenGuarantees.isEmpty {
        block.append(TextLine("    ") + broken(session, glyphs))
      }
      return block
    }
  }

  static func drawNarrow(
    _ sessions: [SessionView], _ context: PanelContext, into buffer: inout CellBuffer,
    in rect: Rect
  ) {
    let selection = context.selection(of: sessions.count)
    var all: [(item: Int, line: TextLine)] = []
    for (item, block) in blocks(sessions, context.glyphs).enumerated() {
      for line in block {
        all += line.wrapped(to: rect.width - 1, hanging: 6).map { (item, $0) }
      }
      if item == selection {
        all += TextLine("    routing " + sessions[item].routing, .dim)
          .wrapped(to: rect.width - 1, hanging: 6).map { (item, $0) }
      }
    }
    let first = selection.flatMap { selected in all.firstIndex { $0.item == selected } }
    let last = selection.flatMap { selected in all.lastIndex { $0.item == selected } }
    let outer = ScrollWindow(total: all.count, height: rect.height, selection: last)
    let window = ScrollWindow(
      total: all.count, height: rect.height, selection: first, offset: outer.offset)
    let bar = window.isComplete ? 0 : 1
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row).inset(right: bar)
      buffer.put(all[index].line, at: line.origin, width: line.width)
      guard index == first else { continue }
      buffer.addAttributes(.reverse, in: line)
      buffer.cursor = line.origin
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
  }

  private static func seen(_ session: SessionView) -> String {
    let wrote = session.lastOwnWrite.map { "wrote \(Wording.position($0))" } ?? "wrote nothing"
    return wrote + ", "
      + (session.highWaterMark.map { "has seen \(Wording.position($0))" } ?? "has seen nothing")
  }

  /// `✗ read your writes, monotonic reads`.
  static func broken(_ session: SessionView, _ glyphs: GlyphSet) -> TextLine {
    guard !session.brokenGuarantees.isEmpty else { return TextLine("-", .dim) }
    let names = session.brokenGuarantees.map { Wording.promise($0) }.joined(separator: ", ")
    return TextLine(glyphs.string(.fail) + " " + names, .bad)
  }
}
