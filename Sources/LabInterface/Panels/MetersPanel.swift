import CellGraphics
import Laboratory

/// Numbers over the run so far.
public enum MetersPanel: Panel {
  public static let id = PanelID("meters")
  public static let title = "Meters"
  public static let purpose = "Numbers over the run so far: staleness, losses, latency, messages."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    3...max(3, context.view.meters.count)
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.meters.filter { $0.name != .messagesSent }.map { "\($0.value)" }
      .joined(separator: ",")
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let meters = shown(context)
    guard !meters.isEmpty else {
      buffer.put(TextLine("no meter matches", .dim), at: rect.origin, clip: rect)
      return
    }
    let selection = context.selection(of: meters.count)
    var list = rect
    if let selection, rect.height >= meters.count + 6 {
      let plot = rect.inset(top: meters.count + 1)
      list = rect.inset(bottom: plot.height + 1)
      drawPlot(of: meters[selection], context, into: &buffer, in: plot)
    }
    // The scroll bar has its column, whether it is needed or not.
    let items = meters.map { line($0, width: list.width - 1, context.glyphs) }
    buffer.draw(
      SelectionList(items, selection: selection, isFocused: context.isFocused), in: list)
  }

  /// The selected meter over the whole run, where there is room below the list.
  private static func drawPlot(
    of meter: MeterView, _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let words = words(meter.name)
    guard !meter.history.isEmpty else {
      buffer.put(
        TextLine("\(words.text): known at rest only", .dim), at: rect.origin, width: rect.width)
      return
    }
    buffer.put(
      TextLine("\(words.text), over the run", .dim), at: rect.origin, width: rect.width)
    let plot = rect.inset(top: 1)
    buffer.draw(
      Plot(
        meter.history, unit: words.unit.trimmed, start: "t=0",
        end: "t=\(context.view.clock) ms"),
      in: Rect(x: plot.x, y: plot.y, width: plot.width, height: min(plot.height, 8)))
  }

  private static func shown(_ context: PanelContext) -> [MeterView] {
    context.view.meters.filter { context.shows(words($0.name).text) }
  }

  /// Its name, its value, and as much of its curve as there is room for.
  private static func line(_ meter: MeterView, width: Int, _ glyphs: GlyphSet) -> TextLine {
    let words = words(meter.name)
    let value = meter.isSettled ? "\(meter.value)" + words.unit : "pending"
    let style: Style = !meter.isSettled ? .dim : isBad(meter) ? .bad : Style.plain.bold
    let most = width >= 60 ? 32 : 21
    var line = TextLine(words.text).padded(to: min(most, width - 9))
    line += TextLine(value, style).padded(to: 8, alignment: .trailing)
    let room = width - line.width - 2
    guard room >= 6, !meter.history.isEmpty else { return line }
    line.append("  ")
    line.append(curve(meter.history, width: room, glyphs), .info)
    return line
  }

  private static func curve(_ history: [Int], width: Int, _ glyphs: GlyphSet) -> String {
    let values = Plot(history).columns(min(width, history.count)).map { $0 ?? 0 }
    let full = values.max() ?? 0
    var text = ""
    for value in values {
      text.unicodeScalars.append(glyphs.spark(Sparkline.level(value, maximum: full)))
    }
    return text
  }

  /// Short enough for the narrow column.
  private static func words(_ measure: Measure) -> (text: String, unit: String) {
    switch measure {
    case .acknowledgedLost: ("acked writes lost", "")
    case .rolledBack: ("acked, rolled back", "")
    case .divergence: ("states beyond one", "")
    case .indeterminate: ("unknown outcomes", "")
    case .refused: ("operations refused", "")
    case .stalenessVersionsMax: ("stalest: versions", "")
    case .stalenessAgeMax: ("stalest: age", " ms")
    case .latencyMax: ("slowest answer", " ms")
    default: (measure.words, "")
    }
  }

  private static func isBad(_ meter: MeterView) -> Bool {
    switch meter.name {
    case .acknowledgedLost, .rolledBack, .divergence, .staleReads: meter.value > 0
    default: false
    }
  }
}

extension String {
  /// Without the space that stands between a number and its unit.
  fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
