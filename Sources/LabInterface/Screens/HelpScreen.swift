import CellGraphics

/// The list of all actions of a screen, with their keys, in front of it.
enum HelpScreen {
  static func draw(_ help: HelpState, _ model: Model, into buffer: inout CellBuffer) {
    let actions = model.helpActions(help.filter.text)
    let modal = Modal(
      title: "What you can do here",
      size: Size(width: min(100, buffer.width - 8), height: buffer.height - 6),
      hints: [
        .init("type", "to narrow", priority: 1), .init("↑ ↓", "choose", priority: 2),
        .init("Enter", "do it", priority: 3), .init("Esc", "close", priority: 3),
      ])
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    buffer.draw(TextField(prompt: TextLine("find: ", .key), help.filter), in: inner.row(0))
    let selection = actions.isEmpty ? nil : min(help.selection, actions.count - 1)
    var list = inner.inset(top: 2)
    if let selection {
      let details = actions.map { detail($0, model, width: inner.width) }
      // As much for each, so that the list does not move with the selection.
      let height = min(details.map(\.count).max() ?? 0, inner.height - 5)
      list = list.inset(bottom: height + 1)
      for (offset, line) in details[selection].prefix(height).enumerated() {
        buffer.put(line, at: inner.row(inner.height - height + offset).origin, width: inner.width)
      }
    } else {
      buffer.put(
        TextLine("nothing matches; Backspace takes letters back", .dim), at: list.origin,
        clip: list)
    }
    drawList(actions, selection, model, into: &buffer, in: list)
  }

  /// The rows with group headings between them.
  private static func drawList(
    _ actions: [LabAction], _ selection: Int?, _ model: Model, into buffer: inout CellBuffer,
    in rect: Rect
  ) {
    var rows: [(action: Int?, line: TextLine)] = []
    var group: LabAction.Group?
    for (index, action) in actions.enumerated() {
      if action.group != group {
        rows.append((nil, TextLine(action.group.rawValue, .title)))
        group = action.group
      }
      rows.append((index, row(action, model)))
    }
    let place = selection.flatMap { chosen in rows.firstIndex { $0.action == chosen } }
    let window = ScrollWindow(total: rows.count, height: rect.height, selection: place)
    let bar = window.isComplete ? 0 : 1
    for (offset, index) in window.range.enumerated() {
      let line = rect.row(offset).inset(right: bar)
      buffer.put(rows[index].line, at: line.origin, width: line.width)
      if let action = rows[index].action { buffer.note(.row(action), in: line) }
      if index == place { buffer.addAttributes(.reverse, in: line) }
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
  }

  private static func row(_ action: LabAction, _ model: Model) -> TextLine {
    let isAvailable = action.availability(model) == .available
    var line = TextLine("  " + model.keyLabels.all(action), isAvailable ? .key : .dim)
      .padded(to: 16)
    line += TextLine(action.title, isAvailable ? .plain : .dim).padded(to: 24)
    if case .unavailable(let reason) = action.availability(model) {
      line.append("not now: \(reason)", .dim)
    } else {
      line.append(action.help, .dim)
    }
    return line
  }

  /// All of what an action does, and how it is typed or why it cannot be done now.
  private static func detail(_ action: LabAction, _ model: Model, width: Int) -> [TextLine] {
    let typed = action.argument.isEmpty ? action.command : "\(action.command) \(action.argument)"
    var line = TextLine("typed  ", .dim)
    line.append(":" + typed, .accent)
    if case .unavailable(let reason) = action.availability(model) {
      line = TextLine("not now: \(reason)", .warning)
    }
    return TextLine(action.help).wrapped(to: width) + line.wrapped(to: width, hanging: 7)
  }
}
