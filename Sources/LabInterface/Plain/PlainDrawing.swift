import CellGraphics

/// What has no words of its own, read out as it is drawn: text without frames.
enum PlainDrawing {
  /// The rows of a panel, drawn as high as it likes to be.
  static func lines(_ panel: any Panel.Type, _ context: PanelContext, width: Int) -> [String] {
    text(drawn(panel, context, width: width))
  }

  /// The rows that are selected on the whole screen: those in reverse video.
  static func selected(_ panel: any Panel.Type, _ context: PanelContext, width: Int) -> [String] {
    let buffer = drawn(panel, context, width: width)
    let all = buffer.text(trimmed: true)
    return all.indices.filter { y in
      (0..<buffer.width).contains { buffer[$0, y].style.attributes.contains(.reverse) }
    }.map { all[$0] }
  }

  /// The panel as high as all of its rows need.
  private static func drawn(
    _ panel: any Panel.Type, _ context: PanelContext, width: Int
  ) -> CellBuffer {
    let columns = max(20, width)
    let wanted = max(panel.rows(context, width: columns).upperBound, panel.itemCount(context))
    let size = Size(width: columns, height: min(300, wanted + 2))
    var buffer = CellBuffer(size: size, glyphs: .ascii)
    panel.draw(context, into: &buffer, in: buffer.bounds)
    return buffer
  }

  /// The whole screen.
  static func screen(_ model: Model) -> [String] {
    var buffer = CellBuffer(size: model.size, glyphs: .unicode)
    view(model, into: &buffer)
    return text(buffer)
  }

  /// What lies in front of the screen: the rows that are not as they are without it.
  static func overlay(_ model: Model) -> [String] {
    var behind = model
    behind.overlay = nil
    var with = CellBuffer(size: model.size, glyphs: .unicode)
    var without = with
    view(model, into: &with)
    view(behind, into: &without)
    var rows: [Int] = []
    var (left, right) = (with.width, 0)
    for y in 0..<with.height {
      for x in 0..<with.width where with[x, y] != without[x, y] {
        left = min(left, x)
        right = max(right, x + 1)
        if rows.last != y { rows.append(y) }
      }
    }
    guard let top = rows.first, let bottom = rows.last else { return [] }
    let box = Rect(x: left, y: top, width: right - left, height: bottom - top + 1)
    return tidy(with.text(in: box))
  }

  private static func text(_ buffer: CellBuffer) -> [String] { tidy(buffer.text(trimmed: true)) }

  /// Without the lines of frames, and without empty rows one after the other.
  private static func tidy(_ rows: [String]) -> [String] {
    var result: [String] = []
    for row in rows {
      var text = String(
        String.UnicodeScalarView(
          row.unicodeScalars.map { (0x2500...0x257F).contains($0.value) ? " " : $0 }))
      while text.last == " " { text.removeLast() }
      let start = text.prefix { $0 == " " }.count
      text.removeFirst(min(start, 1))
      if text.isEmpty, result.last?.isEmpty ?? true { continue }
      result.append(text)
    }
    if result.last?.isEmpty ?? false { result.removeLast() }
    return result
  }
}
