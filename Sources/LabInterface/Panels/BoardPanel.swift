import CellGraphics
import Checkers
import Curriculum

/// A history as bars, and the points that the learner places in them.
public enum BoardPanel: Panel {
  public static let id = PanelID("board")
  public static let title = "Points"
  public static let purpose =
    "Operations as bars; put a point where each took effect, and see whether the points explain all."

  public static func itemCount(_ context: PanelContext) -> Int {
    context.board?.board.bars.count ?? 0
  }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    guard let page = context.board else { return 1...1 }
    let fixed = BoardScale.height(page, gap: 2) + page.board.bars.count
    return 6...max(6, fixed + 2 + verdicts(page, context.glyphs, width: width).count)
  }

  public static func note(_ context: PanelContext, width: Int) -> TextLine {
    guard let page = context.board else { return "" }
    let shortRefusal = page.refusal == nil ? "" : "questions first"
    let texts = [
      [page.refusal ?? "", page.beginning], [shortRefusal, page.beginning], [page.beginning],
      [shortRefusal],
    ].map { $0.filter { !$0.isEmpty }.joined(separator: "; ") }
    return TextLine(texts.first { !$0.isEmpty && DisplayWidth.of($0) <= width - 12 } ?? "")
  }

  public static func news(_ context: PanelContext) -> String {
    context.board.map { "\($0.board.points)\($0.verdicts)" } ?? ""
  }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    guard let page = context.board else { return }
    let selection = context.selection(of: page.board.bars.count)
    let texts = verdicts(page, context.glyphs, width: rect.width, selected: selection)
    let list = page.board.bars.count
    // Names above the bars, and air, where that leaves room for the operations and the verdicts.
    // The words of a pair that is forbidden take some rows, before they are told too: nothing jumps.
    let needed = list + max(texts.count, page.verdicts.count + 4)
    let gap = [3, 2].first {
      BoardScale.height(page, gap: $0) + needed <= rect.height - ($0 - 2) * 2
    }
    let scale = BoardScale(page, rect: rect, gap: gap ?? 1)
    var y = scale.axisRow + 1
    let isAiry = y - rect.y + list + texts.count + 2 <= rect.height
    if y <= rect.maxY {
      BoardDrawing(page: page, scale: scale, selection: selection).draw(into: &buffer)
    }
    y += isAiry ? 1 : 0
    for index in page.board.bars.indices where y < rect.maxY {
      drawRow(index, page, isSelected: index == selection, y: y, rect, &buffer)
      y += 1
    }
    y += isAiry ? 1 : 0
    for text in texts where y < rect.maxY {
      buffer.put(text, at: Point(x: rect.x, y: y), width: rect.width)
      y += 1
    }
  }

  /// `W    c1  write x = 1      0-2     at 1`.
  private static func drawRow(
    _ index: Int, _ page: BoardPage, isSelected: Bool, y: Int, _ rect: Rect,
    _ buffer: inout CellBuffer
  ) {
    let bar = page.board.bars[index]
    let names = page.board.bars.map { DisplayWidth.of($0.name) }.max() ?? 1
    let clients = page.board.processes.map { DisplayWidth.of($0) }.max() ?? 1
    let line = Rect(x: rect.x, y: y, width: rect.width, height: 1)
    var text = TextLine(bar.name, Style.plain.bold).padded(to: min(8, names) + 1)
    text += TextLine(bar.process, Style(.series1)).padded(to: min(8, clients) + 1)
    let end = bar.completed.map { "\($0)" } ?? "?"
    let point = page.board.points[index].map { "at \($0)" } ?? "no point"
    var tail = TextLine("\(bar.invoked)-\(end)", .dim).padded(to: 8)
    tail += TextLine(point, page.board.points[index] == nil ? .dim : .info).padded(to: 9)
    let room = max(4, min(rect.width, 64) - text.width - tail.width)
    text += TextLine(bar.words).truncated(to: room).padded(to: room)
    text += tail
    buffer.put(text, at: line.origin, width: line.width)
    buffer.note(.row(index), in: line)
    guard isSelected else { return }
    buffer.addAttributes(.reverse, in: line)
    buffer.cursor = line.origin
  }

  /// A line for each model, and why where it is broken.
  static func verdicts(
    _ page: BoardPage, _ glyphs: GlyphSet, width: Int, selected: Int? = nil
  ) -> [TextLine] {
    page.verdicts.flatMap { verdict in
      let (mark, style) = look(verdict.state)
      var line = TextLine(glyphs.string(mark) + " ", style)
      line.append(
        page.sentence(verdict, selected: selected), isDecided(verdict.state) ? .plain : .dim)
      return line.wrapped(to: max(8, width), hanging: 2)
    }
  }

  private static func isDecided(_ state: BoardVerdict.State) -> Bool {
    switch state {
    case .asked, .notYet: false
    default: true
    }
  }

  private static func look(_ state: BoardVerdict.State) -> (Glyph, Style) {
    switch state {
    case .asked: (.pending, .dim)
    case .explained, .holds: (.check, .good)
    case .notYet: (.hollowSquare, .warning)
    case .impossible, .violated: (.fail, .bad)
    case .unknown: (.unknown, .warning)
    }
  }
}
