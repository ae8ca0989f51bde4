import CellGraphics
import Laboratory

/// Where the latest request of a client went, and why.
extension SessionsPanel {
  /// `R1 → P: redirected by R1: needs lsn 3`: the nodes asked, and the reason for the last.
  static func way(_ session: SessionView, _ glyphs: GlyphSet) -> TextLine {
    guard let last = session.trail.last else { return TextLine("nobody", .dim) }
    let arrow = " " + glyphs.string(.arrowRight) + " "
    // A client that is sent round and round is not worth more than its last steps.
    let shown = session.trail.suffix(3).map(\.node)
    let nodes = (shown.count < session.trail.count ? ["..."] + shown : shown)
      .joined(separator: arrow)
    return TextLine(nodes + ": ", .dim) + TextLine(last.reason, style(last)) + stay(last)
  }

  /// Whether the way of the latest request is more than what the client does by itself.
  static func isNoteworthy(_ session: SessionView) -> Bool {
    guard let last = session.trail.last else { return false }
    return session.trail.count > 1 || last.waited != nil
      || !["named", "preferred", "the leader it knows"].contains(last.reason)
  }

  /// A line for each request of the latest operation.
  static func hops(_ session: SessionView) -> [TextLine] {
    session.trail.suffix(5).map { hop in
      var line = TextLine("t=\(hop.sent) asked \(hop.node): ", .dim)
      line.append(hop.reason, style(hop))
      if let token = hop.token { line.append(", token \(Wording.position(token))", .dim) }
      return line + stay(hop)
    }
  }

  private static func stay(_ hop: SessionView.HopView) -> TextLine {
    if hop.isCancelled { return TextLine(", taken back", .warning) }
    guard let waited = hop.waited else { return "" }
    let text = Wording.duration(waited)
    return hop.isWaiting
      ? TextLine(", waits there for \(text)", .warning) : TextLine(", waited \(text)", .accent)
  }

  private static func style(_ hop: SessionView.HopView) -> Style {
    if hop.isCancelled { return .dim }
    if hop.reason.hasPrefix("second try") || hop.reason.hasSuffix("over the limit") {
      return .accent
    }
    if hop.reason.hasPrefix("redirected") || hop.reason.hasPrefix("failed over") { return .warning }
    return hop.reason.hasPrefix("pinned") ? .accent : .dim
  }

  /// The keys that alone are pinned, where the bookkeeping forgets the others.
  static func only(_ session: SessionView) -> String {
    session.pinnedKeys.isEmpty ? "" : " (only \(session.pinnedKeys.joined(separator: ", ")))"
  }

  static func routing(_ session: SessionView) -> String {
    session.routing
      + (session.among.isEmpty ? "" : " among " + session.among.joined(separator: ", "))
  }
}
