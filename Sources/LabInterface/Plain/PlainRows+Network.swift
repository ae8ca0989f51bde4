import CellGraphics
import Histories
import Laboratory
import Simulation

/// Messages, logs and the course of time as sentences.
extension PlainRows {
  static func network(_ context: PanelContext) -> [String] {
    let count = Wording.count(context.view.network.messageCount, "message", "messages")
    let rows = NetworkPanel.list(context).enumerated().map { "\($0 + 1)) " + sentence($1) }
    let hidden = context.view.network.hiddenCount
    let more = hidden > 0 ? ", and \(hidden) of the background (heartbeats and the like)" : ""
    return ["\(count) in flight\(more)."] + rows
      + ["open N heals a cut, takes a rule away, or asks what to do with a message."]
  }

  static func sentence(_ row: NetworkPanel.Row) -> String {
    switch row {
    case .cut(let cut):
      guard let sides = cut.sides else { return "\(cut.links): cut since t=\(cut.since)." }
      let way = sides.isBothWays ? "both ways" : "only from \(sides.from) to \(sides.to)"
      return "\(sides.from) and \(sides.to): cut \(way) since t=\(cut.since)."
    case .rule(let rule): return "rule: \(rule.text)."
    case .message(let message):
      let due = message.due.map { "due t=\($0)" } ?? "held by hand"
      let copy = message.copyOf.map { ", copy of m\($0.number)" } ?? ""
      let lost =
        switch message.danger {
        case .cut: ", will be lost unless the cut link is healed before"
        case .receiverDown: ", will be lost unless \(message.to) is restarted before"
        case nil: ""
        }
      return "m\(message.id.number): \(message.label) from \(message.from) to \(message.to), "
        + "\(due)\(copy)\(lost)."
    case .link(let link, let isBothWays):
      let troubles = link.troubles.map { ", \($0)" }.joined()
      let arrow = isBothWays ? "<->" : "->"
      return "\(link.from) \(arrow) \(link.to): \(link.delay) ms\(troubles)."
    case .pairs(let delay, let areAll, let toClients):
      let nodes = areAll ? "between nodes" : "between other nodes"
      return "\(nodes): \(delay) ms each way; between a client and a node: \(toClients) ms."
    }
  }

  // MARK: Logs

  static func logs(_ context: PanelContext) -> [String] {
    let replicas = context.view.replicas
    let hasEpochs = replicas.contains { $0.log.contains { $0.position.epoch > 1 } }
    var lines = replicas.map { replica in
      let entries = replica.log.map { entry in
        "\(entry.position.lsn) \(entry.text)"
          + (hasEpochs ? " (epoch \(entry.position.epoch))" : "")
          + (entry.isCommitted ? "" : " (commit not known)")
      }
      return "\(replica.name): " + (entries.isEmpty ? "empty" : entries.joined(separator: ", "))
        + "."
    }.filter { context.shows($0) }
    for conflict in LogsPanel.conflicts(replicas) {
      lines.append("The logs differ at lsn \(conflict.lsn).")
    }
    for rollback in context.view.rollbacks.reversed() {
      lines.append(
        "Rolled back: \(rollback.write) (acknowledged to \(rollback.client) at "
          + "t=\(rollback.acknowledged)), at \(rollback.node), t=\(rollback.time).")
    }
    return lines
  }

  // MARK: Timeline

  /// What the diagram shows, in the order of time.
  static func timeline(_ context: PanelContext) -> [String] {
    let timeline = context.view.timeline
    let items = TimelinePanel.items(context)
    let rows = items.enumerated().map { "\($0 + 1)) " + sentence($1, timeline) }
    let span =
      "From t=\(timeline.start) to t=\(timeline.end); zoom-out shows more, earlier and "
      + "later move."
    return [span] + (rows.isEmpty ? ["Nothing happens in it."] : rows)
  }

  static func sentence(_ item: TimelineItem, _ timeline: TimelineView) -> String {
    let sentence = TimelineText.sentence(item, timeline).text.replacing("  ", with: ": ")
    return (sentence.hasPrefix("t=") ? "" : "t=\(item.time): ") + sentence + "."
  }
}
