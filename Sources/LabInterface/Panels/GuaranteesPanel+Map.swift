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
    guard let row = context.selection(of: itemCount(context)), rows.indices.contains(row) else {
      return nil
    }
    return rows[row]
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

  /// Whether the models are on the screen as a map and have the focus: then arrows move in it.
  var isOnMap: Bool {
    guard screen == .lab, let lab, lab.showsMap, lab.focus == GuaranteesPanel.id,
      uncovered(GuaranteesPanel.id) != nil,
      let placed = LabLayout.of(self).placed.first(where: { $0.id == GuaranteesPanel.id })
    else { return false }
    return ModelMapDrawing.fits(PanelFrame.content(of: placed.rect).inset(columns: 1, rows: 0).size)
  }

  /// The action of an arrow while the map is shown.
  func mapAction(for key: Key) -> LabAction? {
    let ids: [Key: String] = [.left: "map-left", .right: "map-right", .up: "up", .down: "down"]
    guard let id = ids[key], isOnMap else { return nil }
    return ActionRegistry.action(named: id)
  }

  /// Selects the nearest model of the next row or column; stays at the edge.
  mutating func moveInMap(rows: Int, columns: Int) -> [Command] {
    let models = ModelMap.models
    let old = min(max(lab?.selections[GuaranteesPanel.id] ?? 0, 0), models.count - 1)
    guard let here = ModelMap.place(of: models[old]) else { return [] }
    let reachable = models.indices.filter { index in
      guard let place = ModelMap.place(of: models[index]) else { return false }
      return rows == 0
        ? place.row == here.row && (place.column - here.column).signum() == columns
        : place.row == here.row + rows
    }
    let nearest = reachable.min { one, other in
      distance(models[one], here) < distance(models[other], here)
    }
    if let nearest { lab?.selections[GuaranteesPanel.id] = nearest }
    return []
  }

  private func distance(_ model: CheckerName, _ place: ModelMap.Place) -> Int {
    ModelMap.place(of: model).map {
      abs($0.column - place.column) + abs($0.row - place.row)
    } ?? .max
  }
}
