import CellGraphics
import Laboratory

/// The lab: one run with its panels, for lessons, the sandbox and saved runs alike.
enum LabScreen {
  static func draw(_ model: Model, into buffer: inout CellBuffer) {
    guard let lab = model.lab else { return }
    let layout = LabLayout.of(model)
    drawHeader(model, lab, into: &buffer, in: layout.header)
    for placed in layout.placed where buffer.isAskedAbout(placed.rect) {
      guard let panel = Panels.panel(placed.id) else { continue }
      buffer.draw(panel, model.context(of: placed.id), in: placed.rect)
    }
    if let tabs = layout.tabs { drawTabs(layout, model, into: &buffer, in: tabs) }
    StatusLine.draw(model, into: &buffer, row: layout.footer.y - 1)
    var hints = Footer.hints(model)
    if layout.tabs == nil, !lab.isFullScreen { addOthers(layout, model, to: &hints) }
    buffer.draw(hints, in: layout.footer)
  }

  /// What is run at the left, and at a fixed place at the right whether time runs, and where.
  private static func drawHeader(
    _ model: Model, _ lab: LabState, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let width = rect.width >= 110 ? 56 : 46
    let right = rect.inset(left: rect.width - width)
    if let page = lab.boardPage {
      drawTitle(model, lab, room: rect.width - width - 1, into: &buffer, in: rect)
      var line = TextLine("POINTS   ", Style.accent.bold)
      line.append("\(page.pointCount) of \(page.board.bars.count) placed")
      buffer.put(line, at: right.origin, width: width - 1)
      return
    }
    let mode = lab.mode
    let style: Style =
      switch mode {
      case .running: Style.good.bold
      case .paused: Style.accent.bold
      case .rewound: Style.warning.bold
      }
    drawTitle(model, lab, room: rect.width - width - 1, into: &buffer, in: rect)
    var line = TextLine(mode.rawValue, style).padded(to: 9)
    line += TextLine("t=\(lab.view.clock) ms").padded(to: 13)
    let events = "\(lab.view.position)/\(lab.view.newest)"
    line += TextLine((events.count > 8 ? "" : "event ") + events).padded(to: 15)
    line.append(rect.width >= 110 ? "branch \(lab.view.branch)" : lab.view.branch)
    buffer.put(line, at: right.origin, width: width - 1)
  }

  private static func drawTitle(
    _ model: Model, _ lab: LabState, room: Int, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let mark = model.isPresenting ? " read-only " : ""
    var heading = TextLine(mark, Style.highlight.selected)
    heading.append(" " + title(lab, room: room - 1 - mark.count), .title)
    buffer.put(heading, at: rect.origin, width: room)
  }

  /// The longest form of the title that fits: in a lesson the round is worth more than the words.
  private static func title(_ lab: LabState, room: Int) -> String {
    let full = lab.place.map { "\(lab.title), \($0)" } ?? lab.title
    let short =
      lab.shortTitle ?? lab.title.split(separator: ": ", maxSplits: 1).last.map(String.init)
    if let fitting = [full, short ?? full].first(where: { DisplayWidth.of($0) <= room }) {
      return fitting
    }
    var words = (short ?? full).split(separator: " ")
    while words.count > 1, DisplayWidth.of(words.joined(separator: " ")) > room - 3 {
      words.removeLast()
    }
    return words.joined(separator: " ") + " .."
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
      buffer.noteOwner(id.rawValue)
      buffer.note(.area, in: Rect(x: x, y: y, width: label.width, height: 1))
      x += buffer.put(label, at: Point(x: x, y: y), clip: rect)
    }
  }

  private static func tab(_ id: PanelID, isShown: Bool, _ model: Model) -> TextLine {
    guard let panel = Panels.panel(id) else { return "" }
    let hasNews = !isShown && self.hasNews(panel, model)
    let style: Style =
      model.lab?.focus == id ? .title.selected : isShown ? .title : hasNews ? .highlight : .dim
    // The mark has its own column, so that nothing moves when it comes.
    let isAlerting = panel.isAlerting(model.context(of: id))
    let mark = isAlerting ? Glyph.warning : hasNews ? .disc : nil
    var line = TextLine(" \(panel.title)", style)
    line.append(mark.map { model.glyphs.string($0) } ?? " ", isAlerting ? .warning : style)
    return line
  }

  /// The panels that Tab would bring, at the end of the footer; a click goes to one of them.
  private static func addOthers(_ layout: LabLayout, _ model: Model, to hints: inout KeyHints) {
    if case .tour? = model.overlay { return }
    let hidden = layout.hidden.compactMap { Panels.panel($0) }
    guard !hidden.isEmpty else { return }
    var line = TextLine("\(model.key("next-panel")): ", .key)
    for (index, panel) in hidden.enumerated() {
      if index > 0 { line.append(", ", .dim) }
      let hasNews = hasNews(panel, model)
      let start = line.width
      line.append(
        panel.title + (hasNews ? model.glyphs.string(.disc) : ""), hasNews ? .highlight : .dim)
      hints.trailingTargets.append((start..<line.width, "panel \(panel.id.rawValue)"))
    }
    hints.trailing = line
  }

  private static func hasNews(_ panel: any Panel.Type, _ model: Model) -> Bool {
    guard let seen = model.lab?.seen[panel.id] else { return false }
    return panel.news(model.context(of: panel.id)) != seen
  }
}

/// The keys that work now.
enum Footer {
  static func hints(_ model: Model, trailing: TextLine = "") -> KeyHints {
    // The tour says that this line lists the keys that work: while it is open, those are its own.
    if case .tour(let tour)? = model.overlay {
      return KeyHints(TourScreen.hints(tour, model))
    }
    let isOnMap = model.isOnMap
    let hints = ActionRegistry.footer(model).compactMap { action -> KeyHints.Hint? in
      if isOnMap, action.id == "back" { return nil }
      // The arrows that go through time elsewhere.
      if isOnMap, action.id == "step" {
        let arrows = [Key.left, .right, .up, .down].map { $0.label(model.glyphs) }
        return KeyHints.Hint(
          arrows.joined(separator: " "), "move in the map", priority: action.priority,
          target: "map")
      }
      return KeyHints.Hint(
        label(action, model), model.footerTitle(of: action),
        priority: model.footerPriority(of: action), target: action.id)
    }
    return KeyHints(hints, trailing: trailing)
  }

  /// The key, or of several those that have a meaning now: `1-3` for a question with three answers.
  private static func label(_ action: LabAction, _ model: Model) -> String {
    guard action.takesKey else { return model.keyLabels.first(action) }
    let choices = model.lab?.page?.question.map(\.choices.count) ?? 0
    return choices > 0 ? "1-\(choices)" : model.keyLabels.all(action)
  }
}

/// What was just done, or why not, in the lowest border of the panels; what is too long for it takes the
/// rows above it too, so that no reason is cut off.
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
    let line = TextLine(" \(mark)\(status.text) ", style)
    guard line.width > room else {
      buffer.put(line, at: Point(x: 2, y: y))
      return
    }
    let rows = TextLine(" \(mark)\(status.text)", style).wrapped(to: room - 1, hanging: 1)
    let shown = Array(rows.prefix(rowsMax))
    for (index, row) in shown.enumerated() {
      let isCut = index == rowsMax - 1 && rows.count > rowsMax
      let text = isCut ? TextLine(row.text + " \(status.text)", style).truncated(to: room - 1) : row
      buffer.put(
        text.padded(to: room), at: Point(x: 2, y: y - shown.count + 1 + index), width: room)
    }
  }

  private static let rowsMax = 3
}
