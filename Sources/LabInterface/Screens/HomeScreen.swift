import CellGraphics
import Curriculum

/// The first screen: what there is to learn and to play with, and how far one has come.
enum HomeScreen {
  static func draw(_ model: Model, into buffer: inout CellBuffer) {
    let bounds = buffer.bounds
    drawTitle(model, into: &buffer, in: bounds.row(1))
    let body = bounds.inset(left: 1, top: 3, right: 1, bottom: 1)
    let listWidth = min(60, max(44, body.width * 9 / 20))
    let columns = body.columns([.fixed(listWidth), .weight(1)], spacing: 1)
    drawList(model, into: &buffer, in: columns[0])
    drawDetail(model, into: &buffer, in: columns[1])
    StatusLine.draw(model, into: &buffer, row: bounds.height - 2)
    buffer.draw(Footer.hints(model), in: bounds.row(bounds.height - 1))
  }

  private static func drawTitle(_ model: Model, into buffer: inout CellBuffer, in rect: Rect) {
    var line = TextLine(" Consistency Lab", .title)
    line.append("   see what replicas do to your data", .dim)
    if model.isPresenting { line.append("   read-only", .highlight) }
    buffer.put(line, at: rect.origin, width: rect.width)
    let done = model.library.lessons.lessons.filter { model.progress[$0.id]?.isComplete ?? false }
    let total = model.library.lessons.lessons.count
    guard total > 0 else { return }
    let text = "\(done.count) of \(total) lessons complete"
    buffer.put(
      TextLine(text, done.isEmpty ? .dim : .good),
      at: Point(x: rect.maxX - text.count - 2, y: rect.y))
  }

  private static func drawList(_ model: Model, into buffer: inout CellBuffer, in rect: Rect) {
    let items = model.homeItems
    var title: TextLine = "Home"
    if !model.home.filter.isEmpty { title.append(" /\(model.home.filter)", .warning) }
    buffer.draw(PanelFrame(title: title, isFocused: true), in: rect)
    let inner = PanelFrame.content(of: rect).inset(columns: 1, rows: 0)
    guard !items.isEmpty else {
      buffer.put(
        TextLine("nothing matches; \(model.key("close")) shows all", .dim), at: inner.origin,
        clip: inner)
      return
    }
    let selected = min(max(model.home.selection, 0), items.count - 1)
    let rows = rows(items, model)
    let place = rows.firstIndex { $0.item == selected } ?? 0
    let window = ScrollWindow(
      total: rows.count, height: inner.height, selection: place,
      offset: max(0, place - inner.height + 3))
    let bar = window.isComplete ? 0 : 1
    for (offset, index) in window.range.enumerated() {
      let line = inner.row(offset).inset(right: bar)
      buffer.put(rows[index].line, at: line.origin, width: line.width)
      if let item = rows[index].item { buffer.note(.row(item), in: line) }
      guard rows[index].item == selected else { continue }
      buffer.addAttributes(.reverse, in: line)
      buffer.cursor = line.origin
    }
    window.drawBar(into: &buffer, x: inner.maxX - 1, y: inner.y, height: inner.height)
  }

  /// The lines with their headings; an empty one before each heading but the first.
  private static func rows(
    _ items: [HomeItem], _ model: Model
  ) -> [(item: Int?, line: TextLine)] {
    var rows: [(Int?, TextLine)] = []
    var section = ""
    for (index, item) in items.enumerated() {
      if item.section != section {
        if !rows.isEmpty { rows.append((nil, "")) }
        rows.append((nil, TextLine(item.section, .title)))
        section = item.section
      }
      rows.append((index, line(item, model)))
    }
    return rows
  }

  private static func line(_ item: HomeItem, _ model: Model) -> TextLine {
    guard case .lesson(let lesson, _) = item else { return TextLine("  " + item.text) }
    let progress = model.progress[lesson.id]
    let (mark, style): (Glyph, Style) =
      progress?.isComplete ?? false
      ? (.check, .good)
      : progress != nil ? (.circle, .accent) : (.dot, .dim)
    var line = TextLine(model.glyphs.string(mark) + " ", style)
    line.append(item.text)
    return line
  }

