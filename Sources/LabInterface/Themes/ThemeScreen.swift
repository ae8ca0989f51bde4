import CellGraphics

/// The list of themes with a sample in the one under the selection.
enum ThemeScreen {
  static func draw(_ chooser: ThemeChooser, _ model: Model, into buffer: inout CellBuffer) {
    let width = min(88, buffer.width - 8)
    let samples = sample(model.glyphs)
    let note = self.note(model).wrapped(to: width)
    let list = min(model.themes.count, buffer.height - 12 - note.count)
    let modal = Modal(
      title: "Theme", size: Size(width: width, height: list + samples.count + note.count + 2),
      hints: hints(model))
    let inner = modal.draw(into: &buffer, within: buffer.bounds)
    let names = model.themes.map { DisplayWidth.of($0.name) }.max() ?? 0
    let items = model.themes.map { theme in
      var line = TextLine(" " + theme.name).padded(to: names + 3)
      line.append(theme.summary, .dim)
      return line
    }
    let rows = inner.inset(bottom: max(0, inner.height - list))
    buffer.draw(
      SelectionList(items, selection: chooser.selection, isFocused: true), in: rows)
    for (index, line) in (samples + [""] + note).enumerated() {
      buffer.put(line, at: inner.row(list + 1 + index).origin, width: inner.width)
    }
  }

  private static func hints(_ model: Model) -> [KeyHints.Hint] {
    let arrows = "\(Key.up.label(model.glyphs)) \(Key.down.label(model.glyphs))"
    let tryOne = KeyHints.Hint(arrows, "try one", priority: 2)
    return (model.themes.count > 1 ? [tryOne] : []) + [
      .init("Enter", "keep it", priority: 3), .init("Esc", "as before", priority: 3),
    ]
  }

  /// Each meaning with its mark, so that one sees what belongs together.
  private static func sample(_ glyphs: GlyphSet) -> [TextLine] {
    var first = TextLine(" \(glyphs.string(.check)) holds", .good)
    first.append("   ~ 48 ms stale", .warning)
    first.append("   \(glyphs.string(.fail)) violated", .bad)
    first.append("   news", .info)
    first.append("   what a lesson is about", .highlight)
    var second = TextLine(" Title", .title)
    second.append("   found first", .accent)
    second.append("   key", .key)
    second.append("   less important", .dim)
    for number in 0..<4 { second.append("   c\(number + 1)", Style(.series(number))) }
    return [first, second]
  }

  private static func note(_ model: Model) -> TextLine {
    if model.themes.count < 2 {
      return TextLine(
        " The other themes were not found: the folder Assets of the program is missing. "
          + "conlab info says where it is looked for.", .warning)
    }
    return model.depth == .none
      ? TextLine(" This terminal shows no colours now; all themes look alike.", .dim)
      : TextLine(" The background stays that of your terminal.", .dim)
  }
}
