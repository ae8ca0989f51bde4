/// What a part of a drawn screen stands for, so that a click on it can be understood.
///
/// Regions are noted while a screen is drawn, by what draws it: there is no second geometry that
/// could disagree with the first.
public struct Region: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// The whole of something: a panel, an overlay.
    case area
    /// An item of a list, from 0.
    case row(Int)
    /// Something to press: the name of an action, or of a key.
    case button(String)
    /// A time axis: the instants of its first and of its last column.
    case time(first: Int64, last: Int64)
  }

  public let rect: Rect
  public let content: Content
  /// What it belongs to: the name of a panel or an overlay.
  public let owner: String

  /// The instant below a column of a time axis; nil for other regions. Columns outside are moved
  /// to its ends.
  public func instant(x: Int) -> Int64? {
    guard case .time(let first, let last) = content, rect.width > 0 else { return nil }
    let column = Int64((x - rect.x).clamped(to: 0...(rect.width - 1)))
    return first + (last - first) * column / Int64(max(1, rect.width - 1))
  }
}

extension CellBuffer {
  /// A blank buffer that notes regions as it is drawn.
  /// - Parameter part: the only part that is asked about, if it is not all; see ``isAskedAbout(_:)``.
  public static func noting(size: Size, glyphs: GlyphSet, part: Rect? = nil) -> CellBuffer {
    var buffer = CellBuffer(size: size, glyphs: glyphs)
    buffer.notes = RegionNotes(part: part)
    return buffer
  }

  /// Whether anything is to be known of a rectangle: what is expensive may be left out elsewhere.
  public func isAskedAbout(_ rect: Rect) -> Bool {
    guard let part = notes?.part else { return true }
    return !rect.intersection(part).isEmpty
  }

  /// Notes what a rectangle stands for; nothing in a buffer that notes no regions.
  public mutating func note(_ content: @autoclosure () -> Region.Content, in rect: Rect) {
    guard let owner = notes?.owner, !rect.isEmpty else { return }
    notes?.regions.append(Region(rect: rect, content: content(), owner: owner))
  }

  /// What is drawn from now on belongs to `owner`.
  public mutating func noteOwner(_ owner: @autoclosure () -> String) {
    guard notes != nil else { return }
    notes?.owner = owner()
  }

  /// Forgets what was noted: something lies over all of it.
  public mutating func forgetRegions() { notes?.regions.removeAll() }

  /// What was noted, in the order of drawing.
  public var regions: [Region] { notes?.regions ?? [] }

  /// What is seen at a position: what was drawn last there.
  public func region(at point: Point) -> Region? {
    regions.last { $0.rect.contains(point) }
  }
}

/// The regions of one buffer. No part of how it looks.
struct RegionNotes: Sendable {
  var regions: [Region] = []
  var owner = ""
  var part: Rect?
}
