import CellGraphics
import Laboratory

/// The differences at the shown instant, a line for each, with both sides.
enum CompareTable {
  static func draw(_ state: CompareState, into buffer: inout CellBuffer, in rect: Rect) {
    let count = state.rows.count
    let clock = state.comparison.clock
    buffer.draw(
      PanelFrame(
        title: TextLine("What differs at t=\(clock) ms"),
        note: TextLine(count == 0 ? "" : Wording.count(count, "line", "lines"))), in: rect)
    let inner = PanelFrame.content(of: rect).inset(columns: 1, rows: 0)
    guard count > 0 else {
      let alike = zip(state.left.replicas, state.right.replicas).allSatisfy {
        $0.stateDigest == $1.stateDigest && $0.status == $1.status
      }
      buffer.put(
        TextLine(
          alike
            ? "Nothing: settings, answers, guarantees, meters and links are alike here."
            : "Only the replicas; settings, answers, guarantees, meters and links are alike.",
          .dim), at: inner.origin, width: inner.width)
      buffer.cursor = inner.origin
      return
    }
    let list = inner.inset(bottom: 1)
    let names = state.rows.map { DisplayWidth.of($0.name) }.max() ?? 0
    let table = Table(
      [
        .init("", priority: 2, minimum: 5), .init("", priority: 9, minimum: min(names, 24)),
        .init(state.name(.left), priority: 8, minimum: 12),
        .init(state.name(.right), priority: 7, minimum: 12),
      ], rows: state.rows.map(row), selection: state.selection, isFocused: true)
    buffer.draw(table, in: list)
    drawDetail(state, into: &buffer, in: inner.row(inner.height - 1))
  }

  private static func row(_ row: CompareRow) -> [TextLine] {
    [
      TextLine(row.kind.rawValue, .dim), TextLine(row.name),
      TextLine(row.left.text, row.left.style), TextLine(row.right.text, row.right.style),
    ]
  }

  private static func drawDetail(
    _ state: CompareState, into buffer: inout CellBuffer, in rect: Rect
  ) {
    guard state.rows.indices.contains(state.selection) else { return }
    var line = TextLine("\(state.name(state.side)): ", Style.plain.bold)
    line.append(state.rows[state.selection].entry(state.side).detail, .dim)
    buffer.put(line, at: rect.origin, width: rect.width)
  }
}
