import CellGraphics
import Histories
import Laboratory

/// The items of the diagram as sentences and as short labels.
enum TimelineText {
  /// `W name=Alice`, `R name=Bob`, and the call as it stands for the others.
  static func label(_ bar: TimelineView.OperationBar) -> String {
    if bar.text.hasPrefix("write ") {
      return "W "
        + bar.text.dropFirst(6).split(separator: " = ", maxSplits: 1).joined(separator: "=")
    }
    guard bar.text.hasPrefix("read ") else { return bar.text }
    guard case .ok(let value)? = bar.outcome else { return "R " + bar.text.dropFirst(5) }
    return "R \(bar.text.dropFirst(5))=\(value)"
  }

  /// The same without the key, `W Alice` and `R Bob`, where what was written or read is known.
  static func shortLabel(_ bar: TimelineView.OperationBar) -> String? {
    let label = label(bar)
    let isKnown = label.hasPrefix("W ") || label.hasPrefix("R ")
    guard isKnown, let equals = label.firstIndex(of: "=") else { return nil }
    return "\(label.prefix(2))\(label[equals...].dropFirst())"
  }

  /// The label with who answered, the label, and the short one, as far as there are such.
  static func labels(_ bar: TimelineView.OperationBar, answeredBy server: String?) -> [String] {
    let label = label(bar)
    return [server.map { "\(label) at \($0)" }, label, shortLabel(bar)].compactMap(\.self)
  }

  /// What an item is, in a line or two.
  static func sentence(_ item: TimelineItem, _ view: TimelineView) -> TextLine {
    switch item {
    case .operation(let bar): sentence(bar)
    case .message(let line): sentence(line, view)
    case .mark(let mark): sentence(mark, view)
    }
  }

  private static func sentence(_ bar: TimelineView.OperationBar) -> TextLine {
    var line = TextLine("\(bar.client) \(bar.text)  ", Style.plain.bold)
    line.append("called t=\(bar.invoked)")
    switch bar.outcome {
    case nil: line.append(", not answered yet", .dim)
    case .ok?:
      if let completed = bar.completed {
        line.append(", answered t=\(completed) (\(completed - bar.invoked) ms)")
        if case .ok(let value)? = bar.outcome, value != .absent { line.append(": \(value)") }
      }
    case .fail(let reason)?: line.append(", refused: \(reason.rawValue)", .warning)
    case .info(let reason)?: line.append(", \(reason.rawValue): it may have happened", .warning)
    }
    if bar.isViolating { line.append(", breaks a guarantee", .bad) }
    return line
  }

  private static func sentence(
    _ message: TimelineView.MessageLine, _ view: TimelineView
  ) -> TextLine {
    var line = TextLine(
      "m\(message.id.number) \(message.label), \(message.from) to \(message.to)  ",
      Style.plain.bold)
    line.append("sent t=\(message.sent)")
    switch message.fate {
    case nil:
      line.append(
        message.end.map { ", due t=\($0)" } ?? ", held by hand",
        message.isHeld ? .warning : .info)
    case .delivered?:
      if let end = message.end { line.append(", arrived t=\(end) (\(end - message.sent) ms)") }
    case .lostInCut?: lost(message, ": the link was cut", &line)
    case .lostOnLink?: lost(message, ": the link lost it", &line)
    case .lostAtCrashedNode?: lost(message, ": \(message.to) was down", &line)
    case .dropped?: lost(message, ": dropped by hand", &line)
    case .cancelled?:
      line.append(
        ", taken back by its sender" + (message.end.map { " t=\($0)" } ?? ""), .warning)
    }
    if let original = message.copyOf { line.append(", a duplicate of m\(original.number)", .dim) }
    if let operation = message.operation,
      let bar = view.operations.first(where: { $0.id == operation })
    {
      line.append(", for \(bar.client) \(bar.text)", .dim)
    }
    return line
  }

  private static func lost(
    _ message: TimelineView.MessageLine, _ why: String, _ line: inout TextLine
  ) {
    line.append(", lost" + (message.end.map { " t=\($0)" } ?? "") + why, .bad)
  }

  private static func sentence(_ mark: TimelineView.Mark, _ view: TimelineView) -> TextLine {
    var line = TextLine("t=\(mark.time)  ", Style.plain.bold)
    let isAboutNode = mark.node.map { !mark.text.contains($0) } ?? false
    if isAboutNode, let node = mark.node { line.append("\(node) ", Style.plain.bold) }
    line.append(mark.text, mark.kind == .fault || mark.kind == .rolledBack ? .bad : .plain)
    let own = view.outages.filter { span in
      guard span.start == mark.time, mark.kind == .fault else { return false }
      return span.node == mark.node && (span.node != nil || mark.text.hasPrefix("cut "))
    }
    if let span = own.first {
      line.append(span.end.map { ", until t=\($0)" } ?? ", lasts still", .dim)
    }
    return line
  }
}
