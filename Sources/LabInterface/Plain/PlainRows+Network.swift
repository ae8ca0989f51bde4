import CellGraphics
import Histories
import Laboratory
import Simulation

/// Messages, logs and the course of time as sentences.
extension PlainRows {
  static func network(_ context: PanelContext) -> [String] {
    let network = context.view.network
    let cuts = pairs(network.cuts).map { cut in
      "\(cut.link.from) and \(cut.link.to): cut, "
        + (cut.isBothWays ? "both ways." : "only from \(cut.link.from) to \(cut.link.to).")
    }
    let messages = network.messages.map { message in
      let due = message.due.map { "due t=\($0)" } ?? "held"
      let lost = message.isOnCutLink ? ", will be lost: the link is cut" : ""
      return "m\(message.id.number): \(message.label) from \(message.from) to \(message.to), "
        + "\(due)\(lost)."
    }
    let links = pairs(network.links.filter { !$0.isCut }).map { pair in
      let troubles = pair.link.troubles.map { ", \($0)" }.joined()
      let arrow = pair.isBothWays ? "<->" : "->"
      return "\(pair.link.from) \(arrow) \(pair.link.to): \(pair.link.delay) ms\(troubles)."
    }
    let count = Wording.count(network.messageCount, "message", "messages")
    return ["\(count) in flight."]
      + (cuts + messages + links).filter { context.shows($0) }
  }

  /// Links in one line with the way back, where that is the same.
  private static func pairs(
    _ links: [NetworkView.LinkView]
  ) -> [(link: NetworkView.LinkView, isBothWays: Bool)] {
    links.compactMap { link in
      let back = links.contains {
        $0.from == link.to && $0.to == link.from && $0.delay == link.delay
          && $0.troubles == link.troubles
      }
      return back && link.from > link.to ? nil : (link, back)
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
    let texts = TimelinePanel.items(context).map { item in
      let sentence = TimelineText.sentence(item, timeline).text.replacing("  ", with: ": ")
      return (sentence.hasPrefix("t=") ? "" : "t=\(item.time): ") + sentence + "."
    }
    let span =
      "From t=\(timeline.start) to t=\(timeline.end); zoom-out shows more, earlier and "
      + "later move."
    return [span] + (texts.isEmpty ? ["Nothing happens in it."] : texts)
  }
}
