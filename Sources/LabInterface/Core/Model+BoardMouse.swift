import CellGraphics
import Curriculum
import Histories

/// The mouse on a board: a click selects a bar, a second one puts its point there, dragging carries it.
extension Model {
  mutating func clickBar(_ bar: Int, _ screen: CellBuffer, at point: Point) -> [Command] {
    let wasSelected = lab?.focus == BoardPanel.id && selectedBar == bar
    lab?.focus = BoardPanel.id
    lab?.selections[BoardPanel.id] = bar
    guard wasSelected, let axis = screen.regions.last(where: { $0.isAxis(at: point) }) else {
      return []
    }
    return dragPoint(axis, x: point.x)
  }

  /// Puts the point of the selected bar at the instant below a column.
  mutating func dragPoint(_ axis: Region, x: Int) -> [Command] {
    guard let index = selectedBar, let board = lab?.session?.board,
      let instant = axis.instant(x: x), board.points[index] != instant
    else { return [] }
    if let reason = lab?.session?.refusesPoints {
      status = .refusal(reason)
      return []
    }
    return placePoint(of: board.bars[index].name, at: instant)
  }
}

extension Region {
  fileprivate func isAxis(at point: Point) -> Bool {
    if case .time = content { return rect.contains(point) }
    return false
  }
}
