import CellGraphics
import Histories
import Laboratory

/// How far each replica is behind, in entries and in time, and what its own meters say.
public enum LagPanel: Panel {
  public static let id = PanelID("lag")
  public static let title = "Lag"
  public static let purpose =
    "How far each replica is behind: the truth, its apply-queue meter and its heartbeat meter."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let count = max(1, context.view.lags.filter { !$0.isLeader }.count)
    let each = isWide(width) ? 1 : 2
    return min(7, count + 1)...(count * each + 1)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let over = shown(context).filter { isOver($0, context) }
    if let limit = context.lagAlert, !over.isEmpty {
      return TextLine(
        context.glyphs.string(.warning)
          + " \(over.map(\.name).joined(separator: ", ")) over \(limit) ms",
        .warning)
    }
    let worst = context.view.lags.map(\.age.milliseconds).max() ?? 0
    return worst > 0 ? "worst \(worst) ms behind" : ""
  }

  public static func isAlerting(_ context: PanelContext) -> Bool {
    context.view.lags.contains { isOver($0, context) }
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.lags.map { "\($0.entries)" }.joined(separator: ",")
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let lags = shown(context)
    guard !lags.isEmpty else {
      buffer.put(TextLine("no followers to compare", .dim), at: rect.origin, clip: rect)
      return
    }
    let wide = isWide(rect.width)
    let each = wide || rect.height < lags.count * 2 + 1 ? 1 : 2
    let selection = context.selection(of: lags.count)
    var list = rect
    if let selection, lags[selection].answers == nil, rect.height >= lags.count * each + 7 {
      let plot = rect.inset(top: lags.count * each + 2)
      list = rect.inset(bottom: plot.height + 1)
      drawPlot(of: lags[selection], context, into: &buffer, in: plot)
    }
    drawHeader(wide: wide, into: &buffer, in: list)
    let window = ScrollWindow(
      total: lags.count, height: (list.height - 1) / each, selection: selection)
    let full = max(1, lags.flatMap(\.history).max() ?? 0)
    for (row, index) in window.range.enumerated() {
      let line = list.row(1 + row * each)
      draw(lags[index], context, full: full, wide: wide, into: &buffer, in: line)
      if each == 2 {
        let second = list.row(2 + row * each).inset(left: 5)
        buffer.put(TextLine(meters(lags[index]), .dim), at: second.origin, width: second.width)
      }
      buffer.note(.row(index), in: line)
      if index == selection {
        buffer.addAttributes(.reverse, in: line)
        buffer.cursor = line.origin
      }
    }
  }

  private static func isWide(_ width: Int) -> Bool { width >= 58 }

  private static func isOver(_ lag: LagView, _ context: PanelContext) -> Bool {
    guard let limit = context.lagAlert, !lag.isLeader else { return false }
    return lag.age.milliseconds >= Int64(limit)
  }

  static func shown(_ context: PanelContext) -> [LagView] {
    context.view.lags.filter { !$0.isLeader && context.shows($0.name) }
  }

  /// The selected replica over the whole run, where there is room below the list.
  private static func drawPlot(
    of lag: LagView, _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    buffer.put(
      TextLine("\(lag.name) behind, over the run", .dim), at: rect.origin, width: rect.width)
    let plot = rect.inset(top: 1)
    buffer.draw(
      Plot(
        lag.history, unit: "ms", threshold: context.lagAlert, start: "t=0",
        end: "t=\(context.view.clock) ms"),
      in: Rect(x: plot.x, y: plot.y, width: plot.width, height: min(plot.height, 8)))
  }

  // Columns: name 5, link 9, behind 17, and queue 9 and heartbeat 10 where there is room.
  private static func drawHeader(wide: Bool, into buffer: inout CellBuffer, in rect: Rect) {
    let y = rect.y
    buffer.put("link", at: Point(x: rect.x + 5, y: y), style: .dim, clip: rect)
    buffer.put("behind", at: Point(x: rect.x + 14, y: y), style: .dim, clip: rect)
    if wide {
      buffer.put("queue", at: Point(x: rect.x + 31, y: y), style: .dim, clip: rect)
      buffer.put("heartbeat", at: Point(x: rect.x + 40, y: y), style: .dim, clip: rect)
    }
    let last = wide ? 51 : 31
    buffer.put("over the run", at: Point(x: rect.x + last, y: y), style: .dim, clip: rect)
  }

  private static func draw(
    _ lag: LagView, _ context: PanelContext, full: Int, wide: Bool,
    into buffer: inout CellBuffer, in line: Rect
  ) {
    let isBehind = lag.entries > 0
    let over = isOver(lag, context)
    let style: Style = isBehind ? (over ? Style.warning.bold : .warning) : .plain
    buffer.put(lag.name, at: line.origin, style: Style.plain.bold, width: 4)
    put(lag.linkDelay.map(Wording.duration) ?? "-", at: 5, width: 8, .dim, &buffer, line)
    let mark = over ? context.glyphs.string(.warning) + " " : ""
    let behind =
      isBehind
      ? mark + Wording.count(lag.entries, "op", "ops") + ", \(lag.age) ms" : Wording.noLag(lag)
    put(behind, at: 14, width: 16, style, &buffer, line)
    if wide {
      put(lag.queueMeter.map(Wording.duration) ?? "-", at: 31, width: 8, .plain, &buffer, line)
      put(
        lag.heartbeatMeter.map(Wording.duration) ?? "none", at: 40, width: 10, .plain, &buffer,
        line)
    }
    let space = line.inset(left: wide ? 51 : 31)
    if let answers = lag.answers {
      let text = "keeps " + Wording.count(answers, "answer", "answers")
      buffer.put(TextLine(text, .dim), at: space.origin, width: space.width)
      return
    }
    // As many columns as there are, so that the first is always the start of the run.
    var values = Plot(lag.history).columns(min(space.width, lag.history.count))
    // A column holds the greatest value of its stretch, the last one that of now.
    if let now = lag.history.last, !values.isEmpty { values[values.count - 1] = now }
    buffer.draw(
      Sparkline(values.map { $0 ?? 0 }, maximum: full, style: .info, threshold: context.lagAlert),
      in: Rect(x: space.x, y: space.y, width: min(space.width, values.count), height: 1))
  }

  private static func put(
    _ text: String, at column: Int, width: Int, _ style: Style, _ buffer: inout CellBuffer,
    _ line: Rect
  ) {
    let limit = max(0, min(width, line.width - column))
    buffer.put(
      TextLine(text, style), at: Point(x: line.x + column, y: line.y), width: limit)
  }

  private static func meters(_ lag: LagView) -> String {
    let queue = lag.queueMeter.map(Wording.duration) ?? "-"
    let heartbeat = lag.heartbeatMeter.map(Wording.duration) ?? "none"
    return "meters: queue \(queue), heartbeat \(heartbeat)"
  }
}
