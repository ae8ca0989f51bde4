import CellGraphics

/// A small box with the fields of a prompt and the command that they make.
enum PromptScreen {
  static func draw(_ prompt: PromptState, into buffer: inout CellBuffer) {
    let width = min(68, buffer.width - 8)
    let labelWidth = prompt.fields.map { DisplayWidth.of($0.label) }.max() ?? 0
    var rows: [(field: Int?, lines: [TextLine])] = []
    let glyphs = buffer.glyphs
    if !prompt.kind.explanation.isEmpty {
      rows.append((nil, TextLine(prompt.kind.explanation, .dim).wrapped(to: width)))
      rows.append((nil, [""]))
    }
    for (index, field) in prompt.fields.enumerated() {
      let isFocused = index == prompt.focus
      rows.append(
        (index, lines(field, isFocused: isFocused, labelWidth, width: width, glyphs)))
    }
    rows.append((nil, [""]))
    var command = TextLine("runs  ", .dim)
    command.append(prompt.command, .accent)
    rows.append((nil, command.wrapped(to: width, hanging: 6)))
    if let error = prompt.error {
      rows.append((nil, TextLine("\(glyphs.string(.fail)) \(error)", .bad).wrapped(to: width)))
    }
    let height = rows.reduce(0) { $0 + $1.lines.count }
    let modal = Modal(
      title: TextLine(prompt.kind.title), size: Size(width: width, height: height),
      hints: hints(prompt))
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    var y = inner.y
    for row in rows {
      for (index, line) in row.lines.enumerated() {
        buffer.put(line, at: Point(x: inner.x, y: y), clip: inner)
        if let field = row.field {
          let place = Rect(x: inner.x, y: y, width: inner.width, height: 1)
          buffer.note(.row(field), in: place)
          if index == 0 {
            noteOptions(prompt.fields[field], field, x: inner.x + labelWidth + 4, place, &buffer)
          }
        }
        if row.field == prompt.focus, index == 0 {
          focus(prompt.fields[prompt.focus], x: inner.x + labelWidth + 4, y: y, inner, &buffer)
        }
        y += 1
      }
    }
  }

  private static func hints(_ prompt: PromptState) -> [KeyHints.Hint] {
    var hints: [KeyHints.Hint] = [.init("Enter", "run", priority: 3)]
    switch prompt.fields[prompt.focus].content {
    case .choice: hints.append(.init("← →", "choose", priority: 2))
    case .many:
      let chooses = prompt.fields[prompt.focus].choosesByMoving
      hints.append(.init("← →", chooses ? "choose" : "move", priority: 2))
      hints.append(.init("space", chooses ? "several" : "mark", priority: 2))
    case .text: hints.append(.init("type", "the value", priority: 2))
    }
    if prompt.fields.count > 1 { hints.append(.init("↑ ↓", "other field", priority: 1)) }
    return hints + [.init("Esc", "leave", priority: 1)]
  }

  private static func lines(
    _ field: PromptField, isFocused: Bool, _ labelWidth: Int, width: Int, _ glyphs: GlyphSet
  ) -> [TextLine] {
    let mark = isFocused ? glyphs.string(.headRight) + " " : "  "
    var line = TextLine(mark, .key)
    line += TextLine(field.label, isFocused ? Style.title : .plain).padded(to: labelWidth + 2)
    switch field.content {
    case .text(let input): line.append(input.text.isEmpty ? " " : input.text, Style.plain.bold)
    case .choice(let options, let selected):
      for (index, option) in options.enumerated() {
        if index > 0 { line.append(" ") }
        line.append(
          index == selected ? "[\(option)]" : " \(option) ",
          index == selected ? Style.accent.selected : .plain)
      }
    case .many(let options, let chosen, let cursor):
      for (index, option) in options.enumerated() {
        if index > 0 { line.append(" ") }
        let isHere = isFocused && index == cursor
        line.append(
          chosen[index] ? "[\(option)]" : " \(option) ",
          Style(chosen[index] ? .accent : .plain, isHere ? .reverse : []))
      }
    }
    let hint = field.hint.isEmpty ? TextLine() : TextLine("  " + field.hint, .dim)
    let indent = labelWidth + 4
    if line.width + hint.width <= width { return (line + hint).wrapped(to: width, hanging: indent) }
    var lines = line.wrapped(to: width, hanging: indent)
    if !hint.isEmpty {
      let spaces = TextLine(String(repeating: " ", count: indent - 2))
      lines += (spaces + hint).wrapped(to: width, hanging: indent)
    }
    return lines
  }

  /// Where the options of a field are, as far as they stand on its first row.
  private static func noteOptions(
    _ field: PromptField, _ index: Int, x: Int, _ row: Rect, _ buffer: inout CellBuffer
  ) {
    var x = x
    for (place, option) in field.options.enumerated() {
      let width = DisplayWidth.of(option) + 2
      guard x + width <= row.maxX else { return }
      buffer.note(
        .button("option \(index) \(place)"), in: Rect(x: x, y: row.y, width: width, height: 1))
      x += width + 1
    }
  }

  /// The hardware cursor stands where the next key has its effect.
  private static func focus(
    _ field: PromptField, x: Int, y: Int, _ inner: Rect, _ buffer: inout CellBuffer
  ) {
    var column = x
    switch field.content {
    case .text(let input): column += DisplayWidth.of(input.head)
    case .choice(let options, let selected), .many(let options, _, let selected):
      column += options.prefix(selected).reduce(0) { $0 + DisplayWidth.of($1) + 3 } + 1
    }
    buffer.cursor = Point(x: min(column, inner.maxX - 1), y: y)
  }
}
