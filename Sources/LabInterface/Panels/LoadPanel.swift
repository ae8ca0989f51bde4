import CellGraphics
import Laboratory

/// What a router by lag goes by, and what comes of it: two curves, a replica's lag as it knows it and
/// the queue of its leader, and the share of the reads that are sent there.
public enum LoadPanel: Panel {
  public static let id = PanelID("load")
  public static let title = "Load"
  public static let purpose =
    "Over the run: a replica's heartbeat age, its leader's queue, and the share of reads sent there."

  public static func itemCount(_ context: PanelContext) -> Int { shown(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    // Of each curve a line of words and two of columns at least, and the time below the last.
    let count = max(1, curves(context).count)
    return min(10, 3 * count + 1)...max(4, 6 * count + 1)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let longest = context.view.load.queues.max { $0.waiting < $1.waiting }
    guard let longest, longest.waiting > 0 else { return "" }
    return TextLine("\(longest.waiting) wait at \(longest.name)", .warning)
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.load.queues.map { "\($0.waiting)" }.joined(separator: ",")
      + "/\(context.view.load.diverted ?? -1)"
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let curves = curves(context)
    guard !curves.isEmpty else {
      buffer.put(TextLine("no follower matches", .dim), at: rect.origin, clip: rect)
      return
    }
    if context.isFocused { buffer.cursor = rect.origin }
    // A line of words for each curve, and below it the curve as high as there is room.
    let each = rect.height / curves.count
    var y = rect.y
    for (index, curve) in curves.enumerated() {
      let isLast = index == curves.count - 1
      let height = isLast ? rect.maxY - y : each
      let own = Rect(x: rect.x, y: y, width: rect.width, height: height)
      draw(curve, isLast: isLast, context, into: &buffer, in: own)
      y += height
    }
  }

  private struct Curve {
    let words: TextLine
    var plot: Plot
  }

  private static func draw(
    _ curve: Curve, isLast: Bool, _ context: PanelContext, into buffer: inout CellBuffer,
    in rect: Rect
  ) {
    guard !rect.isEmpty else { return }
    buffer.put(curve.words, at: rect.origin, width: rect.width)
    var plot = curve.plot
    if isLast {
      plot.start = "t=0"
      plot.end = "t=\(context.view.clock)"
    }
    buffer.draw(plot, in: rect.inset(top: 1))
  }

  // MARK: What it shows

  private static func shown(_ context: PanelContext) -> [LoadView.Follower] {
    context.view.load.followers.filter { context.shows($0.name) }
  }

  /// The follower that is selected, or the one with the oldest heartbeat.
  private static func follower(_ context: PanelContext) -> LoadView.Follower? {
    let all = shown(context)
    if let selection = context.selection(of: all.count) { return all[selection] }
    return all.max { ($0.heartbeatAge ?? 0) < ($1.heartbeatAge ?? 0) }
  }

  private static func curves(_ context: PanelContext) -> [Curve] {
    let load = context.view.load
    guard let follower = follower(context) else { return [] }
    var curves = [lag(follower, load, context.glyphs)]
    if let queue = load.queues.first(where: { $0.name == follower.leader }) {
      curves.append(self.queue(queue, load))
    }
    if let limit = load.limit {
      curves.append(share(follower, load, limit: Int(clamping: limit.milliseconds)))
    }
    return curves
  }

  private static func lag(
    _ follower: LoadView.Follower, _ load: LoadView, _ glyphs: GlyphSet
  ) -> Curve {
    var words = TextLine(follower.name, .plain.bold) + TextLine(" heartbeat ", .plain)
    let limit = load.limit.map { Int(clamping: $0.milliseconds) }
    if let age = follower.heartbeatAge {
      let isOver = limit.map { age.milliseconds > Int64($0) } ?? false
      words.append(
        (isOver ? glyphs.string(.warning) + " " : "") + Wording.duration(age),
        isOver ? .warning : .plain)
    } else {
      words.append("none yet", .dim)
    }
    words.append(
      limit.map { ", limit \($0)" } ?? (follower.heartbeatAge == nil ? "" : " old"), .dim)
    return Curve(
      words: words,
      plot: Plot(
        follower.history, unit: "ms", style: Style(.series2), threshold: limit.map { $0 + 1 }))
  }

  private static func queue(_ queue: LoadView.Queue, _ load: LoadView) -> Curve {
    var words = TextLine(queue.name, .plain.bold) + TextLine(" queue ", .plain)
    words.append("\(queue.waiting)", queue.waiting > 0 ? .warning : .plain)
    if queue.serviceTime > .zero {
      words.append(", \(Wording.duration(queue.serviceTime)) each", .dim)
    }
    if load.isQueueShared { words.append("; its log waits too", .dim) }
    return Curve(words: words, plot: Plot(queue.history, style: Style(.series1)))
  }

  private static func share(
    _ follower: LoadView.Follower, _ load: LoadView, limit: Int
  ) -> Curve {
    var words = TextLine("sent to ", .plain) + TextLine(follower.leader ?? "nobody", .plain.bold)
    words.append(load.diverted.map { " \($0) % of reads" } ?? ": no reads now", .plain)
    words.append(", cap \(load.cap) %", .dim)
    return Curve(
      words: words, plot: Plot(load.divertedHistory, maximum: 100, unit: "%", style: .info))
  }
}
