import CellGraphics
import Laboratory

/// What can be done now: the sandbox's answer to "and now?".
public enum NextPanel: Panel {
  public static let id = PanelID("next")
  public static let title = "What you can do now"
  public static let purpose = "The keys that make sense at this moment; Enter does one."

  public static func itemCount(_ context: PanelContext) -> Int { context.suggestions.count }

  public static func rows(_ context: PanelContext, width: Int) -> ClosedRange<Int> {
    4...(context.suggestions.count + (context.view.unrest == nil ? 0 : 2))
  }

  public static func news(_ context: PanelContext) -> String { "" }

  public static func draw(
    _ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect
  ) {
    let width = context.suggestions.map { DisplayWidth.of($0.key) }.max() ?? 0
    let items = context.suggestions.map { suggestion in
      var line = TextLine(suggestion.key, .key).padded(to: width)
      line.append("  " + suggestion.title)
      return line
    }
    var list = rect
    if let unrest = context.view.unrest, rect.height > items.count + 1 {
      let text = TextLine("not at rest: \(unrest)", .dim)
      let line = rect.row(rect.height - 1)
      buffer.put(text, at: line.origin, width: line.width)
      list = rect.inset(bottom: 2)
    }
    buffer.draw(
      SelectionList(
        items, selection: context.selection(of: items.count), isFocused: context.isFocused),
      in: list)
  }
}
