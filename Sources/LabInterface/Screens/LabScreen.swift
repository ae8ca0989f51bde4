import CellGraphics
import Laboratory

/// The lab: one run with its panels, for lessons, the sandbox and saved runs alike.
enum LabScreen {
  static func draw(_ model: Model, into buffer: inout CellBuffer) {
    guard let lab = model.lab else { return }
    let layout = LabLayout(model)
    drawHeader(model, lab, into: &buffer, in: layout.header)
    for placed in layout.placed {
      guard let panel = Panels.panel(placed.id) else { continue }
      buffer.draw(panel, model.context(of: placed.id), in: placed.rect)
    }
    if let tabs = layout.tabs { drawTabs(layout, model, into: &buffer, in: tabs) }
    StatusLine.draw(model, into: &buffer, row: layout.footer.y - 1)
    let trailing = layout.tabs == nil && !lab.isFullScreen ? others(layout, model) : ""
    buffer.draw(Footer.hints(model, trailing: trailing), in: layout.footer)
  }

  /// What is run at the left, and at a fixed place at the right whether time runs, and where.
  private static func drawHeader(
    _ model: Model, _ lab: LabState, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let width = rect.width >= 110 ? 56 : 47
    let right = rect.inset(left: rect.width - width)
    let mode = lab.mode
    let style: Style =
      switch mode {
      case .running: Style.good.bold
      case .paused: Style.accent.bold
      case .rewound: Style.warning.bold
      }
    let title = TextLine(" " + lab.title, .title)
    buffer.put(title, at: rect.origin, width: rect.width - width - 1)
    var line = TextLine(mode.rawValue, style).padded(to: 9)
    line += TextLine("t=\(lab.view.clock) ms").padded(to: 13)
    line += TextLine("event \(lab.view.position)/\(lab.view.newest)").padded(to: 15)
    line.append(rect.width >= 110 ? "branch \(lab.view.branch)" : lab.view.branch)
    buffer.put(line, at: right.origin, width: width - 1)
  }

  private static func drawTabs(
    _ layout: LabLayout, _ model: Model, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let shown = layout.placed.map(\.id)
    var x = rect.x
    var y = rect.y
    for id in layout.turns {
      let label = tab(id, isShown: shown.contains(id), model)
      if x + label.width > rect.maxX {
        x = rect.x
        y += 1
      }
      guard y < rect.maxY else { return }
      x += buffer.put(label, at: Point(x: x, y: y), clip: rect)
    }
  }

  private static func tab(_ id: PanelID, isShown: Bool, _ model: Model) -> TextLine {
    guard let panel = Panels.panel(id) else { return "" }
    let hasNews = !isShown && self.hasNews(panel, model)
    let style: Style =
      model.lab?.focus == id ? .title.selected : isShown ? .title : hasNews ? .highlight : .dim
    // The mark has its own column, so that nothing moves when it comes.
    return TextLine(" \(panel.title)\(hasNews ? model.glyphs.string(.disc) : " ")", style)
  }

  /// The panels that Tab would bring, for the end of the footer.
  private static func others(_ layout: LabLayout, _ model: Model) -> TextLine {
    let hidden = layout.hidden.compactMap { Panels.panel($0) }
    guard !hidden.isEmpty else { return "" }
    var line = TextLine("\(Key.tab.label(model.glyphs)): ", .key)
    for (index, panel) in hidden.enumerated() {
      if index > 0 { line.append(", ", .dim) }
      let hasNews = hasNews(panel, model)
      line.append(
        panel.title + (hasNews ? model.glyphs.string(.disc) : ""), hasNews ? .highlight : .dim)
    }
    return line
  }

  private static func hasNews(_ panel: any Panel.Type, _ model: Model) -> Bool {
    guard let seen = model.lab?.seen[panel.id] else { return false }
    return panel.news(model.context(of: panel.id)) != seen
  }
}

/// The keys that work now.
enum Footer {
  static func hints(_ model: Model, trailing: TextLine = "") -> KeyHints {
    let hints = ActionRegistry.footer(model).map { action in
      KeyHints.Hint(
        action.takesKey
          ? action.keyLabel(model.glyphs) : action.keys.first?.label(model.glyphs) ?? "",
        action.title, priority: action.priority)
    }
    return KeyHints(hints, trailing: trailing)
  }
}

/// What was just done, or why not, in the lowest border of the panels.
enum StatusLine {
  static func draw(_ model: Model, into buffer: inout CellBuffer, row y: Int) {
    if let lab = model.lab, model.screen == .lab, lab.isPlaying {
      let speed = TextLine(" \(lab.millisecondsPerSecond) ms a second ", .good)
      buffer.put(speed, at: Point(x: buffer.width - speed.width - 2, y: y))
    }
    guard let status = model.status else { return }
    let style: Style = status.kind == .news ? .info : .warning
    let mark = status.kind == .news ? "" : buffer.glyphs.string(.warning) + " "
    let room = buffer.width - 4
    buffer.put(
      TextLine(" \(mark)\(status.text) ", style).truncated(to: room), at: Point(x: 2, y: y))
  }
}
