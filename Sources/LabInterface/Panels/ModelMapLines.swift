import CellGraphics

/// Lines at right angles on a grid of cells. Those of one net are joined where they meet; where two nets
/// cross, the one that goes down lies on top.
struct LineGrid {
  private struct Directions: OptionSet {
    let rawValue: UInt8
    static let up = Directions(rawValue: 1)
    static let down = Directions(rawValue: 2)
    static let left = Directions(rawValue: 4)
    static let right = Directions(rawValue: 8)
  }

  private struct Place: Hashable {
    let net: Int
    let point: Point
  }

  /// Looked up, and drawn net by net, cell by cell in the order of the rectangle.
  private var cells: [Place: Directions] = [:]
  private var nets = 0

  /// A line over points of which each two neighbours lie in one row or one column.
  mutating func add(_ path: [Point], net: Int) {
    nets = max(nets, net + 1)
    for (from, to) in zip(path, path.dropFirst()) {
      if from.y == to.y {
        for x in min(from.x, to.x)..<max(from.x, to.x) {
          cells[Place(net: net, point: Point(x: x, y: from.y)), default: []].insert(.right)
          cells[Place(net: net, point: Point(x: x + 1, y: from.y)), default: []].insert(.left)
        }
      } else {
        for y in min(from.y, to.y)..<max(from.y, to.y) {
          cells[Place(net: net, point: Point(x: from.x, y: y)), default: []].insert(.down)
          cells[Place(net: net, point: Point(x: from.x, y: y + 1)), default: []].insert(.up)
        }
      }
    }
  }

  /// Draws the lines within a rectangle, but not where something else stands.
  func draw(
    into buffer: inout CellBuffer, in rect: Rect, style: Style, around taken: [Rect] = []
  ) {
    for y in rect.y..<rect.maxY {
      for x in rect.x..<rect.maxX where !taken.contains(where: { $0.contains(Point(x: x, y: y)) }) {
        let point = Point(x: x, y: y)
        let here = (0..<nets).compactMap { cells[Place(net: $0, point: point)] }
        guard let first = here.first else { continue }
        let onTop = here.first { $0.isSubset(of: [.up, .down]) } ?? first
        buffer.put(Self.glyph(onTop), at: point, style: style)
      }
    }
  }

  private static func glyph(_ directions: Directions) -> Glyph {
    switch directions {
    case [.left, .right], .left, .right: .horizontal
    case [.up, .down], .up, .down: .vertical
    case [.down, .right]: .topLeft
    case [.down, .left]: .topRight
    case [.up, .right]: .bottomLeft
    case [.up, .left]: .bottomRight
    case [.up, .down, .right]: .teeRight
    case [.up, .down, .left]: .teeLeft
    case [.down, .left, .right]: .teeDown
    case [.up, .left, .right]: .teeUp
    default: .cross
    }
  }
}
