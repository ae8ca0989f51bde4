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
    let width = min(rect.width, 36)
    let items = meters.map { line($0, width: width - 1) }
    guard !items.isEmpty else {
      buffer.put(TextLine("no meter matches", .dim), at: rect.origin, clip: rect)
      return
    }
    buffer.draw(
      SelectionList(
        items, selection: context.selection(of: items.count), isFocused: context.isFocused),
      in: rect)
  }

  private static func shown(_ context: PanelContext) -> [MeterView] {
    context.view.meters.filter { context.shows(words($0.name).text) }
  }

  private static func line(_ meter: MeterView, width: Int) -> TextLine {
    let words = words(meter.name)
    let value = meter.isSettled ? "\(meter.value)" + words.unit : "pending"
    let style: Style = !meter.isSettled ? .dim : isBad(meter) ? .bad : Style.plain.bold
    let room = max(4, width - DisplayWidth.of(value) - 1)
    var line = TextLine(words.text).padded(to: room)
    line.append(" ")
    line.append(value, style)
    return line
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
    case .latencyMax: ("slowest operation", " ms")
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
