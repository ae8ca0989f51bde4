import CellGraphics
import Laboratory

/// The chain of an explanation in a box: instant, place, sentence; a mark at the step that decided.
enum ExplainScreen {
  static func draw(_ state: ExplainState, _ model: Model, into buffer: inout CellBuffer) {
    let width = min(96, buffer.width - 8)
    let head = heading(state, width: width)
    let lines = lines(state.explanation, width: width - 1, buffer.glyphs)
    let foot = gap(state.explanation, width: width)
    let wanted = head.count + 1 + lines.count + foot.count
    let modal = Modal(
      title: TextLine(state.explanation.title),
      size: Size(width: width, height: min(wanted, buffer.height - 8)),
      hints: hints(model.glyphs))
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    buffer.draw(Paragraph(head), in: inner)
    let bottom = min(foot.count, max(0, inner.height - head.count - 4))
    let list = inner.inset(top: head.count + 1, bottom: bottom)
    ScrollingLines(lines: lines, selection: state.selection).draw(into: &buffer, in: list)
    if bottom > 0 {
      buffer.draw(
        Paragraph(Array(foot.prefix(bottom))), in: inner.inset(top: inner.height - bottom))
    }
    if buffer.cursor == nil { buffer.cursor = inner.origin }
  }

  private static func hints(_ glyphs: GlyphSet) -> [KeyHints.Hint] {
    [
      .init("\(Key.up.label(glyphs)) \(Key.down.label(glyphs))", "choose", priority: 2),
      .init("Enter", "go to the event", priority: 3),
      .init("\(glyphs.string(.diamond))", "what decided it", priority: 1),
      .init("Esc", "close", priority: 3),
    ]
  }

  private static func heading(_ state: ExplainState, width: Int) -> [TextLine] {
    var lines: [TextLine] = []
    if let choice = state.choice { lines += TextLine(choice, .dim).wrapped(to: width) }
    return lines + TextLine(state.explanation.summary).wrapped(to: width)
  }

  private static func gap(_ explanation: Explanation, width: Int) -> [TextLine] {
    guard let gap = explanation.gap else { return [] }
    return [""] + TextLine("Not in the trace: " + gap, .warning).wrapped(to: width)
  }

  /// Each step on one line or several, with the instant and the place on the first.
  static func lines(
    _ explanation: Explanation, width: Int, _ glyphs: GlyphSet
  ) -> [(item: Int, line: TextLine)] {
    let times = explanation.steps.map { DisplayWidth.of(time($0)) }.max() ?? 0
    let places = min(10, explanation.steps.map { DisplayWidth.of($0.place ?? "") }.max() ?? 0)
    let indent = times + 1 + places + 3
    return explanation.steps.enumerated().flatMap { index, step in
      let style: Style =
        step.isDeciding ? Style.accent.bold : step.eventIndex == nil ? .dim : .plain
      var first = TextLine(time(step), .dim).padded(to: times + 1)
      first += TextLine(step.place ?? "", Style.plain.bold).padded(to: places)
      first.append(step.isDeciding ? " \(glyphs.string(.diamond)) " : "   ", .accent)
      let text = TextLine(step.sentence, style).wrapped(to: max(8, width - indent))
      return text.enumerated().map { row, line in
        let lead = row == 0 ? first : TextLine(String(repeating: " ", count: indent))
        return (index, lead + line)
      }
    }
  }

  private static func time(_ step: Explanation.Step) -> String {
    step.time.map { "t=\($0)" } ?? ""
  }
}
