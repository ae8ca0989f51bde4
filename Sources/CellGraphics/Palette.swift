/// How many colours a terminal can show at once.
public enum ColorDepth: Int, Comparable, Sendable {
  case none = 0
  case eight = 8
  case indexed = 256

  public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The depth that a terminal with `colors` colours can be used at.
  public init(colors: Int) {
    self = colors >= 256 ? .indexed : colors >= 8 ? .eight : .none
  }
}

/// The concrete look of a style: a colour index, or nil for the terminal's own foreground, and
/// attributes. The background is always the terminal's own.
public struct Appearance: Hashable, Sendable {
  public var foreground: UInt8?
  public var attributes: Style.Attributes
}

/// The look of styles under the standard theme.
public enum Palette {
  /// The look of `style` on a terminal of the given depth. O(1).
  public static func appearance(of style: Style, depth: ColorDepth) -> Appearance {
    Theme.standard.appearance(of: style, depth: depth)
  }

  /// The look of a role by itself.
  public static func appearance(ofRole role: Style.Role, depth: ColorDepth) -> Appearance {
    Theme.standard.appearance(ofRole: role, depth: depth)
  }
}