  private static func drawDetail(_ model: Model, into buffer: inout CellBuffer, in rect: Rect) {
    buffer.draw(PanelFrame(title: detailTitle(model.homeItem)), in: rect)
    let inner = PanelFrame.content(of: rect).inset(columns: 1, rows: 0)
    buffer.draw(Paragraph(detail(model.homeItem, model)), in: inner)
  }

  private static func detailTitle(_ item: HomeItem?) -> TextLine {
    switch item {
    case .resume, .lesson: "Lesson"
    case .preset: "Sandbox"
    case .saved: "Saved run"
    case nil: "Nothing selected"
    }
  }

  private static func detail(_ item: HomeItem?, _ model: Model) -> [TextLine] {
    switch item {
    case .resume(let lesson, let round):
      let of = lesson.counts.map { " of \($0.rounds)" } ?? ""
      return [TextLine("You were in round \(round + 1)\(of).", .accent), ""]
        + detail(lesson, model)
    case .lesson(let lesson, _):
      guard let (_, round) = model.begunLesson else { return detail(lesson, model) }
      let words =
        "This opens round 1; \(model.key("continue")) opens round \(round + 1), where you were."
      return [TextLine(words, .accent), ""] + detail(lesson, model)
    case .preset(let preset):
      let scenario = preset.scenario
      return [
        TextLine(preset.title, .title), "", TextLine(preset.summary), "",
        TextLine("nodes    " + scenario.servers.joined(separator: ", ")),
        TextLine("clients  " + scenario.clients.map(\.name).joined(separator: ", ")),
        TextLine("store    \(scenario.protocolName)"), "",
        TextLine(
          "\(model.keyLabels.atStart("choose")) opens it. Nothing moves until you let it.", .dim),
      ]
    case .saved(let entry):
      return [
        TextLine(entry.name, .title), "", TextLine("saved \(entry.detail)"),
      ] + entry.contents.map { TextLine($0) } + [
        "",
        TextLine(
          "\(model.keyLabels.atStart("choose")) replays it to where it was saved; "
            + "you can go back and branch off.", .dim),
      ]
    case nil: return [TextLine("\(model.keyLabels.atStart("close")) takes the filter back.", .dim)]
    }
  }

  private static func contents(_ counts: LessonCounts?) -> String {
    guard let counts else { return "" }
    return [
      "", Wording.count(counts.rounds, "round", "rounds"),
      Wording.count(counts.questions, "question", "questions"),
      Wording.count(counts.tasks, "task", "tasks"),
    ].joined(separator: ", ")
  }

  private static func detail(_ lesson: LessonHead, _ model: Model) -> [TextLine] {
    var lines: [TextLine] = [
      TextLine("\(lesson.id) \(lesson.title)", .title), "", LessonText.line(lesson.objective), "",
      TextLine("about \(lesson.minutes) minutes" + contents(lesson.counts), .dim),
    ]
    guard let progress = model.progress[lesson.id] else {
      return lines + [TextLine("not begun yet", .dim)]
    }
    lines.append("")
    if progress.isComplete {
      let how = progress.isSolved ? "complete, solved by yourself" : "complete"
      lines.append(TextLine(model.glyphs.string(.check) + " " + how, .good))
    } else {
      lines.append(TextLine(model.glyphs.string(.circle) + " begun", .accent))
    }
    let answered = progress.right.count + progress.onlyWrong.count
    if answered > 0 {
      lines.append(
        TextLine(
          "  answers right: \(progress.right.count) of \(answered)", .dim))
    }
    if let moves = progress.fewestMoves {
      lines.append(
        TextLine("  fewest moves: \(moves); the reference needs \(progress.referenceMoves)", .dim))
    }
    return lines
  }
}
