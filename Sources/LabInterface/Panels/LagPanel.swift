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
    let worst = context.view.lags.map(\.age.milliseconds).max() ?? 0
    return worst > 0 ? "worst \(worst) ms behind" : ""
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
    drawHeader(wide: wide, into: &buffer, in: rect)
    let selection = context.selection(of: lags.count)
    let window = ScrollWindow(
      total: lags.count, height: (rect.height - 1) / each, selection: selection)
    let full = max(1, lags.flatMap(\.history).max() ?? 0)
    for (row, index) in window.range.enumerated() {
      let line = rect.row(1 + row * each)
      draw(lags[index], full: full, wide: wide, into: &buffer, in: line)
      if each == 2 {
        let second = rect.row(2 + row * each).inset(left: 5)
        buffer.put(TextLine(meters(lags[index]), .dim), at: second.origin, width: second.width)
      }
      if index == selection {
        buffer.addAttributes(.reverse, in: line)
        buffer.cursor = line.origin
      }
    }
  }

  private static func isWide(_ width: Int) -> Bool { width >= 58 }

  static func shown(_ context: PanelContext) -> [LagView] {
    context.view.lags.filter { !$0.isLeader && context.shows($0.name) }
  }

  // Columns: name 5, link 9, behind 17, and queue 9 and heartbeat 10 where there is room.
  private static func drawHeader(wide: Bool, into buffer: inout CellBuffer, in rect: Rect) {
    let y = rect.y
    buffer.put("link", at: Point(x: rect.x + 5, y: y), style: .dim, clip: rect)
    buffer.put("behind", at: Point(x: rect.x + 14, y: y), style: .dim, clip: rect)
    if wide {
      buffer.put("queue", at: Point(x: rect.x + 31, y: y), style: .dim, clip: rect)
      buffer.put("heartbeat", at: Point(x: rect.x + 40, y: y), style: .dim, clip: rect)
      buffer.put("over time", at: Point(x: rect.x + 51, y: y), style: .dim, clip: rect)
    } else {
      buffer.put("over time", at: Point(x: rect.x + 31, y: y), style: .dim, clip: rect)
    }
  }

  private static func draw(
    _ lag: LagView, full: Int, wide: Bool, into buffer: inout CellBuffer, in line: Rect
  ) {
    let isBehind = lag.entries > 0
    let style: Style = isBehind ? .warning : .plain
    buffer.put(lag.name, at: line.origin, style: Style.plain.bold, width: 4)
    put(lag.linkDelay.map(Wording.duration) ?? "-", at: 5, width: 8, .dim, &buffer, line)
    let behind =
      isBehind
      ? Wording.count(lag.entries, "op", "ops") + ", \(lag.age) ms" : "up to date"
    put(behind, at: 14, width: 16, style, &buffer, line)
    if wide {
      put(lag.queueMeter.map(Wording.duration) ?? "-", at: 31, width: 8, .plain, &buffer, line)
      put(
        lag.heartbeatMeter.map(Wording.duration) ?? "none", at: 40, width: 10, .plain, &buffer,
        line)
    }
    let start = wide ? 51 : 31
    let space = line.inset(left: start)
    let values = lag.history.suffix(space.width)
    buffer.draw(
      Sparkline(Array(values), maximum: full, style: .info, threshold: nil),
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
