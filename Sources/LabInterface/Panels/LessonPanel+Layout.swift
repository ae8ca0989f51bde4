import CellGraphics

/// How a page fits a size.
extension LessonPanel {
  /// The lines that scroll, and what to press below them, which stays.
  struct Layout {
    /// The page as it is shown here.
    var page: LessonPage
    var lines: [TextLine]
    /// The columns that they are wrapped to.
    var width: Int
    var next: [TextLine]
    /// The rows for the lines.
    var height: Int
    /// Where the page begins until a person scrolls.
    var firstLine = 0
    var lastOffset: Int { max(0, lines.count - height) }
    var isComplete: Bool { lines.count <= height }
  }

  /// The page at a size. What does not fit gives up its blank lines; what still does not scrolls, and is
  /// said to: an answer that nobody sees is none.
  static func layout(_ page: LessonPage, size: Size, _ glyphs: GlyphSet) -> Layout {
    let plain = placed(page, size, width: size.width, glyphs)
    guard !plain.isComplete else { return plain }
    var page = page
    if page.spacing == .plain {
      page.spacing = .tight
      let tight = placed(page, size, width: size.width, glyphs)
      guard !tight.isComplete else { return tight }
    }
    // The scroll bar takes a column.
    let width = size.width - 1
    page.next.append(Suggestion(key: "[ ]", title: scrolling(to: [1, 2])))
    let height = size.height - rowsBelow(page, size).count
    let hidden = answers(page, width: width).filter { $0.line >= height }.map(\.answer)
    page.next[page.next.count - 1].title = scrolling(to: hidden)
    var result = placed(page, size, width: width, glyphs)
    result.firstLine = min(
      result.lastOffset, firstLine(page, width: width, height: result.height))
    return result
  }

  private static func placed(
    _ page: LessonPage, _ size: Size, width: Int, _ glyphs: GlyphSet
  ) -> Layout {
    let next = rowsBelow(page, size)
    return Layout(
      page: page, lines: lines(page, width: width, glyphs, withNext: false), width: width,
      next: next, height: size.height - next.count)
  }

  /// What to press; half of the rows at most.
  private static func rowsBelow(_ page: LessonPage, _ size: Size) -> [TextLine] {
    let next = nextLines(page, width: size.width).dropFirst(page.spacing == .tight ? 1 : 0)
    return Array(next.prefix(size.height / 2))
  }

  private static func scrolling(to answers: [Int]) -> String {
    guard let first = answers.first, let last = answers.last else { return "scroll" }
    return first == last ? "scroll to answer \(first)" : "scroll to answers \(first)-\(last)"
  }

  /// Where the page begins until a person scrolls: at its end once hints were asked for, since they
  /// stand there; at the question once it is answered, so that the reply is seen; else at the top.
  private static func firstLine(_ page: LessonPage, width: Int, height: Int) -> Int {
    guard page.hints.isEmpty else { return .max }
    guard let question = page.question, !question.isOpen else { return 0 }
    var before = page
    before.question = nil
    before.shown = []
    before.tasks = []
    before.hints = []
    let story = lines(before, width: width, .unicode, withNext: false).count
    let answered = lines(question, width: width, .unicode).count
    return story + answered <= height ? 0 : story + 1
  }
}
