/// A cell position: column `x` and row `y`, both counted from zero at the top left.
public struct Point: Hashable, Sendable {
  public var x: Int
  public var y: Int

  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }

  public static let zero = Point(x: 0, y: 0)
}

/// A width in columns and a height in rows, never negative.
public struct Size: Hashable, Sendable {
  public let width: Int
  public let height: Int

  /// Negative sides become zero.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }

  public static let zero = Size(width: 0, height: 0)

  /// Whether something of the size `other` fits inside.
  public func contains(_ other: Size) -> Bool { width >= other.width && height >= other.height }
}

/// A half-open rectangle of cells. Any coordinate is legal: positions and sides beyond 2^30 are
/// moved to that limit, so that no arithmetic on a rectangle overflows; drawing clips it.
public struct Rect: Hashable, Sendable {
  public let x: Int
  public let y: Int
  public let width: Int
  public let height: Int

  private static let limit = 1 << 30

  /// Negative sides become zero.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x.clamped(to: -Rect.limit...Rect.limit)
    self.y = y.clamped(to: -Rect.limit...Rect.limit)
    self.width = width.clamped(to: 0...Rect.limit)
    self.height = height.clamped(to: 0...Rect.limit)
  }

  public init(origin: Point = .zero, size: Size) {
    self.init(x: origin.x, y: origin.y, width: size.width, height: size.height)
  }

  public static let zero = Rect(x: 0, y: 0, width: 0, height: 0)

  public var origin: Point { Point(x: x, y: y) }
  public var size: Size { Size(width: width, height: height) }
  /// The first column to the right of the rectangle.
  public var maxX: Int { x.saturatingAdd(width) }
  /// The first row below the rectangle.
  public var maxY: Int { y.saturatingAdd(height) }
  public var isEmpty: Bool { width == 0 || height == 0 }

  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < maxX && point.y >= y && point.y < maxY
  }

  /// The common part; empty (but positioned inside `self`'s corner) when there is none.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    let right = min(maxX, other.maxX)
    let bottom = min(maxY, other.maxY)
    guard right > left, bottom > top else { return Rect(x: left, y: top, width: 0, height: 0) }
    return Rect(
      x: left, y: top, width: right.saturatingSubtract(left),
      height: bottom.saturatingSubtract(top))
  }

  /// The rectangle without `columns` on the left and right and `rows` above and below.
  public func inset(columns: Int, rows: Int) -> Rect {
    inset(left: columns, top: rows, right: columns, bottom: rows)
  }

  /// The rectangle without the given margins; a margin larger than the rectangle leaves it empty.
  public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rect {
    Rect(
      x: x.saturatingAdd(left), y: y.saturatingAdd(top),
      width: width.saturatingSubtract(left).saturatingSubtract(right),
      height: height.saturatingSubtract(top).saturatingSubtract(bottom))
  }

  /// The row `index` of the rectangle as a rectangle one row high; empty when out of range.
  public func row(_ index: Int) -> Rect {
    guard index >= 0, index < height else { return Rect(x: x, y: y, width: 0, height: 0) }
    return Rect(x: x, y: y.saturatingAdd(index), width: width, height: 1)
  }

  /// A rectangle of at most `size` in the middle of this one.
  public func centered(_ size: Size) -> Rect {
    let fitted = Size(width: min(size.width, width), height: min(size.height, height))
    return Rect(
      x: x.saturatingAdd((width - fitted.width) / 2),
      y: y.saturatingAdd((height - fitted.height) / 2),
      width: fitted.width, height: fitted.height)
  }
}

extension Int {
  /// The sum, or the nearest representable value.
  func saturatingAdd(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the nearest representable value.
  func saturatingSubtract(_ other: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }

  /// The value moved into `range`.
  func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
