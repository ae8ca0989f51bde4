import CellGraphics
import Curriculum
import Histories

/// Where the bars of a board are on the screen: a lane for each process, time to the right.
struct BoardScale {
  let axis: ClosedRange<Int64>
  /// Where time runs.
  let plot: Rect
  let rect: Rect
  /// Rows from one lane to the next: 2 leaves a row for names above each bar.
  let gap: Int
  let processes: [String]

  init(_ page: BoardPage, rect: Rect, gap: Int) {
    axis = page.axis
    processes = page.board.processes
    self.rect = rect
    self.gap = gap
    let longest = processes.map { DisplayWidth.of($0) }.max() ?? 0
    plot = rect.inset(left: min(8, max(2, longest)) + 1)
  }

  static func height(_ page: BoardPage, gap: Int) -> Int { page.board.processes.count * gap + 1 }

  func lane(_ process: String) -> Int {
    rect.y + (processes.firstIndex(of: process) ?? 0) * gap + gap - 1
  }

  var axisRow: Int { rect.y + processes.count * gap }

  func column(_ instant: Int64) -> Int {
    let span = max(1, axis.upperBound - axis.lowerBound)
    let offset = min(max(instant - axis.lowerBound, 0), span)
    return plot.x + Int((offset * Int64(max(1, plot.width - 1)) + span / 2) / span)
  }

  /// The first and the last column of a bar; an outstanding one reaches to the end of the axis.
  func columns(_ bar: HistoryBoard.Bar) -> ClosedRange<Int> {
    let first = column(bar.invoked.milliseconds)
    return first...max(first, bar.completed.map { column($0.milliseconds) } ?? plot.maxX - 1)
  }
}
