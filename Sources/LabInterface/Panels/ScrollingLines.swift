import CellGraphics

/// Lines that belong to items, several to one, scrolled so that the selected item is seen: its end
/// if possible, its first line in any case.
struct ScrollingLines {
  var lines: [(item: Int, line: TextLine)]
  /// The selected item; nil when none is.
  var selection: Int?
  /// Whether all lines of the selected item are marked, or its first alone.
  var marksWholeItem = true
  /// How much each item matters: as much as possible of what does is in view.
  var interest: [Int] = []

  func draw(into buffer: inout CellBuffer, in rect: Rect) {
    let first = selection.flatMap { selected in lines.firstIndex { $0.item == selected } }
    let window = window(height: rect.height)
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

  /// The lines in view: the selected item's, and of the windows that show them the one with most of what
  /// matters; the nearest to the top among equals. O(lines * height) where something matters.
  func window(height: Int) -> ScrollWindow {
    let first = selection.flatMap { selected in lines.firstIndex { $0.item == selected } }
    let last = selection.flatMap { selected in lines.lastIndex { $0.item == selected } }
    let outer = ScrollWindow(total: lines.count, height: height, selection: last)
    let usual = ScrollWindow(
      total: lines.count, height: height, selection: first, offset: outer.offset)
    guard !usual.isComplete, interest.contains(where: { $0 > 0 }) else { return usual }
    var best = (window: usual, sum: sum(usual))
    for offset in 0...(lines.count - height) {
      let window = ScrollWindow(total: lines.count, height: height, offset: offset)
      if let first, let last, !window.range.contains(first) || !shows(last, usual, window) {
        continue
      }
      let sum = sum(window)
      if sum > best.sum { best = (window, sum) }
    }
    return best.window
  }

  /// Whether a line is in view, if the usual window shows it.
  private func shows(_ line: Int, _ usual: ScrollWindow, _ window: ScrollWindow) -> Bool {
    window.range.contains(line) || !usual.range.contains(line)
  }

  /// What the lines in view matter together.
  private func sum(_ window: ScrollWindow) -> Int {
    window.range.reduce(0) { sum, index in
      let item = lines[index].item
      return sum + (interest.indices.contains(item) ? interest[item] : 0)
    }
  }
}
