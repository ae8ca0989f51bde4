import CellGraphics

/// Draws what lies over a screen.
enum OverlayScreen {
  static func draw(_ model: Model, into buffer: inout CellBuffer) {
    if model.overlay != nil {
      buffer.forgetRegions()
      buffer.noteOwner("overlay")
    }
    switch model.overlay {
    case .help(let help): HelpScreen.draw(help, model, into: &buffer)
    case .palette(let palette): drawPalette(palette, into: &buffer)
    case .prompt(let prompt): PromptScreen.draw(prompt, into: &buffer)
    case .question(let question): draw(question, model, into: &buffer)
    case .notice(let title, let text): drawNotice(title, text, into: &buffer)
    case .filter(let input): drawFilter(input, model, into: &buffer)
    case .words(let row): WordsScreen.draw(row, model, into: &buffer)
    case .explain(let state): ExplainScreen.draw(state, model, into: &buffer)
    case nil: break
    }
  }

  private static func draw(
    _ question: Question, _ model: Model, into buffer: inout CellBuffer
  ) {
    var hints: [KeyHints.Hint] = [.init("y", "yes"), .init("any other key", "no")]
    if question.offersSave { hints.insert(.init(model.key("save"), "save, and stay"), at: 1) }
    draw(question.title, question.text(in: model), hints, width: 60, into: &buffer)
  }

  private static func drawNotice(_ title: String, _ text: String, into buffer: inout CellBuffer) {
    draw(title, text, [.init("any key", "goes on")], width: 100, into: &buffer)
  }

  private static func draw(
    _ title: String, _ text: String, _ hints: [KeyHints.Hint], width: Int,
    into buffer: inout CellBuffer
  ) {
    let text = Paragraph([TextLine(text)])
    let modal = Modal(
      title: TextLine(title), text: text, width: min(width, buffer.width - 8), hints: hints)
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    buffer.draw(text, in: inner)
    buffer.cursor = inner.origin
  }

  private static func drawFilter(
    _ input: TextInput, _ model: Model, into buffer: inout CellBuffer
  ) {
    let row = buffer.bounds.row(buffer.height - 1)
    buffer.fill(row)
    let focus = model.screen == .lab ? model.lab?.focus : nil
    let forms = focus.flatMap { Panels.panel($0) }?.filterHelp ?? ""
    if !forms.isEmpty {
      let line = buffer.bounds.row(row.y - 1)
      buffer.fill(line)
      buffer.put(TextLine(" " + forms, .dim), at: line.origin, width: line.width)
    }
    let help: TextLine = "Enter keeps it, Esc shows all"
    let field = row.inset(left: 1, right: help.width + 3)
    buffer.put(
      help.based(on: .dim), at: Point(x: row.maxX - help.width - 1, y: row.y))
    buffer.draw(TextField(prompt: TextLine("show only: ", .key), input), in: field)
  }

  private static func drawPalette(_ palette: PaletteState, into buffer: inout CellBuffer) {
    let hasError = palette.error != nil
    let rows = hasError ? 3 : 1
    let area = Rect(x: 0, y: buffer.height - rows, width: buffer.width, height: rows)
    buffer.fill(area)
    let line = area.row(0)
    let prompt = TextLine(":", .key)
    if !palette.candidates.isEmpty, !hasError {
      CompletionList(
        palette.candidates.map { .init($0.text, detail: $0.detail) }, selection: palette.selection,
        maximumRows: 9
      ).draw(into: &buffer, anchor: Point(x: 0, y: line.y), within: buffer.bounds)
    }
    let best = palette.candidates.first { $0.input.hasPrefix(palette.input.text) }
    let suggestion = best.map { String($0.input.dropFirst(palette.input.text.count)) } ?? ""
    let help: TextLine = "Tab completes  Enter runs  Esc leaves"
    let field = line.inset(right: help.width + 2)
    buffer.put(help.based(on: .dim), at: Point(x: line.maxX - help.width - 1, y: line.y))
    buffer.draw(
      TextField(
        prompt: prompt, palette.input, suggestion: palette.input.isEmpty ? "" : suggestion),
      in: field)
    if let error = palette.error { draw(error, into: &buffer, in: area) }
  }

  private static func draw(
    _ error: PaletteState.Failure, into buffer: inout CellBuffer, in area: Rect
  ) {
    var message = error.message
    if let column = error.column {
      let x = min(area.x + column, area.maxX - 1)
      buffer.put(.arrowUp, at: Point(x: x, y: area.y + 1), style: .bad)
      message = "column \(column): " + message
    }
    buffer.put(
      TextLine("\(buffer.glyphs.string(.fail)) \(message)", .bad),
      at: Point(x: area.x + 1, y: area.y + 2), width: area.width - 2)
  }
}
