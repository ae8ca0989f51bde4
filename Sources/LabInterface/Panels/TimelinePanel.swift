import CellGraphics
import Histories
import Laboratory

/// The space-time diagram: who did what when, what was sent, what broke.
public enum TimelinePanel: Panel {
  public static let id = PanelID("timeline")
  public static let title = "Timeline"
  public static let purpose =
    "Who did what when: operations as bars, messages as lines with what became of them, faults."

  public static let filterHelp = TimelineFilter.help

  public static func itemCount(_ context: PanelContext) -> Int { items(context).count }

  public static func rowIDs(_ context: PanelContext) -> [String] { items(context).map(\.id) }

  /// What can be selected, in the order of time.
  static func items(_ context: PanelContext) -> [TimelineItem] { TimelineShown.of(context).items }

  static func selected(_ context: PanelContext) -> TimelineItem? {
    let items = items(context)
    return context.selection(of: items.count).map { items[$0] }
  }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let lanes = context.view.timeline.clients.count + context.view.timeline.servers.count
    // A narrow one stands beside others that need rows as well.
    let least = width < 60 ? lanes + 3 : min(16, lanes * 2 + 1)
    return least...max(least, lanes * 3 + 4)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let glyphs = context.glyphs
    let view = context.view.timeline
    let isLanes = context.timelineForm == .lanes
    var line = TextLine()
    if !view.isFollowing { line.append("from t=\(view.start) ", .warning) }
    let bar = glyphs.string(.disc) + glyphs.string(.doubleHorizontal) + glyphs.string(.disc)
    line.append(
      isLanes ? "\(bar) operation" : "time runs down, | turns it", isLanes ? .plain : .dim)
    // As many of these as leave room for the title.
    let hasViolation = view.operations.contains(where: \.isViolating)
    let hasLost = view.messages.contains(where: \.isLost)
    let kinds = view.marks.map(\.kind)
    let fail = glyphs.string(.fail)
    let further: [(Bool, TextLine)] = [
      (hasViolation && !hasLost, TextLine(" \(fail) violation", .bad)),
      (hasViolation && hasLost, TextLine(" \(fail) lost, violation", .bad)),
      (hasLost && !hasViolation, TextLine(" \(fail) lost", .bad)),
      (isLanes, TextLine(" \(glyphs.string(.square)) applied")),
      (isLanes && width >= 60, TextLine(" \(glyphs.string(.diagonalDown)) message")),
      (kinds.contains(.rolledBack), TextLine(" \(glyphs.string(.arrowLeft)) rolled back", .bad)),
      (kinds.contains(.elected), TextLine(" \(glyphs.string(.crown)) elected", .accent)),
      (
        kinds.contains(.steppedDown),
        TextLine(" \(glyphs.string(.hollowCrown)) stepped down", .warning)
      ),
    ]
    for (applies, words) in further where applies && line.width + words.width <= width - 12 {
      line += words
    }
    return line
  }

  public static func news(_ context: PanelContext) -> String {
    "\(context.view.timeline.operations.count) \(context.view.timeline.marks.count)"
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    guard rect.width >= 12, rect.height >= 3 else { return }
    var rect = rect
    let shown = TimelineShown.of(context)
    let selected = context.selection(of: shown.items.count).map { shown.items[$0] }
    if let selected, rect.height >= 9 {
      rect = detail(TimelineText.sentence(selected, shown.view), into: &buffer, in: rect)
    }
    if context.timelineForm == .columns {
      TimelineColumns.draw(shown, context, selected: selected, into: &buffer, in: rect)
      return
    }
    let scale = TimelineScale(shown, clock: context.view.clock, rect: rect)
    TimelineLanes.draw(scale, shown, into: &buffer)
    TimelineOutages.draw(scale, shown, into: &buffer)
    TimelineCuts.draw(scale, shown, into: &buffer)
    TimelineMessages.draw(scale, shown, selected: selected, into: &buffer)
    TimelineMarks.draw(scale, shown, selected: selected, into: &buffer)
    TimelineOperations.draw(scale, shown, selected: selected, into: &buffer)
    TimelineOutages.label(scale, shown, into: &buffer)
    TimelineMessages.label(scale, shown, selected: selected, into: &buffer)
    TimelineAxis.draw(scale, into: &buffer)
    if context.isFocused, buffer.cursor == nil { buffer.cursor = rect.origin }
  }

  /// Writes what the selected item is below the diagram, in two lines where one is too short.
  /// - Returns: what is left for the diagram.
  private static func detail(
    _ line: TextLine, into buffer: inout CellBuffer, in rect: Rect
  ) -> Rect {
    let lines = rect.height >= 11 ? line.wrapped(to: rect.width) : [line]
    let count = min(2, lines.count)
    for (index, line) in lines.prefix(count).enumerated() {
      let row = rect.row(rect.height - count + index)
      buffer.put(line, at: row.origin, width: row.width)
    }
    return rect.inset(bottom: count)
  }
}
