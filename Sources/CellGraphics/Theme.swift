/// What the roles of styles look like: for 256 colours, for eight, and without any.
///
/// A theme changes how things look, never what is drawn: every mark has a glyph or a word too, and
/// reverse video always means "selected". The background is always the terminal's own.
public struct Theme: Hashable, Sendable {
  /// The look of one role.
  public struct Look: Hashable, Sendable {
    /// An index among 256 colours; nil is the terminal's own foreground.
    public var color: UInt8?
    /// One of the eight basic colours; nil is the terminal's own foreground.
    public var basic: BasicColor?
    /// What goes with the colours.
    public var attributes: Style.Attributes
    /// What stands for the colours where there are none.
    public var mono: Style.Attributes

    public init(
      color: UInt8? = nil, basic: BasicColor? = nil, attributes: Style.Attributes = [],
      mono: Style.Attributes? = nil
    ) {
      self.color = color
      self.basic = basic
      self.attributes = attributes
      self.mono = mono ?? attributes
    }
  }

  /// One word, as it is typed.
  public var name: String
  /// For whom, or for what terminal; one line.
  public var summary: String
  private var looks: [Look]

  /// A theme with the standard looks, to be changed.
  public init(name: String, summary: String) {
    self.name = name
    self.summary = summary
    looks = Style.Role.allCases.map(Theme.standardLook)
  }

  /// The look of a role. O(1).
  public subscript(role: Style.Role) -> Look {
    get { looks[Int(role.rawValue)] }
    set { looks[Int(role.rawValue)] = newValue }
  }

  /// How a style is shown on a terminal of the given depth. O(1).
  public func appearance(of style: Style, depth: ColorDepth) -> Appearance {
    let base = appearance(ofRole: style.role, depth: depth)
    return Appearance(
      foreground: base.foreground, attributes: base.attributes.union(style.attributes))
  }

  /// How a role by itself is shown.
  public func appearance(ofRole role: Style.Role, depth: ColorDepth) -> Appearance {
    let look = self[role]
    switch depth {
    case .none: return Appearance(foreground: nil, attributes: look.mono)
    case .eight:
      return Appearance(foreground: look.basic?.rawValue, attributes: look.attributes)
    case .indexed:
      // Grey is a colour of its own here; dimming it again would make it hard to read.
      let isColored = look.color != nil
      return Appearance(
        foreground: look.color,
        attributes: isColored ? look.attributes.subtracting(.dim) : look.attributes)
    }
  }

  /// The theme of a person who has chosen none. "Good" is blue and "bad" is magenta, so that the
  /// pair stays apart for people who confuse red and green; the colours are readable on dark and on
  /// light backgrounds. Without colours, roles are told apart by bold, dim and underline.
  public static let standard = Theme(
    name: "standard", summary: "For any background; blue is good, magenta is bad.")

  private static func standardLook(_ role: Style.Role) -> Look {
    switch role {
    case .plain: Look()
    case .dim: Look(color: 244, attributes: .dim)
    case .title: Look(attributes: .bold)
    case .accent: Look(color: 37, basic: .cyan, attributes: .bold)
    case .good: Look(color: 33, basic: .blue, attributes: .bold, mono: [])
    case .warning: Look(color: 172, basic: .yellow, mono: .underline)
    case .bad: Look(color: 199, basic: .magenta, attributes: .bold, mono: [.bold, .underline])
    case .info: Look(color: 37, basic: .cyan)
    case .highlight: Look(color: 172, basic: .yellow, attributes: .bold)
    case .key: Look(color: 33, basic: .cyan, attributes: .bold)
    case .border: Look(color: 244, attributes: .dim, mono: [])
    case .series1: Look(color: 33, basic: .blue, attributes: .bold, mono: [])
    case .series2: Look(color: 172, basic: .yellow)
    case .series3: Look(color: 175, basic: .magenta)
    case .series4: Look(color: 37, basic: .cyan)
    }
  }
}

/// The eight colours that every terminal with colours has.
public enum BasicColor: UInt8, CaseIterable, Hashable, Sendable {
  case black, red, green, yellow, blue, magenta, cyan, white

  /// As theme files spell it.
  public var name: String { String(describing: self) }
}

extension Style.Role {
  /// As theme files spell it: `good`, `series1`.
  public var name: String { String(describing: self) }
}

extension Style.Attributes {
  /// The attributes that a theme may give to a role, as theme files spell them. Reverse is not among
  /// them: it means "selected".
  public static let named: [(name: String, attribute: Style.Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline),
  ]
}
