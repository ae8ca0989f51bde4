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

  /// One cell of one net.
  private struct Part {
    var net: Int
    var point: Point
    var directions: Directions
  }

  /// Each cell of each line: a cell where two lines of a net meet stands here twice.
  private var parts: [Part] = []

  /// A line over points of which each two neighbours lie in one row or one column.
  mutating func add(_ path: [Point], net: Int) {
    for (from, to) in zip(path, path.dropFirst()) {
      if from.y == to.y {
        for x in min(from.x, to.x)..<max(from.x, to.x) {
          parts.append(Part(net: net, point: Point(x: x, y: from.y), directions: .right))
          parts.append(Part(net: net, point: Point(x: x + 1, y: from.y), directions: .left))
        }
      } else {
        for y in min(from.y, to.y)..<max(from.y, to.y) {
          parts.append(Part(net: net, point: Point(x: from.x, y: y), directions: .down))
          parts.append(Part(net: net, point: Point(x: from.x, y: y + 1), directions: .up))
        }
      }
    }
  }

  /// Draws the lines within a rectangle, but not where something else stands. O(n log n) in the cells of
  /// the lines.
  func draw(
    into buffer: inout CellBuffer, in rect: Rect, style: Style, around taken: [Rect] = []
  ) {
    var rest = joined[...]
    while let first = rest.first {
      let here = rest.prefix { $0.point == first.point }
      rest = rest.dropFirst(here.count)
      let point = first.point
      guard rect.contains(point), !taken.contains(where: { $0.contains(point) }) else { continue }
      let onTop = here.first { $0.directions.isSubset(of: [.up, .down]) } ?? first
      buffer.put(Self.glyph(onTop.directions), at: point, style: style)
    }
  }

  /// The cells in the order of rows, columns and nets, each once for each net.
  private var joined: [Part] {
    let sorted = parts.sorted {
      ($0.point.y, $0.point.x, $0.net) < ($1.point.y, $1.point.x, $1.net)
    }
    return sorted.reduce(into: []) { joined, part in
      if let last = joined.last, last.point == part.point, last.net == part.net {
        joined[joined.count - 1].directions.formUnion(part.directions)
      } else {
        joined.append(part)
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
