import CellGraphics
import Histories
import Laboratory

/// The space-time diagram: who did what when, what was sent, what broke.
public enum TimelinePanel: Panel {
  public static let id = PanelID("timeline")
  public static let title = "Timeline"
  public static let purpose =
    "Time runs to the right: operations of clients as bars, messages as slanted lines, faults."

  public static func itemCount(_ context: PanelContext) -> Int {
    context.view.timeline.operations.count
  }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let lanes = context.view.timeline.clients.count + context.view.timeline.servers.count
    return min(16, lanes * 2 + 1)...(lanes * 3 + 4)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let glyphs = context.glyphs
    var line = TextLine(
      "\(glyphs.string(.disc))\(glyphs.string(.doubleHorizontal))\(glyphs.string(.disc)) operation "
    )
    line.append("\(glyphs.string(.square)) applied")
    if width >= 60 { line.append(" \(glyphs.string(.diagonalDown)) message") }
    if context.view.timeline.operations.contains(where: \.isViolating) {
      line.append(" \(glyphs.string(.fail)) violation", .bad)
    }
    // As many of these as leave room for the title.
    let kinds = context.view.timeline.marks.map(\.kind)
    let further: [(TimelineView.Mark.Kind, TextLine)] = [
      (.rolledBack, TextLine(" \(glyphs.string(.arrowLeft)) rolled back", .bad)),
      (.elected, TextLine(" \(glyphs.string(.crown)) elected", .accent)),
      (.steppedDown, TextLine(" \(glyphs.string(.hollowCrown)) stepped down", .warning)),
    ]
    for (kind, words) in further where kinds.contains(kind) {
      if line.width + words.width <= width - 13 { line += words }
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
    let timeline = context.view.timeline
    if let selection = context.selection(of: timeline.operations.count), rect.height >= 9 {
      let line = rect.row(rect.height - 1)
      buffer.put(
        TimelineText.sentence(timeline.operations[selection]), at: line.origin, width: line.width)
      rect = rect.inset(bottom: 1)
    }
    let scale = TimelineScale(timeline, clock: context.view.clock, rect: rect)
    TimelineLanes.draw(scale, timeline, into: &buffer)
    TimelineMessages.draw(scale, timeline, withClients: scale.gap > 1, into: &buffer)
    TimelineMarks.draw(scale, timeline, into: &buffer)
    TimelineOperations.draw(
      scale, timeline, selection: context.selection(of: timeline.operations.count), into: &buffer)
    TimelineAxis.draw(scale, into: &buffer)
  }
}

/// Where instants and lanes are on the screen.
struct TimelineScale {
  let start: VirtualTime
  let end: VirtualTime
  let clock: VirtualTime
  /// The lanes and the axis.
  let rect: Rect
  /// Where time runs.
  let plot: Rect
  /// The row of each lane by name.
  private let lanes: [(name: String, row: Int)]
  /// The rows from one lane to the next.
  let gap: Int

  /// Lanes that do not fit are left out, servers last.
  init(_ timeline: TimelineView, clock: VirtualTime, rect: Rect) {
    start = timeline.start
    end = max(timeline.end, timeline.start + 1)
    self.clock = clock
    self.rect = rect
    let names = timeline.clients + timeline.servers
    let gutter = min(10, names.map { DisplayWidth.of($0) }.max() ?? 0) + 1
    plot = rect.inset(left: gutter, bottom: 1)
    let hasNetworkMarks = timeline.marks.contains { $0.node == nil }
    let top = hasNetworkMarks && rect.height > names.count + 1 ? 1 : 0
    let free = plot.height - top
    let gap = names.count > 1 ? min(3, max(1, (free - 1) / max(1, names.count - 1))) : 1
    self.gap = gap
    lanes = names.enumerated().map { ($1, top + $0 * gap) }.filter { $0.1 < rect.height - 1 }
  }

  var names: [(name: String, row: Int)] { lanes.map { ($0.name, rect.y + $0.row) } }
  /// The row for what concerns the whole network, if there is one free.
  var networkRow: Int? { lanes.first.map { $0.row > 0 ? rect.y : nil } ?? nil }

  func row(_ name: String) -> Int? {
    lanes.first { $0.name == name }.map { rect.y + $0.row }
  }

  /// The column of an instant, which may be outside the plot.
  func column(_ time: VirtualTime) -> Int {
    let span = (end - start).milliseconds
    let offset = min(max((time - start).milliseconds, -span), 2 * span)
    return plot.x + Int(offset * Int64(max(1, plot.width - 1)) / span)
  }

  func contains(column: Int) -> Bool { column >= plot.x && column < plot.maxX }
}

/// The operations as sentences and as short labels.
enum TimelineText {
  /// `W name=Alice`, `R name=Bob`, and the call as it stands for the others.
  static func label(_ bar: TimelineView.OperationBar) -> String {
    if bar.text.hasPrefix("write ") {
      return "W "
        + bar.text.dropFirst(6).split(separator: " = ", maxSplits: 1).joined(separator: "=")
    }
    guard bar.text.hasPrefix("read ") else { return bar.text }
    guard case .ok(let value)? = bar.outcome else { return "R " + bar.text.dropFirst(5) }
    return "R \(bar.text.dropFirst(5))=\(value)"
  }

  static func sentence(_ bar: TimelineView.OperationBar) -> TextLine {
    var line = TextLine("\(bar.client) \(bar.text)  ", Style.plain.bold)
    line.append("called t=\(bar.invoked)")
    switch bar.outcome {
    case nil: line.append(", not answered yet", .dim)
    case .ok?:
      if let completed = bar.completed {
        line.append(", answered t=\(completed) (\(completed - bar.invoked) ms)")
        if case .ok(let value)? = bar.outcome, value != .absent { line.append(": \(value)") }
      }
    case .fail(let reason)?: line.append(", refused: \(reason.rawValue)", .warning)
    case .info(let reason)?: line.append(", \(reason.rawValue): it may have happened", .warning)
    }
    if bar.isViolating { line.append(", breaks a guarantee", .bad) }
    return line
  }
}
