import CellGraphics
import Laboratory

/// What is cut, what is on the wire, and how the links are.
public enum NetworkPanel: Panel {
  public static let id = PanelID("network")
  public static let title = "Network"
  public static let purpose = "Links that are cut, messages in flight, and the delay of each link."

  /// One line of the panel.
  enum Row {
    case cut(from: String, to: String, isBothWays: Bool)
    case message(NetworkView.MessageView)
    case link(NetworkView.LinkView, isBothWays: Bool)

    var text: String {
      switch self {
      case .cut(let from, let to, _): "\(from) \(to) cut"
      case .message(let message):
        "\(message.from) \(message.to) \(message.label) m\(message.id.number)"
      case .link(let link, _):
        "\(link.from) \(link.to) link \(link.troubles.joined(separator: " "))"
      }
    }
  }

  public static func itemCount(_ context: PanelContext) -> Int { list(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    3...max(4, min(12, list(context).count))
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let network = context.view.network
    var line = TextLine("\(network.messageCount) in flight")
    if !network.cuts.isEmpty {
      line.append(", " + Wording.count(network.cuts.count, "link cut", "links cut"), .bad)
    }
    return line
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.network.messages.map { "\($0.id.number)" }.joined(separator: ",")
      + "|\(context.view.network.cuts.count)"
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let rows = list(context)
    let selection = context.selection(of: rows.count)
    let window = ScrollWindow(total: rows.count, height: rect.height, selection: selection)
    if rows.isEmpty {
      buffer.put(TextLine("nothing is on the wire", .dim), at: rect.origin, clip: rect)
    }
    let bar = window.isComplete ? 0 : 1
    let ends = endWidth(context.view.network)
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row).inset(right: bar)
      buffer.put(
        text(rows[index], context.glyphs, ends, width: line.width), at: line.origin,
        width: line.width)
      buffer.note(.row(index), in: line)
      guard index == selection else { continue }
      buffer.addAttributes(.reverse, in: line)
      buffer.cursor = line.origin
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
  }

  /// Cuts first, then what is on the wire, then how the links are.
  static func list(_ context: PanelContext) -> [Row] {
    let network = context.view.network
    var rows: [Row] = []
    for cut in network.cuts {
      let back = network.cuts.contains { $0.from == cut.to && $0.to == cut.from }
      if back, cut.from > cut.to { continue }
      rows.append(.cut(from: cut.from, to: cut.to, isBothWays: back))
    }
    rows += network.messages.map { .message($0) }
    for link in network.links where !link.isCut {
      let back = network.links.contains {
        $0.from == link.to && $0.to == link.from && !$0.isCut && $0.delay == link.delay
          && $0.troubles == link.troubles
      }
      if back, link.from > link.to { continue }
      rows.append(.link(link, isBothWays: back))
    }
    return rows.filter { context.shows($0.text) }
  }

  private static func endWidth(_ network: NetworkView) -> Int {
    let names =
      network.messages.flatMap { [$0.from, $0.to] }
      + network.links.flatMap { [$0.from, $0.to] } + network.cuts.flatMap { [$0.from, $0.to] }
    return min(8, names.map { DisplayWidth.of($0) }.max() ?? 2)
  }

  private static func text(
    _ row: Row, _ glyphs: GlyphSet, _ ends: Int, width: Int
  ) -> TextLine {
    let arrow = glyphs.string(.horizontal) + glyphs.string(.headRight)
    switch row {
    case .cut(let from, let to, let isBothWays):
      var line = pair(from, " " + glyphs.string(.cut), to, ends, .bad)
      line.append(isBothWays ? "cut, both ways" : "cut, this way only", .bad)
      return line
    case .message(let message):
      let style: Style = message.isOnCutLink ? .bad : message.isForeground ? .info : .dim
      var line = pair(message.from, arrow, message.to, ends, style)
      line += TextLine(message.label, message.isForeground ? .plain : .dim)
        .padded(to: min(22, max(14, width - 2 * ends - 22)))
      line.append(message.due.map { "  due t=\($0)" } ?? "  held", .dim)
      if message.isOnCutLink { line.append(" will be lost", .bad) }
      return line
    case .link(let link, let isBothWays):
      let mark = isBothWays ? glyphs.string(.headLeft) + glyphs.string(.headRight) : arrow
      var line = pair(link.from, mark, link.to, ends, .dim)
      line.append("takes \(link.delay) ms" + (isBothWays ? " each way" : ""), .dim)
      if !link.troubles.isEmpty {
        line.append(", " + link.troubles.joined(separator: ", "), .warning)
      }
      return line
    }
  }

  private static func pair(
    _ from: String, _ arrow: String, _ to: String, _ ends: Int, _ style: Style
  ) -> TextLine {
    var line = TextLine(from).padded(to: ends)
    line.append(" \(arrow) ", style)
    line += TextLine(to).padded(to: ends)
    line.append("  ")
    return line
  }
}
