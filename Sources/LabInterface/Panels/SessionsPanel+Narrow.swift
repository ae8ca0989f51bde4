import CellGraphics
import Checkers
import Laboratory

/// The sessions where a table would cut its words: two lines a client, more when its request took a
/// way of its own or it was wronged.
extension SessionsPanel {
  /// Whether the columns that matter would not fit as wholes: routing and session do not, nor does
  /// the way of a request that went where everybody expects it.
  static func isNarrow(_ sessions: [SessionView], _ width: Int) -> Bool {
    let hasWays = sessions.contains(where: isNoteworthy)
    let columns = columns(sessions, .unicode).filter { hasWays || $0.head.title != "asked" }
    return leastWidth(columns) > width - 1
  }

  /// What the columns take as wholes, but for the last two, which may be left out.
  static func leastWidth(_ columns: [Column]) -> Int {
    columns.dropLast(2).reduce(0) { width, column in
      let own = max(DisplayWidth.of(column.head.title), column.cells.map(\.width).max() ?? 0)
      return width + own + 2
    }
  }

  /// The lines of each session. Of the selected one every request is listed below instead.
  static func blocks(
    _ sessions: [SessionView], _ glyphs: GlyphSet, selected: Int? = nil, width: Int
  ) -> [[TextLine]] {
    let name = sessions.map { DisplayWidth.of($0.client) + 2 }.max() ?? 4
    return sessions.enumerated().map { index, session in
      var first = TextLine(session.client, Style(.series1, .bold)).padded(to: max(4, name))
      first += activity(session)
      let seen = TextLine(seen(session), .dim)
      var block = [first + TextLine(", ", .dim) + seen]
      if block[0].width > width { block = [first, TextLine("    ") + seen] }
      let kept = kept(session)
      if !kept.isEmpty { block.append(TextLine("    ") + kept) }
      if index != selected, isNoteworthy(session) {
        block.append(TextLine("    asked ", .dim) + way(session, glyphs))
      }
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
    let all = lines(sessions, context, selection: selection, width: rect.width)
    ScrollingLines(
      lines: all, selection: selection, marksWholeItem: false, interest: interest(context)
    ).draw(into: &buffer, in: rect)
  }

  /// The lines as they stand in a width.
  static func lines(
    _ sessions: [SessionView], _ context: PanelContext, selection: Int?, width: Int
  ) -> [(item: Int, line: TextLine)] {
    let blocks = blocks(sessions, context.glyphs, selected: selection, width: width - 1)
    var all: [(item: Int, line: TextLine)] = []
    for (item, block) in blocks.enumerated() {
      let further = item == selection ? more(sessions[item]).map { TextLine("    ") + $0 } : []
      for line in block + further {
        all += line.wrapped(to: width - 1, hanging: 6).map { (item, $0) }
      }
    }
    return all
  }

  private static func seen(_ session: SessionView) -> String {
    if !session.context.isEmpty {
      return "has seen " + session.context.joined(separator: ", ")
    }
    let wrote = session.lastOwnWrite.map { "wrote \(Wording.position($0)), " } ?? ""
    return wrote
      + (session.highWaterMark.map { "has seen \(Wording.position($0))" } ?? "has seen nothing")
  }

  /// The token and the pin, where there are any.
  private static func kept(_ session: SessionView) -> TextLine {
    var line = TextLine()
    if session.usesToken {
      let hasToken = session.token != nil || session.tokenVector?.isEmpty == false
      line +=
        hasToken ? TextLine("token ", .accent) + token(session) : TextLine("no token yet", .dim)
    }
    if let end = session.pinnedUntil {
      line.append(line.isEmpty ? "" : ", ", .dim)
      line.append("pinned until \(end)" + only(session), .accent)
    }
    return line
  }

  /// What is said of the selected client alone.
  private static func more(_ session: SessionView) -> [TextLine] {
    var whose = "routing " + routing(session)
    if session.session != session.client { whose += ", session \(session.session)" }
    if session.user != session.client { whose += ", user \(session.user)" }
    return hops(session) + [TextLine(whose, .dim)]
  }

  /// `✗ read your writes, monotonic reads`.
  static func broken(_ session: SessionView, _ glyphs: GlyphSet) -> TextLine {
    guard !session.brokenGuarantees.isEmpty else { return TextLine("-", .dim) }
    let names = session.brokenGuarantees.map(\.promise).joined(separator: ", ")
    return TextLine(glyphs.string(.fail) + " " + names, .bad)
  }
}
