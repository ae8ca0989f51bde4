import CellGraphics
import Laboratory

/// The lesson's page: what happens, what is asked, what is to be done.
public enum LessonPanel: Panel {
  public static let id = PanelID("lesson")
  public static let title = "Lesson"
  public static let purpose = "The narration, the prediction, your task and the hints."

  /// Scrolling by rows: each row counts as one to select.
  public static func itemCount(_ context: PanelContext) -> Int {
    context.lesson == nil ? 0 : 200
  }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    guard let page = context.lesson else { return 1...1 }
    return 6...max(6, lines(page, width: width, context.glyphs).count)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    context.lesson.map { TextLine("\($0.beat) of \($0.beatCount)") } ?? ""
  }

  public static func news(_ context: PanelContext) -> String { "" }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    guard let page = context.lesson else { return }
    let layout = layout(page, size: rect.size, context.glyphs)
    let all = layout.lines
    let body = Rect(x: rect.x, y: rect.y, width: rect.width, height: layout.height)
    let offset = context.selection >= 0 ? context.selection : layout.firstLine
    let window = ScrollWindow(total: all.count, height: body.height, offset: offset)
    let bar = window.isComplete ? 0 : 1
    let answers = answers(layout.page, width: layout.width)
    for (row, index) in window.range.enumerated() {
      let line = body.row(row).inset(right: bar)
      buffer.put(all[index], at: line.origin, clip: line)
      if let answer = answers.first(where: { $0.line == index })?.answer {
        buffer.note(.button("answer \(answer)"), in: line)
      }
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: body.y, height: body.height)
    for (row, line) in layout.next.enumerated() {
      buffer.put(line, at: Point(x: rect.x, y: body.maxY + row), clip: rect)
    }
    if context.isFocused { buffer.cursor = rect.origin }
  }

  static func lines(
    _ page: LessonPage, width: Int, _ glyphs: GlyphSet, withNext: Bool = true
  ) -> [TextLine] {
    var lines: [TextLine] = []
    if !page.heading.isEmpty {
      lines += TextLine(page.heading, .title).wrapped(to: width)
    }
    lines += narration(page, width: width)
    if let question = page.question { lines += self.lines(question, width: width, glyphs) }
    lines += section("Shown so far", page.shown, width: width, glyphs)
    lines += section("Your task", page.tasks, width: width, glyphs)
    for (index, hint) in page.hints.enumerated() {
      lines.append("")
      var line = TextLine("Hint \(index + 1): ", .highlight)
      line += LessonText.line(hint)
      lines += line.wrapped(to: width)
    }
    if withNext { lines += nextLines(page, width: width) }
    return lines
  }

  static func lines(
    _ question: LessonPage.Question, width: Int, _ glyphs: GlyphSet
  ) -> [TextLine] {
    var lines: [TextLine] = [""]
    lines += LessonText.lines(question.text, width: width, style: .highlight)
    let list = ChoiceList(question.choices)
    lines += list.rows(width: width, glyphs: glyphs).map(\.line)
    if let form = question.answerForm {
      var line = TextLine(question.isOpen ? "answer (\(form)): " : "you said: ", .dim)
      line.append(question.typed, .accent)
      lines += line.wrapped(to: width)
    }
    if !question.reply.isEmpty {
      lines.append("")
      lines += LessonText.lines(question.reply, width: width)
    }
    return lines
  }

  private static func narration(_ page: LessonPage, width: Int) -> [TextLine] {
    switch page.spacing {
    case .airy: [""] + LessonText.lines(LessonText.airy(page.narration), width: min(width, 64))
    case .plain: LessonText.lines(page.narration, width: width)
    case .tight: LessonText.lines(page.narration, width: width).filter { !$0.isEmpty }
    }
  }

  /// The lines of the page that hold answers, with the number of the answer, from 1.
  static func answers(_ page: LessonPage, width: Int) -> [(line: Int, answer: Int)] {
    guard let question = page.question, question.isOpen else { return [] }
    let heading =
      page.heading.isEmpty ? [] : TextLine(page.heading, .title).wrapped(to: width)
    let before =
      heading.count + narration(page, width: width).count + 1
      + LessonText.lines(question.text, width: width, style: .highlight).count
    return ChoiceList(question.choices).rows(width: width, glyphs: .unicode).enumerated()
      .map { (before + $0, $1.choice + 1) }
  }

  private static func section(
    _ title: String, _ items: [Checklist.Item], width: Int, _ glyphs: GlyphSet
  ) -> [TextLine] {
    guard !items.isEmpty else { return [] }
    return ["", TextLine(title, .title)]
      + Checklist(items).rows(width: width, glyphs: glyphs).map(\.line)
  }

  static func nextLines(_ page: LessonPage, width: Int) -> [TextLine] {
    guard !page.next.isEmpty else { return [] }
    var lines = [TextLine()]
    for suggestion in page.next {
      var words = TextLine(suggestion.key, .key)
      words.append(" " + suggestion.title)
      // A key and its word stay together.
      if lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = words
      } else if lines[lines.count - 1].width + 2 + words.width <= width {
        lines[lines.count - 1] += TextLine("  ") + words
      } else {
        lines.append(words)
      }
    }
    return [""] + lines.flatMap { $0.wrapped(to: width) }
  }
}
