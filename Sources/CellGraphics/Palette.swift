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

/// The default palette. "Good" is blue and "bad" is magenta, so that the pair stays apart for
/// people who confuse red and green; the colours are readable on dark and on light backgrounds.
/// Without colours, roles are told apart by bold, dim and underline.
public enum Palette {
  /// The look of `style` on a terminal of the given depth. O(1).
  public static func appearance(of style: Style, depth: ColorDepth) -> Appearance {
    let base = appearance(ofRole: style.role, depth: depth)
    return Appearance(
      foreground: base.foreground, attributes: base.attributes.union(style.attributes))
  }

  /// The look of a role by itself.
  public static func appearance(ofRole role: Style.Role, depth: ColorDepth) -> Appearance {
    let (indexed, basic, color, mono) = entry(role)
    switch depth {
    case .none: return Appearance(foreground: nil, attributes: mono)
    case .eight: return Appearance(foreground: basic, attributes: color)
    case .indexed:
      // Grey is a colour of its own here; dimming it again would make it hard to read.
      return Appearance(foreground: indexed, attributes: color.subtracting(.dim))
    }
  }

  /// 256-colour index, 8-colour index, attributes with colours, attributes without.
  private static func entry(
    _ role: Style.Role
  ) -> (UInt8?, UInt8?, Style.Attributes, Style.Attributes) {
    switch role {
    case .plain: (nil, nil, [], [])
    case .dim: (244, nil, [.dim], [.dim])
    case .title: (nil, nil, [.bold], [.bold])
    case .accent: (37, 6, [.bold], [.bold])
    case .good: (33, 4, [.bold], [])
    case .warning: (172, 3, [], [.underline])
    case .bad: (199, 5, [.bold], [.bold, .underline])
    case .info: (37, 6, [], [])
    case .highlight: (172, 3, [.bold], [.bold])
    case .key: (33, 6, [.bold], [.bold])
    case .border: (244, nil, [.dim], [])
    case .series1: (33, 4, [.bold], [])
    case .series2: (172, 3, [], [])
    case .series3: (175, 5, [], [])
    case .series4: (37, 6, [], [])
    }
  }
}
