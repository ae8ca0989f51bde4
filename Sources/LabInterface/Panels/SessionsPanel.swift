import CellGraphics
import Laboratory

/// What each client holds: its session, what it has written and seen, what it waits for.
public enum SessionsPanel: Panel {
  public static let id = PanelID("sessions")
  public static let title = "Sessions"
  public static let purpose =
    "For each client: what it waits for, its last own write, the newest it has seen, its routing."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let sessions = context.view.sessions
    guard isNarrow(sessions, width) else {
      return min(4, sessions.count + 1)...(sessions.count + 1)
    }
    let lines = blocks(sessions, context.glyphs).reduce(0) { $0 + $1.count }
    return min(4, lines)...max(4, lines)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let broken = context.view.sessions.filter { !$0.broken.isEmpty }.count
    return broken == 0
      ? "" : TextLine(Wording.count(broken, "session", "sessions") + " wronged", .bad)
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.sessions.map { "\($0.latest ?? "")\($0.outstanding ?? "")\($0.broken.count)" }
      .joined()
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
      let height = min(rect.height - sessions.count - 2, 5)
      table = rect.inset(bottom: height + 1)
      buffer.draw(
        Paragraph([details(sessions[selection])], hanging: 2),
        in: Rect(x: rect.x, y: table.maxY + 1, width: rect.width, height: height))
    }
    buffer.draw(
      Table(
        [
          .init("", priority: 9), .init("does", priority: 7, minimum: 16),
          .init("wrote", priority: 5, minimum: 7), .init("has seen", priority: 4, minimum: 8),
          .init("broken for it", priority: 6, minimum: 16),
          .init("routing", priority: 1, minimum: 12),
          .init("session", priority: 0, minimum: 12),
        ],
        rows: sessions.map { row($0, context.glyphs) }, selection: selection,
        isFocused: context.isFocused),
      in: table)
  }

  private static func shown(_ context: PanelContext) -> [SessionView] {
    context.view.sessions.filter {
      context.shows("\($0.client) \($0.session) \($0.routing) \($0.outstanding ?? "")")
    }
  }

  private static func row(_ session: SessionView, _ glyphs: GlyphSet) -> [TextLine] {
    [
      TextLine(session.client, Style(.series1, .bold)), activity(session),
      session.lastOwnWrite.map { TextLine(Wording.position($0)) } ?? TextLine("nothing", .dim),
      session.highWaterMark.map { TextLine(Wording.position($0)) } ?? TextLine("nothing", .dim),
      broken(session, glyphs),
      TextLine(session.routing, .dim), TextLine(session.session, .dim),
    ]
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

  private static func details(_ session: SessionView) -> TextLine {
    var line = TextLine(session.client + "  ", Style(.series1, .bold))
    var parts = ["routing \(session.routing)"]
    if session.session != session.client { parts.append("session \(session.session)") }
    if let invoked = session.invoked { parts.append("has waited since t=\(invoked)") }
    if session.waiting > 0 { parts.append("\(session.waiting) more to do") }
    if let latest = session.latest { parts.append("last: \(latest)") }
    line.append(parts.joined(separator: " · "), .dim)
    for broken in session.broken { line.append(" · " + broken, .bad) }
    return line
  }
}
