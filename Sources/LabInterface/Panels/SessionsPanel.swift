import CellGraphics
import Histories
import Laboratory

/// What each client holds: its session, what it has written and seen, what it waits for.
public enum SessionsPanel: Panel {
  public static let id = PanelID("sessions")
  public static let title = "Sessions"
  public static let purpose =
    "For each client: what it asked, where and why there, what it wrote and has seen, token and pin."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let sessions = context.view.sessions
    guard isNarrow(sessions, width) else {
      return min(4, sessions.count + 1)...(sessions.count + 1)
    }
    let selection = context.lesson == nil ? nil : context.selection(of: sessions.count)
    let lines = lines(sessions, context, selection: selection, width: width).count
    return min(4, lines)...max(4, lines)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let broken = context.view.sessions.filter { !$0.broken.isEmpty }.count
    return broken == 0
      ? "" : TextLine(Wording.count(broken, "session", "sessions") + " wronged", .bad)
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.sessions.map {
      "\($0.latest ?? "")\($0.outstanding ?? "")\($0.broken.count)\($0.trail.count)"
    }.joined()
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let sessions = shown(context)
    guard !sessions.isEmpty else {
      buffer.put(TextLine("no client matches", .dim), at: rect.origin, clip: rect)
      return
    }
    if isNarrow(sessions, rect.width) {
      drawNarrow(sessions, context, into: &buffer, in: rect)
      return
    }
    let selection = context.selection(of: sessions.count)
    var table = rect
    if let selection, rect.height >= sessions.count + 3 {
      let text = details(sessions[selection], context.glyphs).flatMap {
        $0.wrapped(to: rect.width, hanging: 4)
      }
      let height = min(rect.height - sessions.count - 2, text.count, 8)
      table = rect.inset(bottom: height + 1)
      buffer.draw(
        Paragraph(text), in: Rect(x: rect.x, y: table.maxY + 1, width: rect.width, height: height))
    }
    var columns = columns(sessions, context.glyphs)
    if leastWidth(columns) > rect.width - 1 { columns.removeAll { $0.head.title == "asked" } }
    buffer.draw(
      Table(
        columns.map(\.head), rows: sessions.indices.map { row in columns.map { $0.cells[row] } },
        selection: selection, isFocused: context.isFocused),
      in: table)
  }

  /// Whom the lesson asks about before whom it speaks of, and that before who was wronged.
  public static func interest(_ context: PanelContext) -> [Int] {
    guard let page = context.lesson else { return [] }
    return shown(context).map { session in
      page.weight(of: session.client) + (session.broken.isEmpty ? 0 : 2)
    }
  }

  static func shown(_ context: PanelContext) -> [SessionView] {
    context.view.sessions.filter {
      context.shows("\($0.client) \($0.session) \($0.routing) \($0.outstanding ?? "")")
    }
  }

  typealias Column = (head: Table.Column, cells: [TextLine])

  /// The columns that matter; those of tokens and pins only where there are any.
  static func columns(_ sessions: [SessionView], _ glyphs: GlyphSet) -> [Column] {
    // A column is shown as a whole or not at all: half a reason is none.
    func column(
      _ head: String, priority: Int, _ cell: (SessionView) -> TextLine
    ) -> Column {
      let cells = sessions.map(cell)
      let width = max(DisplayWidth.of(head), cells.map(\.width).max() ?? 0)
      return (Table.Column(head, priority: priority, minimum: width), cells)
    }
    var columns = [
      column("", priority: 9) { TextLine($0.client, Style(.series1, .bold)) },
      column("does", priority: 8) { activity($0) },
      column("asked", priority: 3) { way($0, glyphs) },
    ]
    if sessions.contains(where: { !$0.context.isEmpty }) {
      // A position of one shard says nothing of another's log.
      columns.append(
        column("has seen", priority: 5) { session in
          session.context.isEmpty
            ? TextLine("nothing", .dim) : TextLine(session.context.joined(separator: ", "))
        })
    } else {
      columns.append(column("wrote", priority: 5) { position($0.lastOwnWrite) })
      columns.append(column("has seen", priority: 4) { position($0.highWaterMark) })
    }
    if sessions.contains(where: \.usesToken) {
      columns.append(column("token", priority: 6) { token($0) })
    }
    if sessions.contains(where: { $0.pinnedUntil != nil }) {
      columns.append(
        column("pinned", priority: 6) { session in
          session.pinnedUntil.map { TextLine("until \($0)" + only(session), .accent) }
            ?? TextLine("-", .dim)
        })
    }
    columns.append(column("broken for it", priority: 7) { broken($0, glyphs) })
    columns.append(column("routing", priority: 1) { TextLine(routing($0), .dim) })
    columns.append(column("session", priority: 0) { TextLine($0.session, .dim) })
    return columns
  }

  private static func position(_ position: LogPosition?, _ style: Style = .plain) -> TextLine {
    position.map { TextLine(Wording.position($0), style) } ?? TextLine("nothing", .dim)
  }

  /// The position that reads carry, or one for each log.
  static func token(_ session: SessionView) -> TextLine {
    vector(session.tokenVector, .accent) ?? position(session.token, .accent)
  }

  /// Positions of several logs; nil where there is one log.
  private static func vector(_ parts: [String]?, _ style: Style = .plain) -> TextLine? {
    parts.map {
      $0.isEmpty ? TextLine("nothing", .dim) : TextLine($0.joined(separator: ", "), style)
    }
  }

  static func activity(_ session: SessionView) -> TextLine {
    guard let outstanding = session.outstanding else {
      return session.latest.map { TextLine($0) } ?? TextLine("idle", .dim)
    }
    var line = TextLine("waits: ", .accent)
    line.append(outstanding)
    if let target = session.target { line.append(" from \(target)", .dim) }
    return line
  }

  /// Everything about the selected client, a line for each request and each broken promise.
  private static func details(_ session: SessionView, _ glyphs: GlyphSet) -> [TextLine] {
    var line = TextLine(session.client + "  ", Style(.series1, .bold))
    var parts = ["routing \(routing(session))"]
    if session.session != session.client { parts.append("session \(session.session)") }
    if session.user != session.client { parts.append("user \(session.user)") }
    if let invoked = session.invoked { parts.append("has waited since t=\(invoked)") }
    if session.waiting > 0 { parts.append("\(session.waiting) more to do") }
    if let latest = session.latest { parts.append("last: \(latest)") }
    line.append(parts.joined(separator: " · "), .dim)
    return [line] + hops(session)
      + session.broken.map { TextLine(glyphs.string(.fail) + " " + $0, .bad) }
  }
}
