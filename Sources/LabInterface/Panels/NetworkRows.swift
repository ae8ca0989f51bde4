import CellGraphics
import Histories
import Laboratory
import Simulation

extension NetworkPanel {
  /// One line of the panel.
  enum Row {
    case cut(NetworkView.CutGroup)
    case rule(NetworkView.RuleView)
    case message(NetworkView.MessageView)
    case link(NetworkView.LinkView, isBothWays: Bool)
    /// All pairs of nodes that are not listed, which are alike, and the usual way of a client.
    case pairs(delay: VirtualDuration, areAll: Bool, toClients: VirtualDuration)

    /// What a filter looks in.
    var text: String {
      switch self {
      case .cut(let cut): "\(cut.links) cut"
      case .rule(let rule): "\(rule.text) rule"
      case .message(let message):
        "\(message.from) \(message.to) \(message.label) m\(message.id.number)"
          + (message.due == nil ? " held" : "")
      case .link(let link, _):
        "\(link.from) \(link.to) link \(link.troubles.joined(separator: " "))"
      case .pairs: ""
      }
    }

    /// Names the row as long as what it shows is there.
    var id: String {
      switch self {
      case .cut(let cut): "cut \(cut.links)"
      case .rule(let rule): rule.text
      case .message(let message): "m\(message.id.number)"
      case .link(let link, _): "\(link.from) -> \(link.to)"
      case .pairs: "pairs"
      }
    }
  }

  /// What Enter does: heals a cut, takes a rule away, or asks what to do with a message.
  static func target(_ row: Row) -> RowTarget? {
    switch row {
    case .cut(let cut): .command("heal \(cut.links)")
    case .rule(let rule): .command("forget \(rule.text)")
    case .message(let message): .message("m\(message.id.number)")
    case .link, .pairs: nil
    }
  }

  /// Cuts first, then rules, then what is on the wire, then how the links are: those that are alike in
  /// one row, unless rows are looked for.
  static func list(_ context: PanelContext) -> [Row] {
    let network = context.view.network
    var rows: [Row] = network.cutGroups.map { .cut($0) }
    rows += network.rules.map { .rule($0) }
    rows += network.messages.map { .message($0) }
    let links = links(network)
    guard context.filter.isEmpty else { return (rows + links).filter { context.shows($0.text) } }
    guard let usual = usualDelay(links) else { return rows + links }
    let others = links.filter { !isPair($0, delay: usual) }
    let areAll = others.isEmpty && !network.links.contains(where: \.isCut)
    return rows + others + [
      .pairs(delay: usual, areAll: areAll, toClients: network.clientDelay)
    ]
  }

  /// A row for each link that is not cut; one for both ways where they are alike.
  private static func links(_ network: NetworkView) -> [Row] {
    network.links.filter { !$0.isCut }.compactMap { link in
      let back = network.links.contains {
        $0.from == link.to && $0.to == link.from && !$0.isCut && $0.delay == link.delay
          && $0.troubles == link.troubles && $0.isBetweenNodes == link.isBetweenNodes
      }
      return back && link.from > link.to ? nil : .link(link, isBothWays: back)
    }
  }

  /// The delay that most pairs of nodes have, two at least; of several the greatest.
  private static func usualDelay(_ links: [Row]) -> VirtualDuration? {
    let delays = links.compactMap { row -> VirtualDuration? in
      guard case .link(let link, _) = row, isPair(row, delay: link.delay) else { return nil }
      return link.delay
    }.sorted()
    var best: (delay: VirtualDuration, count: Int)?
    var first = 0
    while first < delays.count {
      let count = delays[first...].prefix { $0 == delays[first] }.count
      if count >= max(2, best?.count ?? 0) { best = (delays[first], count) }
      first += count
    }
    return best?.delay
  }

  /// Whether a row is a pair of nodes without troubles, with this delay both ways.
  private static func isPair(_ row: Row, delay: VirtualDuration) -> Bool {
    guard case .link(let link, isBothWays: true) = row else { return false }
    return link.isBetweenNodes && link.troubles.isEmpty && link.delay == delay
  }

  static func text(
    _ row: Row, _ glyphs: GlyphSet, _ ends: Int, _ labels: Int, width: Int
  ) -> TextLine {
    switch row {
    case .cut(let cut): return self.cut(cut, glyphs, width: width)
    case .rule(let rule):
      var line = TextLine("rule  ", .warning)
      line.append(rule.text)
      return line
    case .message(let message): return self.message(message, glyphs, ends, labels, width: width)
    case .link(let link, let isBothWays):
      let mark =
        isBothWays ? glyphs.string(.headLeft) + glyphs.string(.headRight) : arrow(glyphs)
      var line = pair(link.from, mark, link.to, ends, .dim)
      line.append("takes \(link.delay) ms" + (isBothWays ? " each way" : ""), .dim)
      if !link.troubles.isEmpty {
        line.append(", " + link.troubles.joined(separator: ", "), .warning)
      }
      return line
    case .pairs(let delay, let areAll, let toClients):
      let nodes = areAll ? "nodes" : "other nodes"
      return TextLine("\(nodes) \(delay) ms each way, clients \(toClients) ms", .dim)
    }
  }

  private static func cut(
    _ cut: NetworkView.CutGroup, _ glyphs: GlyphSet, width: Int
  ) -> TextLine {
    let mark = glyphs.string(.cut)
    guard let sides = cut.sides else {
      return TextLine("\(mark) \(cut.links)  cut since t=\(cut.since)", .bad)
    }
    var line = TextLine(sides.from)
    line.append(" \(mark)\(sides.isBothWays ? mark : glyphs.string(.headRight)) ", .bad)
    line.append(sides.to + "  ")
    let full = (sides.isBothWays ? "cut both ways" : "cut this way only") + " since t=\(cut.since)"
    let isRoomy = line.width + DisplayWidth.of(full) <= width
    line.append(isRoomy ? full : "cut t=\(cut.since)", .bad)
    return line
  }

  private static func message(
    _ message: NetworkView.MessageView, _ glyphs: GlyphSet, _ ends: Int, _ labels: Int,
    width: Int
  ) -> TextLine {
    let isHeld = message.due == nil
    let style: Style =
      message.danger != nil ? .bad : isHeld ? .warning : message.isForeground ? .info : .dim
    var line = pair(message.from, arrow(glyphs), message.to, ends, style)
    line += TextLine(label(message), message.isForeground ? .plain : .dim).padded(to: labels)
    let hasRoom = line.width + 24 <= width
    if let due = message.due, let danger = message.danger, !hasRoom {
      line.append(danger == .cut ? " cut, t=\(due)" : " down, t=\(due)", .bad)
    } else {
      line.append(message.due.map { " due t=\($0)" } ?? " held by hand", isHeld ? .warning : .dim)
      switch message.danger {
      case .cut: line.append(" lost unless healed", .bad)
      case .receiverDown: line.append(" \(message.to) is down", .bad)
      case nil: break
      }
    }
    if let original = message.copyOf { line.append(" copy of m\(original.number)", .dim) }
    return line
  }

  static func label(_ message: NetworkView.MessageView) -> String {
    "\(message.label)  m\(message.id.number)"
  }

  private static func arrow(_ glyphs: GlyphSet) -> String {
    glyphs.string(.horizontal) + glyphs.string(.headRight)
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
