import Histories

/// Where the parts of a picture are, in pixels.
struct DiagramLayout {
  /// The first lane, and the distance between lanes.
  let left = 100
  let spacing = 116
  /// Where the lanes begin.
  let top = 104
  private let rowHeights: [Int]
  private let laneCount: Int
  private let notesWidth: Int
  private let footerLines: Int

  init(_ diagram: SpaceTimeDiagram) {
    laneCount = diagram.lanes.count
    var heights: [Int] = []
    var y = top + 26
    var before: SpaceTimeDiagram.Row?
    for row in diagram.rows {
      if let before { y += Self.gap(before, row) }
      heights.append(y)
      before = row
    }
    rowHeights = heights
    let longest = diagram.rows.map { diagram.note($0).count }.max() ?? 0
    let footer = diagram.onTheWay.map { diagram.waitingNote($0) } + diagram.verdicts
    footerLines = footer.count
    let beside = max(160, longest * 7 + 24)
    let below = ((footer + [diagram.subtitle]).map(\.count).max() ?? 0) * 7 + 48
    notesWidth = max(beside, below - (left + laneCount * spacing - spacing / 2))
  }

  /// A long wait is longer than a short one, but not as long as it took.
  private static func gap(_ before: SpaceTimeDiagram.Row, _ row: SpaceTimeDiagram.Row) -> Int {
    // A row only for the sending of a message needs no room for words.
    guard !row.flights.isEmpty || !row.points.isEmpty else { return 4 }
    return 24 + Int(min(60, (row.time - before.time).milliseconds / 6))
  }

  func x(_ lane: Int) -> Int { left + lane * spacing }
  func y(_ row: Int) -> Int { rowHeights[row] }
  /// Where the words of the rows begin.
  var notes: Int { x(laneCount) - spacing / 2 }
  /// Where the lanes end.
  var bottom: Int { (rowHeights.last ?? top) + 30 }
  var footerTop: Int { bottom + 34 }
  var width: Int { notes + notesWidth }
  var height: Int { footerTop + 26 + 18 * footerLines + 6 }

  /// A text that fits between two lanes.
  func fitted(_ text: String) -> String {
    let limit = spacing / 7
    return text.count <= limit ? text : String(text.prefix(limit - 1)) + "…"
  }
}
