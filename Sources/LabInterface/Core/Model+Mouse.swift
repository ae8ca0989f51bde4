import CellGraphics
import Histories
import Laboratory

/// The mouse: what it points at is asked of the drawing itself.
extension Model {
  mutating func take(_ event: MouseEvent) -> [Command] {
    guard size.contains(Self.smallest), usesMouse else { return [] }
    switch event.action {
    case .press(.left):
      status = nil
      return click(drawnRegions(at: event.position), at: event.position)
    case .drag(.left): return drag(to: event.position)
    case .scrollUp: return wheel(by: -1, at: event.position)
    case .scrollDown: return wheel(by: 1, at: event.position)
    default: return []
    }
  }

  mutating func switchMouse(_ text: String) -> [Command] {
    guard ["", "on", "off"].contains(text) else {
      status = .refusal("mouse: expected on, off or nothing; found \(text)")
      return []
    }
    usesMouse = text.isEmpty ? !usesMouse : text == "on"
    status = .news(
      usesMouse
        ? "The mouse selects, scrolls and moves the time cursor."
        : "The mouse is the terminal's own again; :mouse takes it back.")
    return [.listenToMouse(usesMouse)]
  }

  /// The screen as it stands, with what its parts stand for: of the panels those that meet a rectangle.
  private func drawnRegions(in part: Rect?) -> CellBuffer {
    var buffer = CellBuffer.noting(size: size, glyphs: glyphs, part: part)
    view(self, into: &buffer)
    return buffer
  }

  private func drawnRegions(at point: Point) -> CellBuffer {
    drawnRegions(in: Rect(x: point.x, y: point.y, width: 1, height: 1))
  }

  private mutating func click(_ screen: CellBuffer, at point: Point) -> [Command] {
    let region = screen.region(at: point)
    if overlay != nil { return clickOverlay(region) }
    guard let region else { return [] }
    switch region.content {
    case .button(let name): return press(name)
    case .row(let row) where region.owner == BoardPanel.id.rawValue:
      return clickBar(row, screen, at: point)
    case .row(let row): return clickRow(row, of: region.owner)
    case .time where region.owner == BoardPanel.id.rawValue: return focusPanel(region.owner)
    case .time:
      _ = focusPanel(region.owner)
      return seek(region, x: point.x)
    case .area: return focusPanel(region.owner)
    }
  }

  // MARK: Buttons

  /// An action by its name, a command with what follows it, or a key.
  private mutating func press(_ name: String) -> [Command] {
    if let action = ActionRegistry.action(named: name) {
      return perform(action, argument: "")
    }
    if name.contains(" "), overlay == nil { return run(name) }
    guard let key = Key(named: name) ?? Key(named: name.lowercased()) else { return [] }
    return take(.key(key))
  }

  // MARK: Rows

  private mutating func clickRow(_ row: Int, of owner: String) -> [Command] {
    switch screen {
    case .home:
      defer { home.selection = row }
      return home.selection == row ? openHomeItem() : []
    case .lab:
      let panel = PanelID(owner)
      // What can be done now is a list of buttons.
      let wasHere =
        panel == NextPanel.id
        || lab?.focus == panel && (lab?.selections[panel] ?? 0) == row
      _ = focusPanel(owner)
      lab?.selections[panel] = row
      // A second click opens what the first one has selected.
      return wasHere && rowTarget(of: panel) != nil ? openRow() : []
    default: return []
    }
  }

  private mutating func focusPanel(_ owner: String) -> [Command] {
    let panel = PanelID(owner)
    if screen == .lab, Panels.panel(panel) != nil { lab?.focus = panel }
    return []
  }

  // MARK: Overlays

  private mutating func clickOverlay(_ region: Region?) -> [Command] {
    if case .notice? = overlay { return overlayTakes(.escape) }
    guard let region else { return overlayTakes(.escape) }
    switch region.content {
    case .button(let name) where name.hasPrefix("option "):
      choose(option: name)
      return []
    case .button(let name):
      guard let key = Key(named: name) ?? Key(named: name.lowercased()) else { return [] }
      return overlayTakes(key)
    case .row(let row): return overlaySelects(row)
    case .area, .time: return []
    }
  }

  /// A row of a list that lies over the screen: selected by the first click, done by the second.
  private mutating func overlaySelects(_ row: Int) -> [Command] {
    switch overlay {
    case .help(var help):
      if help.selection == row { return overlayTakes(.enter) }
      help.selection = row
      overlay = .help(help)
    case .palette(var palette):
      guard palette.candidates.indices.contains(row) else { return [] }
      palette.input.replace(with: palette.candidates[row].input)
      overlay = .palette(palette)
      refreshPalette()
    case .branches(let selected):
      if selected == row { return overlayTakes(.enter) }
      overlay = .branches(row)
    case .prompt(var prompt):
      prompt.focus = min(row, prompt.fields.count - 1)
      overlay = .prompt(prompt)
    default: break
    }
    return []
  }

  /// `option FIELD PLACE` of the prompt.
  private mutating func choose(option name: String) {
    guard case .prompt(var prompt)? = overlay else { return }
    let numbers = name.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 2, prompt.fields.indices.contains(numbers[0]) else { return }
    prompt.focus = numbers[0]
    prompt.fields[numbers[0]].choose(numbers[1])
    prompt.error = nil
    prompt.kind.adjust(&prompt.fields, changed: numbers[0], self)
    overlay = .prompt(prompt)
  }

  // MARK: Wheel and time

  private mutating func wheel(by step: Int, at point: Point) -> [Command] {
    guard overlay == nil, screen == .lab else {
      return take(.key(step < 0 ? .up : .down))
    }
    let owner = drawnRegions(at: point).region(at: point)?.owner ?? ""
    let panel = PanelID(owner)
    guard Panels.panel(panel) != nil else { return [] }
    if panel == LessonPanel.id { return scrollLesson(by: step * 2) }
    lab?.focus = panel
    return moveSelection(by: step)
  }

  private mutating func drag(to point: Point) -> [Command] {
    guard overlay == nil, screen == .lab else { return [] }
    let focused = LabLayout.of(self).placed.first { $0.id == lab?.focus }
    let screen = drawnRegions(in: focused?.rect)
    let region = screen.regions.last { region in
      guard case .time = region.content else { return false }
      return region.rect.x <= point.x && point.x < region.rect.maxX
        && region.owner == lab?.focus.rawValue
    }
    if let region, isOnBoard { return dragPoint(region, x: point.x) }
    return region.map { seek($0, x: point.x) } ?? []
  }

  /// Moves the time cursor to the instant below a column: into what has been seen, or on.
  private mutating func seek(_ region: Region, x: Int) -> [Command] {
    guard screen == .lab, let instant = region.instant(x: x), let lab else { return [] }
    guard lab.run.clock.milliseconds != instant else { return [] }
    if instant > lab.run.clock.milliseconds, !lab.run.isRewound,
      case .unavailable(let reason) = Conditions.canGoOn(self)
    {
      status = .refusal(reason)
      return []
    }
    // The diagram stays where it is while the cursor is dragged over it.
    let start = lab.view.timeline.start
    let commands = move(.time(VirtualTime(max(0, instant))))
    self.lab?.timelineStart = start
    return commands
  }
}
