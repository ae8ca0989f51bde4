import CellGraphics

/// What the demo shows: every widget once, and the last events.
struct DemoPage {
  private var events: [String] = []
  private var input = TextInput()
  private var selection = 0

  mutating func note(_ event: TerminalEvent) {
    events.append("\(events.count + 1) \(describe(event))")
    if case .key(.down) = event { selection = min(5, selection + 1) }
    if case .key(.up) = event { selection = max(0, selection - 1) }
    if case .key(let key) = event { _ = input.handle(key) }
    if case .paste(let text) = event { input.insert(text) }
  }

  private func describe(_ event: TerminalEvent) -> String {
    switch event {
    case .key(let key): "key \(key)"
    case .paste(let text): "paste \(text.unicodeScalars.count)"
    case .mouse(let mouse): "mouse \(mouse.position.x),\(mouse.position.y)"
    case .resized(let size): "resized \(size.width)x\(size.height)"
    case .terminate(let signal): "terminate \(signal)"
    case .hangup: "hangup"
    case .resumed: "resumed"
    }
  }

  func draw(size: Size, glyphs: GlyphSet) -> CellBuffer {
    var buffer = CellBuffer(size: size, glyphs: glyphs)
    guard size.width >= 40, size.height >= 12 else {
      buffer.draw(TooSmallNotice(needed: Size(width: 40, height: 12)), in: buffer.bounds)
      return buffer
    }
    let rows = buffer.bounds.rows([.fixed(1), .weight(1), .fixed(1)])
    buffer.put("Demo \(size.width)x\(size.height)", at: .zero, style: .title)
    let sides = rows[1].columns([.weight(3), .weight(2)])
    let left = sides[0].rows([.weight(2), .weight(1)], spacing: -1)
    drawReplicas(&buffer, left[0])
    let meters = PanelFrame(title: "Lag")
    buffer.draw(meters, in: left[1])
    let inside = PanelFrame.content(of: left[1])
    buffer.draw(Sparkline([0, 1, 2, 3, 4, 5, 6, 7, 8], threshold: 6), in: inside.row(0))
    buffer.draw(Bar(3, of: 7), in: inside.row(1))
    buffer.put("e\u{301} 漢字 🙂 \u{1B}[31m", at: inside.row(2).origin, clip: inside)
    drawEvents(&buffer, sides[1])
    buffer.draw(
      KeyHints([.init("q", "quit", priority: 9), .init("↑↓", "select"), .init("F", "crash")]),
      in: rows[2])
    return buffer
  }

  private func drawReplicas(_ buffer: inout CellBuffer, _ rect: Rect) {
    buffer.draw(PanelFrame(title: "Replicas", note: "6", isFocused: true), in: rect)
    let good: TextLine = TextLine("\(buffer.glyphs.string(.check)) up", .good)
    let bad: TextLine = TextLine("\(buffer.glyphs.string(.fail)) down", .bad)
    let entries: [[TextLine]] = (0..<6).map { ["R\($0)", "follower", $0 == 4 ? bad : good] }
    buffer.draw(
      Table(
        [.init("id", priority: 3), .init("role"), .init("state", priority: 2, grows: true)],
        rows: entries, selection: selection, isFocused: true),
      in: PanelFrame.content(of: rect))
  }

  private func drawEvents(_ buffer: inout CellBuffer, _ rect: Rect) {
    buffer.draw(
      PanelFrame(tabs: [.init("Events", isSelected: true), .init("Other", hasNews: true)]),
      in: rect)
    let inside = PanelFrame.content(of: rect)
    let parts = inside.rows([.fixed(1), .fixed(2), .weight(1)])
    buffer.draw(TextField(prompt: "> ", input, isFocused: false), in: parts[0])
    buffer.draw(
      Checklist([.init(.done, TextLine(markup: "a *goal*")), .init(.violated, "linearizable")]),
      in: parts[1])
    buffer.draw(SelectionList(events.suffix(parts[2].height).map { TextLine($0) }), in: parts[2])
  }
}
