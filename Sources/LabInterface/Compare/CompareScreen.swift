import CellGraphics
import Histories
import Laboratory

/// Two branches side by side at one instant: what replicas hold, what happened, what differs.
enum CompareScreen {
  static func draw(_ model: Model, into buffer: inout CellBuffer) {
    guard let lab = model.lab, let state = model.compare else { return }
    let layout = CompareLayout(state, size: buffer.size)
    drawHeader(lab, state, into: &buffer, in: layout.header)
    drawDivergence(state, into: &buffer, in: layout.divergence)
    for side in Comparison.Side.allCases {
      if let rect = layout.replicas[side] {
        CompareReplicas.draw(state, side, into: &buffer, in: rect)
      }
      if let rect = layout.timelines[side] {
        drawTimeline(state, side, into: &buffer, in: rect)
      }
    }
    if let rect = layout.differences {
      CompareTable.draw(state, into: &buffer, in: rect)
    }
    StatusLine.draw(model, into: &buffer, row: layout.footer.y - 1)
    buffer.draw(Footer.hints(model), in: layout.footer)
  }

  private static func drawHeader(
    _ lab: LabState, _ state: CompareState, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let comparison = state.comparison
    let mode: LabView.Mode =
      lab.isPlaying ? .running : comparison.isRewound ? .rewound : .paused
    let style: Style =
      switch mode {
      case .running: Style.good.bold
      case .paused: Style.accent.bold
      case .rewound: Style.warning.bold
      }
    let width = 26
    let right = rect.inset(left: rect.width - width)
    var line = TextLine(mode.rawValue, style).padded(to: 9)
    line.append("t=\(comparison.clock) ms")
    buffer.put(line, at: right.origin, width: width - 1)
    let title = " Compare: \(state.name(.left)) | \(state.name(.right))"
    buffer.put(TextLine(title, .title), at: rect.origin, width: rect.width - width - 1)
  }

  /// Where the branches first differ, and how far from here that is.
  private static func drawDivergence(
    _ state: CompareState, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let line = CompareText.divergence(state, buffer.glyphs)
    buffer.put(TextLine(" ") + line, at: rect.origin, width: rect.width)
  }

  private static func drawTimeline(
    _ state: CompareState, _ side: Comparison.Side, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let view = state.view(side)
    let context = PanelContext(
      view: view, selection: Int(Int32.max), isFocused: false, glyphs: buffer.glyphs)
    let inner = PanelFrame.content(of: rect).inset(columns: 1, rows: 0)
    let title = "\(TimelinePanel.title) of \(state.name(side))"
    buffer.draw(
      PanelFrame(
        title: TextLine(title), isFocused: state.part == .timelines && state.side == side), in: rect
    )
    TimelinePanel.draw(context, into: &buffer, in: inner)
    if state.part == .timelines, state.side == side { buffer.cursor = rect.origin }
  }
}

/// Where the parts of the screen are.
struct CompareLayout {
  let header: Rect
  let divergence: Rect
  let footer: Rect
  private(set) var replicas: [Comparison.Side: Rect] = [:]
  private(set) var timelines: [Comparison.Side: Rect] = [:]
  private(set) var differences: Rect?

  init(_ state: CompareState, size: Size) {
    let bounds = Rect(size: size)
    header = bounds.row(0)
    divergence = bounds.row(1)
    footer = bounds.row(bounds.height - 1)
    let body = bounds.inset(top: 2, bottom: 1)
    switch state.part {
    case .timelines: timelines = Self.halves(body)
    case .differences: differences = body
    case .all:
      let parts = body.rows(Self.heights(state, body.height), spacing: -1)
      replicas = Self.halves(parts[0])
      timelines = Self.halves(parts[1])
      differences = parts[2]
    }
  }

  /// Replicas and differences take what they need, up to a share; the diagrams take the rest.
  private static func heights(_ state: CompareState, _ height: Int) -> [Extent] {
    let servers = max(state.left.replicas.count, state.right.replicas.count)
    let lanes = state.left.timeline.clients.count + state.left.timeline.servers.count
    let replicas = min(servers + 4, max(6, height * 2 / 5))
    let free = height - replicas - (lanes + 4) + 2
    let differences = min(max(6, min(free, height / 2)), max(6, state.rows.count + 4))
    return [.fixed(replicas), .weight(1), .fixed(differences)]
  }

  private static func halves(_ rect: Rect) -> [Comparison.Side: Rect] {
    let halves = rect.columns([.weight(1), .weight(1)], spacing: -1)
    return [.left: halves[0], .right: halves[1]]
  }
}
