import CellGraphics
import Checkers
import Laboratory

/// What was promised, what held, and what broke by which event.
public enum GuaranteesPanel: Panel {
  public static let id = PanelID("guarantees")
  public static let title = "Guarantees"
  public static let purpose =
    "What holds, what is violated and by which operation; Enter goes to the first bad event."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    4...max(4, lines(context, width: width).count)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let violated = context.view.guarantees.filter { $0.state == .violated }.count
    return violated == 0 ? "" : TextLine("\(violated) violated", .bad)
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.guarantees.map { "\($0.state)\($0.witnesses.count)" }.joined()
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let count = itemCount(context)
    guard count > 0 else {
      buffer.put(TextLine("nothing is checked", .dim), at: rect.origin, clip: rect)
      return
    }
    let all = lines(context, width: rect.width)
    let selection = context.selection(of: count)
    let first = selection.flatMap { selected in all.firstIndex { $0.item == selected } }
    let last = selection.flatMap { selected in all.lastIndex { $0.item == selected } }
    let outer = ScrollWindow(total: all.count, height: rect.height, selection: last)
    let window = ScrollWindow(
      total: all.count, height: rect.height, selection: first, offset: outer.offset)
    let bar = window.isComplete ? 0 : 1
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row).inset(right: bar)
      buffer.put(all[index].line, at: line.origin, width: line.width)
      guard all[index].item == selection else { continue }
      buffer.addAttributes(.reverse, in: line)
      if index == first { buffer.cursor = line.origin }
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
  }

  static func shown(_ context: PanelContext) -> [GuaranteeView] {
    context.view.guarantees.filter { context.shows(Wording.promise($0.checker) + " " + $0.reason) }
  }

  /// A row for each guarantee; what is violated says by what, and what is selected what it means.
  private static func lines(
    _ context: PanelContext, width: Int
  ) -> [(item: Int, line: TextLine)] {
    var result: [(Int, TextLine)] = []
    let selection = context.selection(of: itemCount(context))
    for (index, guarantee) in shown(context).enumerated() {
      result.append((index, heading(guarantee, context.glyphs)))
      if guarantee.state == .violated || index == selection, !guarantee.reason.isEmpty {
        result += TextLine("  " + guarantee.reason, guarantee.state == .violated ? .bad : .dim)
          .wrapped(to: max(8, width - 1), hanging: 2).map { (index, $0) }
      }
      if index == selection {
        result += TextLine("  " + guarantee.checker.definition, .dim)
          .wrapped(to: max(8, width - 1), hanging: 2).map { (index, $0) }
      }
    }
    return result
  }

  private static func heading(_ guarantee: GuaranteeView, _ glyphs: GlyphSet) -> TextLine {
    let name = Wording.promise(guarantee.checker)
    let (mark, style, word): (Glyph, Style, String) =
      switch guarantee.state {
      case .holds: (.check, .good, "holds")
      case .violated: (.fail, .bad, times(guarantee.witnesses.count))
      case .pending: (.pending, .dim, "pending")
      case .unknown: (.unknown, .warning, "unknown")
      }
    var line = TextLine(glyphs.string(mark) + " ", style)
    line += TextLine(name, guarantee.state == .violated ? Style.plain.bold : .plain)
      .padded(to: max(25, DisplayWidth.of(name) + 1))
    line.append(word, style)
    return line
  }

  private static func times(_ count: Int) -> String {
    count > 1 ? "violated \(count) times" : "violated"
  }
}
