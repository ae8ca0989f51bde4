import CellGraphics
import Checkers
import Laboratory

/// The same verdicts as a map of models.
extension GuaranteesPanel {
  /// The map where it fits; else its models in a list, by rows of the map.
  static func drawMap(_ context: PanelContext, into buffer: inout CellBuffer, in rect: Rect) {
    let selection = context.selection(of: ModelMap.models.count)
    if ModelMapDrawing.fits(rect.size) {
      ModelMapDrawing(context: context, selection: selection).draw(into: &buffer, in: rect)
      return
    }
    var lines: [(item: Int, line: TextLine)] = []
    for (index, model) in ModelMap.models.enumerated() {
      guard index != selection else {
        lines += ModelMapDrawing.words(model, context).flatMap {
          $0.wrapped(to: max(8, rect.width - 1), hanging: 2)
        }.map { (index, $0) }
        continue
      }
      lines.append((index, ModelMapDrawing.name(model, context)))
    }
    ScrollingLines(lines: lines, selection: selection).draw(into: &buffer, in: rect)
  }

  /// The row that Enter opens and `e` explains.
  static func selected(_ context: PanelContext) -> GuaranteeView? {
    if context.showsMap {
      return context.selection(of: ModelMap.models.count).flatMap {
        ModelMapDrawing.view(of: ModelMap.models[$0], context)
      }
    }
    let rows = shown(context)
    return context.selection(of: rows.count).map { rows[$0] }
  }
}

extension Model {
  /// Shows the guarantees as a map over the whole screen, or as the list again.
  mutating func turnMap() -> [Command] {
    guard let isMap = lab?.showsMap else { return [] }
    lab?.showsMap = !isMap
    lab?.focus = GuaranteesPanel.id
    lab?.isFullScreen = !isMap
    lab?.selections[GuaranteesPanel.id] =
      isMap ? nil : ModelMap.models.firstIndex(of: .linearizability)
    status =
      isMap
      ? .news("The guarantees are listed.")
      : .news("The models that still hold are lit; \(key("map")) lists the guarantees again.")
    return []
  }
}
