import CellGraphics
import Histories
import Laboratory

/// One line of the diagram while time runs down.
struct TimelineColumnRow {
  enum Shape {
    /// Something at one client or node.
    case point(lane: String, Glyph)
    /// A message between two.
    case arrow(from: String, to: String, isLost: Bool, isFlying: Bool)
    /// Something that concerns the whole network.
    case rule
    /// Where now is.
    case now
  }

  /// Nil for what has no instant: messages that are held.
  var time: VirtualTime?
  var shape: Shape
  var text: String
  var style: Style
  /// The item that it shows; nil where none can be selected.
  var itemID: String?
  /// Within one instant: by event, then in this order.
  private(set) var order: (event: Int, rank: Int, number: Int64)

  /// Every line, in the order of time: what happened, then where now is, then what is on its way.
  static func rows(_ shown: TimelineShown, clock: VirtualTime) -> [TimelineColumnRow] {
    var rows = shown.items.flatMap { Self.rows(of: $0) }
    rows += sends(shown)
    rows += shown.changes.map { change in
      TimelineColumnRow(
        time: change.time, shape: .point(lane: change.node ?? "", .square),
        text: "applied " + change.text, style: .good, itemID: nil,
        order: (change.eventIndex, 4, 0))
    }
    rows.append(
      TimelineColumnRow(
        time: clock, shape: .now, text: "now", style: .accent, itemID: nil,
        order: (.max - 1, 0, 0)))
    let start = shown.view.start
    return rows.filter { ($0.time ?? .never) >= start && ($0.time ?? start) <= shown.view.end }
      .sorted(by: isBefore)
  }

  private static func isBefore(_ one: Self, _ other: Self) -> Bool {
    (one.time ?? .never, one.order.event, one.order.rank, one.order.number)
      < (other.time ?? .never, other.order.event, other.order.rank, other.order.number)
  }

  private static func rows(of item: TimelineItem) -> [TimelineColumnRow] {
    switch item {
    case .operation(let bar): rows(of: bar, item.id)
    case .message(let line): [row(of: line, item.id)]
    case .mark(let mark): [row(of: mark, item.id)]
    }
  }

  private static func rows(of bar: TimelineView.OperationBar, _ id: String) -> [Self] {
    let style = TimelineOperations.style(bar)
    let begin = TimelineColumnRow(
      time: bar.invoked, shape: .point(lane: bar.client, .disc), text: bar.text, style: .accent,
      itemID: id, order: (bar.invokedEvent, 1, 0))
    guard let completed = bar.completed else { return [begin] }
    let outcome =
      switch bar.outcome {
      case .ok(let value)?: value == .absent ? "done" : "= \(value)"
      case .fail(let reason)?: "refused: \(reason.rawValue)"
      case .info(let reason)?: "\(reason.rawValue): unknown"
      case nil: ""
      }
    let text = "\(outcome) (\(completed - bar.invoked) ms)"
    return [
      begin,
      TimelineColumnRow(
        time: completed, shape: .point(lane: bar.client, TimelineOperations.end(bar)),
        text: bar.isViolating ? text + ", breaks a guarantee" : text, style: style, itemID: id,
        order: (bar.completedEvent ?? .max, 2, 0)),
    ]
  }

  private static func row(of line: TimelineView.MessageLine, _ id: String) -> TimelineColumnRow {
    var text = line.label + (line.copyOf == nil ? "" : ", copy")
    text += line.fateText.isEmpty ? "" : ", " + line.fateText
    let style: Style =
      line.isLost ? .bad : line.isHeld || line.copyOf != nil ? .warning : .info
    return TimelineColumnRow(
      time: line.end,
      shape: .arrow(
        from: line.from, to: line.to, isLost: line.isLost, isFlying: line.fate == nil),
      text: text, style: line.fate == nil && !line.isHeld ? .dim : style, itemID: id,
      order: (line.decidedEvent ?? .max, line.fate == nil ? 5 : 0, line.id.number))
  }

  private static func row(of mark: TimelineView.Mark, _ id: String) -> TimelineColumnRow {
    let (glyph, style) = TimelineMarks.look(mark.kind)
    return TimelineColumnRow(
      time: mark.time, shape: mark.node.map { .point(lane: $0, glyph) } ?? .rule, text: mark.text,
      style: style, itemID: id, order: (mark.eventIndex, 0, 0))
  }

  /// What each event sent, in one line: `sends append lsn 2 to R1,R2`. A client's request is told by
  /// its operation.
  private static func sends(_ shown: TimelineShown) -> [TimelineColumnRow] {
    var rows: [TimelineColumnRow] = []
    var sent: [(line: TimelineView.MessageLine, targets: [String])] = []
    for line in shown.messages where !shown.view.clients.contains(line.from) {
      if let last = sent.last, last.line.sentEvent == line.sentEvent,
        last.line.from == line.from, last.line.label == line.label
      {
        sent[sent.count - 1].targets.append(line.to)
      } else {
        sent.append((line, [line.to]))
      }
    }
    for (line, targets) in sent {
      rows.append(
        TimelineColumnRow(
          time: line.sent, shape: .point(lane: line.from, .circle),
          text: "sends \(line.label) to " + targets.joined(separator: ","), style: .dim,
          itemID: nil, order: (line.sentEvent, 6, line.id.number)))
    }
    return rows
  }
}
