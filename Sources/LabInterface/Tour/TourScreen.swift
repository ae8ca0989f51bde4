import CellGraphics
import Laboratory

/// A page of the tour in front of the screen.
enum TourScreen {
  static func draw(_ tour: Tour, _ model: Model, into buffer: inout CellBuffer) {
    let page = TourPage(tour.page, keys: model.keyLabels)
    let modal = Modal(
      title: TextLine("\(tour.page + 1) of \(Tour.pageCount): \(page.title)"),
      size: Size(width: min(84, buffer.width - 8), height: min(17, buffer.height - 6)),
      hints: hints(tour, model))
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    var y = draw(page.before, into: &buffer, in: inner, from: inner.y, isSpaced: page.panel == nil)
    buffer.cursor = inner.origin
    guard let id = page.panel, let panel = Panels.panel(id) else { return }
    let after = page.after.reduce(0) { $0 + TextLine($1).wrapped(to: inner.width).count }
    let context = PanelContext(view: tour.view, glyphs: model.glyphs, keys: model.keyLabels)
    let wanted = panel.rows(context, width: inner.width - 4).upperBound + 2
    let height = min(wanted, 11, inner.maxY - y - after - 1)
    buffer.draw(panel, context, in: Rect(x: inner.x, y: y, width: inner.width, height: height))
    y += height + 1
    _ = draw(page.after, into: &buffer, in: inner, from: y, isSpaced: false)
    buffer.cursor = inner.origin
  }

  /// Draws texts below each other; returns the first row that is free after an empty one.
  private static func draw(
    _ texts: [String], into buffer: inout CellBuffer, in rect: Rect, from top: Int, isSpaced: Bool
  ) -> Int {
    var y = top
    for (index, text) in texts.enumerated() {
      for line in line(text).wrapped(to: rect.width) {
        buffer.put(line, at: Point(x: rect.x, y: y), clip: rect)
        y += 1
      }
      if isSpaced, index == 0 || index == texts.count - 2 { y += 1 }
    }
    return y + 1
  }

  /// A text that begins with a key and two spaces shows it as one.
  private static func line(_ text: String) -> TextLine {
    guard let gap = text.firstRange(of: "  ") else { return TextLine(text) }
    var line = TextLine("  " + text[..<gap.lowerBound], .key).padded(to: 10)
    line.append(String(text[gap.upperBound...]))
    return line
  }

  static func hints(_ tour: Tour, _ model: Model) -> [KeyHints.Hint] {
    let isLast = tour.page == Tour.pageCount - 1
    let right = Key.right.label(model.glyphs)
    var hints: [KeyHints.Hint] = []
    if isLast, let lesson = model.firstLessonOfTour {
      hints.append(.init("Enter", "begin \(lesson.id)", priority: 4))
    } else {
      hints.append(.init(isLast ? "Enter" : right, isLast ? "done" : "next", priority: 4))
    }
    if tour.page > 0 { hints.append(.init(Key.left.label(model.glyphs), "before", priority: 2)) }
    let closes = isLast ? "look around" : "skip; :tour shows it again"
    return hints + [.init("Esc", closes, priority: 3)]
  }
}
