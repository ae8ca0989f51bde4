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

/// Colours and forms. "Good" is blue and "bad" is magenta, as on the screen, so that the pair stays
/// apart for people who confuse red and green.
enum DiagramLook {
  static func symbol(_ kind: SpaceTimeDiagram.Point.Kind) -> String {
    switch kind {
    case .asked: "ring"
    case .ok: "disc"
    case .refused, .timedOut: "question"
    case .broken: "broken"
    case .applied: "square"
    case .fault: "cross"
    case .repair: "diamond"
    case .elected: "crown"
    case .steppedDown: "hollow-crown"
    case .rolledBack: "back-arrow"
    }
  }

  static let style = """
    <style>
    text { font: 12px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; }
    .title { font-size: 16px; font-weight: 600; }
    .name { font-weight: 600; } .client { font-style: italic; }
    .dim, .time, .message-label { fill: #59636e; } .message-label { font-size: 11px; }
    .message-label, .note { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
    .bad-text { fill: #a8206f; font-weight: 600; }
    .back { fill: #ffffff; } .guide { stroke: #d8dee4; stroke-width: 0.6; }
    .lane { stroke: #8c959f; stroke-width: 1.2; } .busy { stroke: #0969da; stroke-width: 5; }
    .down { stroke: #a8206f; stroke-width: 1.4; stroke-dasharray: 2 7; }
    .paused { stroke: #9a6700; stroke-width: 1.4; stroke-dasharray: 8 4; }
    .message { stroke: #1b7c83; stroke-width: 1.3; fill: none; } .head { fill: #1b7c83; }
    .lost { stroke: #a8206f; stroke-dasharray: 5 3; } .waiting { stroke-dasharray: 1 4; }
    .good { fill: #0969da; stroke: #0969da; } .hollow { fill: #ffffff; stroke: #0969da; }
    .bad { fill: none; stroke: #a8206f; } .warn { fill: #ffffff; stroke: #9a6700; }
    .good, .hollow, .bad, .warn { stroke-width: 2; }
    @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .dim, .time, .message-label { fill: #9198a1; }
    .message-label, .note { stroke: #0d1117; } .bad-text { fill: #ff80c8; }
    .back { fill: #0d1117; } .guide { stroke: #262c36; } .lane { stroke: #6e7681; }
    .busy { stroke: #58a6ff; } .down { stroke: #ff80c8; } .paused { stroke: #d29922; }
    .message { stroke: #39c5cf; } .lost { stroke: #ff80c8; } .head { fill: #39c5cf; }
    .good { fill: #58a6ff; stroke: #58a6ff; } .hollow { fill: #0d1117; stroke: #58a6ff; }
    .bad { stroke: #ff80c8; } .warn { fill: #0d1117; stroke: #d29922; }
    }
    </style>
    """

  static let markers = """
    <defs>
    <marker id="head" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">
    <path class="head" d="M0,0 L9,4 L0,8 z"/></marker>
    <circle id="ring" class="hollow" r="4.5"/>
    <circle id="disc" class="good" r="4.5"/>
    <path id="question" class="warn" d="M0,-6 L6,5 L-6,5 z"/>
    <g id="broken"><circle class="hollow" r="7"/><path class="bad" d="M-4,-4 L4,4 M-4,4 L4,-4"/></g>
    <rect id="square" class="good" x="-4" y="-4" width="8" height="8"/>
    <path id="cross" class="bad" d="M-5,-5 L5,5 M-5,5 L5,-5"/>
    <path id="diamond" class="hollow" d="M0,-6 L6,0 L0,6 L-6,0 z"/>
    <path id="crown" class="good" d="M-6,4 L-6,-4 L-2,0 L0,-5 L2,0 L6,-4 L6,4 z"/>
    <path id="hollow-crown" class="warn" d="M-6,4 L-6,-4 L-2,0 L0,-5 L2,0 L6,-4 L6,4 z"/>
    <path id="back-arrow" class="bad" d="M6,0 L-5,0 M-1,-4 L-5,0 L-1,4"/>
    </defs>
    """
}
