import CellGraphics

/// Lines that belong to items, several to one, scrolled so that the selected item is seen: its end
/// if possible, its first line in any case.
struct ScrollingLines {
  var lines: [(item: Int, line: TextLine)]
  /// The selected item; nil when none is.
  var selection: Int?
  /// Whether all lines of the selected item are marked, or its first alone.
  var marksWholeItem = true

  func draw(into buffer: inout CellBuffer, in rect: Rect) {
    let first = selection.flatMap { selected in lines.firstIndex { $0.item == selected } }
    let last = selection.flatMap { selected in lines.lastIndex { $0.item == selected } }
    let outer = ScrollWindow(total: lines.count, height: rect.height, selection: last)
    let window = ScrollWindow(
      total: lines.count, height: rect.height, selection: first, offset: outer.offset)
    let bar = window.isComplete ? 0 : 1
    for (row, index) in window.range.enumerated() {
      let line = rect.row(row).inset(right: bar)
      buffer.put(lines[index].line, at: line.origin, width: line.width)
      if lines[index].item >= 0 { buffer.note(.row(lines[index].item), in: line) }
      if index == first { buffer.cursor = line.origin }
      if index == first || marksWholeItem && selection != nil && lines[index].item == selection {
        buffer.addAttributes(.reverse, in: line)
      }
    }
    window.drawBar(into: &buffer, x: rect.maxX - 1, y: rect.y, height: rect.height)
  }
}
