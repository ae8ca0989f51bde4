import CellGraphics
import Curriculum

/// The end of a lesson: what was shown, what was guessed, what it took, and what comes next.
enum ResultScreen {
  static func draw(_ model: Model, into buffer: inout CellBuffer) {
    guard let result = model.result else { return }
    let bounds = buffer.bounds
    var title = TextLine(" \(result.lesson) \(result.title)  ", .title)
    title.append(
      result.isSolved
        ? "\(buffer.glyphs.string(.check)) solved"
        : result.isComplete ? "\(buffer.glyphs.string(.check)) complete" : "not complete yet",
      result.isComplete ? .good : .warning)
    buffer.put(title, at: bounds.row(0).origin, width: bounds.width)
    let body = bounds.inset(left: 1, top: 1, right: 1, bottom: 1)
    buffer.draw(PanelFrame(title: "Result", isFocused: true), in: body)
    let inner = PanelFrame.content(of: body).inset(columns: 1, rows: 0)
    let lines = lines(result, model, width: min(inner.width - 1, 100), buffer.glyphs)
    let window = ScrollWindow(
      total: lines.count, height: inner.height, offset: model.home.resultOffset)
    for (row, index) in window.range.enumerated() {
      buffer.put(lines[index], at: inner.row(row).origin, clip: inner)
    }
    window.drawBar(into: &buffer, x: inner.maxX - 1, y: inner.y, height: inner.height)
    buffer.cursor = inner.origin
    StatusLine.draw(model, into: &buffer, row: bounds.height - 2)
    buffer.draw(
      Footer.hints(model, trailing: next(model, result)), in: bounds.row(bounds.height - 1))
  }

  private static func next(_ model: Model, _ result: LessonResult) -> TextLine {
    guard result.isComplete else {
      return TextLine("next: \(result.lesson) round \(result.round + 1), which is not done")
    }
    guard let lesson = model.lessonAfterResult else {
      return TextLine("every lesson is complete; \(model.key("proceed")) goes Home")
    }
    return TextLine("next: \(lesson.id) \(lesson.title)")
  }

  private static func lines(
    _ result: LessonResult, _ model: Model, width: Int, _ glyphs: GlyphSet
  ) -> [TextLine] {
    let tasks = result.goals.filter { $0.kind == .task }
    let shows = result.goals.filter { $0.kind == .show }
    var lines: [TextLine] = []
    if !tasks.isEmpty {
      lines.append(TextLine("Your task", .title))
      lines += Checklist(tasks.map { item($0, withReason: true) })
        .rows(width: width, glyphs: glyphs).map(\.line)
      lines.append("")
    }
    lines.append(TextLine("Your work", .title))
    lines += TextLine(work(result)).wrapped(to: width)
    if !result.predictions.isEmpty {
      lines += ["", TextLine("Predictions: \(result.right) right, \(result.wrong) wrong", .title)]
      for (heading, records) in result.predictionsByRound {
        if let heading { lines += TextLine(heading, .accent).wrapped(to: width) }
        for record in records { lines += self.lines(record, width: width, glyphs) }
      }
    }
    if !shows.isEmpty {
      lines += ["", TextLine("What the lesson showed", .title)]
      // What came true needs no formula; what did not says what was found.
      lines += Checklist(shows.map { item($0, withReason: $0.state != .met) })
        .rows(width: width, glyphs: glyphs).map(\.line)
    }
    if !result.leavesOut.isEmpty {
      lines += ["", TextLine("What this model leaves out", .title)]
      for text in result.leavesOut {
        lines += (TextLine("\(glyphs.string(.bullet)) ") + LessonText.line(text))
          .wrapped(to: width, hanging: 2)
      }
    }
    return lines
  }

  private static func item(_ item: ChecklistItem, withReason: Bool) -> Checklist.Item {
    let state: Checklist.State =
      switch item.state {
      case .met: .done
      case .open, .unmet: .open
      case .pending: .pending
      case .unknown: .unknown
      }
    return Checklist.Item(
      state, LessonText.line(item.text), reason: withReason ? TextLine(item.reason) : "")
  }

  private static func lines(
    _ record: PredictionRecord, width: Int, _ glyphs: GlyphSet
  ) -> [TextLine] {
    let isRight = record.review.isRight
    var line = TextLine(glyphs.string(isRight ? .check : .fail) + " ", isRight ? .good : .bad)
    line += LessonText.line(record.question)
    var answer = TextLine("  you said ", .dim)
    answer.append(record.review.given)
    if !isRight {
      answer.append(", it is ", .dim)
      answer.append(record.review.truth, Style.plain.bold)
    }
    return line.wrapped(to: width, hanging: 2) + answer.wrapped(to: width, hanging: 2)
  }

  static func work(_ result: LessonResult) -> String {
    var text =
      Wording.count(result.moves, "move", "moves")
      + " for the tasks; the reference solution needs \(result.referenceMoves). "
      + Wording.count(result.hints, "hint", "hints") + "."
    if result.solutionsShown > 0 {
      text += " " + Wording.count(result.solutionsShown, "solution", "solutions") + " shown."
    }
    return text
  }
}
