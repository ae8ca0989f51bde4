import CellGraphics
import Laboratory

/// What is cut, what is on the wire, and how the links are.
public enum NetworkPanel: Panel {
  public static let id = PanelID("network")
  public static let title = "Network"
  public static let purpose =
    "Links that are cut, rules for messages to come, messages in flight, the delay of each link."

  public static func itemCount(_ context: PanelContext) -> Int { list(context).count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    let count = list(context).count
    // In the sandbox it keeps its rows while messages come and go.
    guard context.lesson != nil else { return 3...max(4, min(12, count)) }
    return min(3, max(1, count))...max(1, min(12, count))
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    let network = context.view.network
    var line = TextLine("\(network.messageCount) in flight")
    let held = network.messages.filter { $0.due == nil }.count
    if held > 0 { line.append(", \(held) held", .warning) }
    if !network.rules.isEmpty {
      line.append(", " + Wording.count(network.rules.count, "rule", "rules"), .warning)
    }
    // The title and the frame take 10 columns.
    let words = cutWords(network).map { TextLine(", " + $0, .bad) }
    let fitting = words.first { line.width + $0.width <= width - 10 } ?? words.last
    if let fitting { line += fitting }
    let room = width - 10 - line.width
    let hidden = hidden(context).map { TextLine(", \($0)", .dim) }
    if let fitting = hidden.first(where: { $0.width <= room }) { line += fitting }
    return line
  }

  /// Who is cut off from whom, and by how many links; the longest form first. Empty without a cut.
  static func cutWords(_ network: NetworkView) -> [String] {
    guard !network.cuts.isEmpty else { return [] }
    // A link has two ways; one that is cut one way only is cut too.
    let pairs = Set(network.cuts.map { [$0.from, $0.to].sorted() })
    let count = Wording.count(pairs.count, "link cut", "links cut")
    guard network.cutGroups.count == 1, let group = network.cutGroups.first, group.linkCount > 2,
      let sides = group.sides, sides.isBothWays
    else { return [count] }
    let links = " (\(Wording.count(pairs.count, "link", "links")))"
    guard let others = sides.others else {
      let words = "\(sides.from) | \(sides.to) cut"
      return [words + links, words, count]
    }
    let words = sides.one + " cut off"
    return [words + " from \(others)" + links, words + links, words, count]
  }

  /// What is in flight and not listed, with the key that shows it; the longest form first.
  static func hidden(_ context: PanelContext) -> [String] {
    let network = context.view.network
    guard network.hiddenCount > 0 else { return [] }
    let count = network.hiddenCount
    let name = network.hiddenLabels.count == 1 ? network.hiddenLabels[0] : "background message"
    let words = Wording.count(count, name, name + "s")
    let key = context.keys["background"]
    return ["\(words) hidden (\(key))", "\(count) hidden (\(key))", "\(count) hidden"]
  }

  public static func news(_ context: PanelContext) -> String {
    context.view.network.messages.map { "\($0.id.number)" }.joined(separator: ",")
      + "|\(context.view.network.cuts.count)|\(context.view.network.rules.count)"
  }

  public static func rowIDs(_ context: PanelContext) -> [String] { list(context).map(\.id) }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let rows = list(context)
    let selection = context.selection(of: rows.count)
    let window = ScrollWindow(total: rows.count, height: rect.height, selection: selection)
    if rows.isEmpty {
      let more = hidden(context).first.map { ", \($0)" } ?? ""
      buffer.put(TextLine("nothing to list" + more, .dim), at: rect.origin, clip: rect)
    }
    let bar = window.isComplete ? 0 : 1
    let ends = endWidth(context.view.network)
    let labels = labelWidth(rows, ends: ends, width: rect.width - bar)
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row).inset(right: bar)
      buffer.put(
        text(rows[index], context.glyphs, ends, labels, width: line.width), at: line.origin,
        width: line.width)
      buffer.note(.row(index), in: line)
      guard index == selection else { continue }
      buffer.addAttributes(.reverse, in: line)
      buffer.cursor = line.origin
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
  }

  /// As wide as the longest label of a message, as far as its instant still has room behind it.
  private static func labelWidth(_ rows: [Row], ends: Int, width: Int) -> Int {
    let widest = rows.map { row in
      if case .message(let message) = row { DisplayWidth.of(label(message)) } else { 0 }
    }
    return max(12, min(widest.max() ?? 0, width - (2 * ends + 6) - 11))
  }

  private static func endWidth(_ network: NetworkView) -> Int {
    let names =
      network.messages.flatMap { [$0.from, $0.to] }
      + network.links.flatMap { [$0.from, $0.to] } + network.cuts.flatMap { [$0.from, $0.to] }
    return min(8, names.map { DisplayWidth.of($0) }.max() ?? 2)
  }
}
