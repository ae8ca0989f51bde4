import CellGraphics
import Histories
import Laboratory

/// Where instants and lanes are on the screen, when time runs to the right.
struct TimelineScale {
  let start: VirtualTime
  let end: VirtualTime
  let clock: VirtualTime
  /// The lanes and the axis.
  let rect: Rect
  /// Where time runs.
  let plot: Rect
  /// The row of each lane by name.
  private let lanes: [(name: String, row: Int)]
  /// The rows from one lane to the next, at least.
  let gap: Int
  /// The rows above the lanes, for cuts and what concerns the whole network.
  let networkRows: [Int]

  /// Lanes that do not fit are left out, servers last.
  init(_ shown: TimelineShown, clock: VirtualTime, rect: Rect) {
    start = shown.view.start
    end = max(shown.view.end, shown.view.start + 1)
    self.clock = clock
    self.rect = rect
    let names = shown.lanes
    let wanted = TimelineCuts.rowsWanted(shown)
    let top = min(wanted, max(0, rect.height - 1 - names.count))
    let longest = names.map { DisplayWidth.of($0) }.max() ?? 0
    plot = rect.inset(left: min(10, max(longest, top > 0 ? 3 : 0)) + 1, bottom: 1)
    let gaps = max(1, names.count - 1)
    let free = max(0, plot.height - top - 1)
    let gap = names.count > 1 ? min(5, max(1, free / gaps)) : 1
    self.gap = gap
    // What is left over widens the last gaps: there are the servers.
    let wider = gap < 5 ? max(0, min(gaps, free - gap * gaps)) : 0
    networkRows = (0..<top).map { rect.y + $0 }
    lanes = names.enumerated().map { index, name in
      (name, top + index * gap + max(0, index - (gaps - wider)))
    }.filter { $0.1 < rect.height - 1 }
  }

  var names: [(name: String, row: Int)] { lanes.map { ($0.name, rect.y + $0.row) } }

  func row(_ name: String) -> Int? {
    lanes.first { $0.name == name }.map { rect.y + $0.row }
  }

  /// The column of an instant, which may be outside the plot.
  func column(_ time: VirtualTime) -> Int {
    let span = (end - start).milliseconds
    let offset = min(max((time - start).milliseconds, -span), 2 * span)
    return plot.x + Int(offset * Int64(max(1, plot.width - 1)) / span)
  }

  func contains(column: Int) -> Bool { column >= plot.x && column < plot.maxX }
}
