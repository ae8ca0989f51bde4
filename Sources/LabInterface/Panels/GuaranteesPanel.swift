import CellGraphics
import Checkers
import Laboratory

/// What was promised, what held, and what broke by which event.
public enum GuaranteesPanel: Panel {
  public static let id = PanelID("guarantees")
  public static let title = "Guarantees"
  public static let purpose =
    "What holds, what is violated and by which operation; Enter goes to the first bad event."

  public static func itemCount(_ context: PanelContext) -> Int {
    if context.showsMap { return ModelMap.models.count }
    return shown(context).count + (hasOthers(context) ? 1 : 0)
  }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    if context.showsMap { return 4...ModelMapDrawing.rowsMin + 2 }
    let count = lines(context, width: width).count
    return min(4, max(1, count))...max(4, count)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let shown = isCollapsed(context) ? taught(context) : context.view.guarantees
    let states = shown.map(\.state)
    let violated = states.filter { $0 == .violated }.count
    let pending = states.filter { $0 == .pending }.count
    let holding = states.filter { $0 == .holds }.count
    let unknown = states.filter { $0 == .unknown }.count
    // What the counts are of is said where the rest is counted in a line of its own.
    let of = isCollapsed(context) ? " of \(shown.count)" : ""
    var parts: [TextLine] = []
    if violated > 0 { parts.append(TextLine("\(violated)\(of) violated", .bad)) }
    if unknown > 0 { parts.append(TextLine("\(unknown)\(of) unknown", .warning)) }
    if pending > 0 { parts.append(TextLine("\(pending)\(of) pending", .dim)) }
    if parts.isEmpty { parts.append(TextLine("all \(holding) hold", .good)) }
    // Whole counts only: the title and the frame take 17 columns.
    var line = parts[0]
    for part in parts.dropFirst() where line.width + 2 + part.width <= width - 13 {
      line.append(", ")
      line += part
    }
    return line
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.guarantees.map { "\($0.state)\($0.count)\($0.isWarning)" }.joined()
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let count = itemCount(context)
    if context.showsMap { return drawMap(context, into: &buffer, in: rect) }
    guard count > 0 else {
      buffer.put(TextLine(nothing(context), .dim), at: rect.origin, clip: rect)
      return
    }
    ScrollingLines(
      lines: lines(context, width: rect.width), selection: context.selection(of: count)
    ).draw(into: &buffer, in: rect)
  }

  /// What is violated comes first, what broke last before all: it is seen without scrolling. In a lesson
  /// what it is about comes before the others, which are listed on demand, or where a row is looked for.
  static func shown(_ context: PanelContext) -> [GuaranteeView] {
    let matching = context.view.guarantees.filter {
      context.shows("\($0.checker.promise) \($0.reason) \($0.state)")
    }
    let own = matching.filter { context.taught.contains($0.checker) }
    if isCollapsed(context) { return sorted(own) }
    return sorted(own) + sorted(matching.filter { !context.taught.contains($0.checker) })
  }

  /// Why there is no row.
  static func nothing(_ context: PanelContext) -> String {
    context.filter.isEmpty ? "nothing is checked" : "no guarantee matches the filter"
  }

  private static func sorted(_ guarantees: [GuaranteeView]) -> [GuaranteeView] {
    // Those that are judged while the run goes on come before those of whole histories.
    let broken = guarantees.filter { $0.state == .violated }.sorted { broke($0) > broke($1) }
    let violated =
      broken.filter { $0.checker.method != .wholeHistory }
      + broken.filter { $0.checker.method == .wholeHistory }
    let warned = guarantees.filter { $0.state != .violated && $0.isWarning }
    return violated + warned + guarantees.filter { $0.state != .violated && !$0.isWarning }
  }

  private static func broke(_ guarantee: GuaranteeView) -> Int {
    guarantee.witnesses.map(\.eventIndex).min() ?? 0
  }

  /// A row for each guarantee; what is violated says by what, and what is selected what it means.
  private static func lines(
    _ context: PanelContext, width: Int
  ) -> [(item: Int, line: TextLine)] {
    var result: [(Int, TextLine)] = []
    let selection = context.selection(of: itemCount(context))
    for (index, guarantee) in shown(context).enumerated() {
      result.append((index, heading(guarantee, width: width - 2, context.glyphs)))
      if index == selection, !guarantee.reason.isEmpty {
        let style: Style =
          guarantee.state == .violated ? .bad : guarantee.isWarning ? .warning : .dim
        result += TextLine("  " + guarantee.reason, style)
          .wrapped(to: max(8, width - 1), hanging: 2).map { (index, $0) }
      } else if guarantee.state == .violated {
        result.append((index, TextLine("  by " + culprit(guarantee.reason), .bad)))
      } else if guarantee.isWarning {
        result.append((index, TextLine("  two nodes believe that they lead", .warning)))
      }
      if index == selection {
        result += TextLine("  " + WordsScreen.meaning(of: guarantee.checker), .dim)
          .wrapped(to: max(8, width - 1), hanging: 2).map { (index, $0) }
      }
    }
    if hasOthers(context) {
      let index = shown(context).count
      result += TextLine(othersWords(context), .dim).wrapped(to: max(8, width - 1), hanging: 2)
        .map { (index, $0) }
    }
    return result
  }

  /// The operation that a witness begins with: `c3 at 150 (read name)`.
  private static func culprit(_ reason: String) -> String {
    let parts = reason.split(separator: ":", maxSplits: 1)
    return parts.count == 2 && parts[0].contains(" at ") ? String(parts[0]) : reason
  }

  /// - Parameter width: without the bar at the right and the blank before it.
  private static func heading(
    _ guarantee: GuaranteeView, width: Int, _ glyphs: GlyphSet
  ) -> TextLine {
    let full = guarantee.checker.promise
    // The word for the state is worth more than the last words of the name.
    let name = width < 36 ? Wording.shortPromise(guarantee.checker) : full
    let (mark, style, word): (Glyph, Style, String) =
      switch guarantee.state {
      case .holds where guarantee.isWarning: (.warning, .warning, "holds")
      case .holds: (.check, .good, "holds")
      case .violated: (.fail, .bad, times(guarantee.count))
      case .pending: (.pending, .dim, "pending")
      case .unknown: (.unknown, .warning, "unknown")
      }
    var line = TextLine(glyphs.string(mark) + " ", style)
    line.append(name, guarantee.state == .violated ? Style.plain.bold : .plain)
    let free = width - line.width - DisplayWidth.of(word)
    guard free >= 1 else { return line }
    line.append(String(repeating: " ", count: min(free, max(1, 28 - DisplayWidth.of(name)))))
    line.append(word, style)
    return line
  }

  private static func times(_ count: Int) -> String {
    count > 1 ? "violated (\(count))" : "violated"
  }
}
