/// How a cell looks, by meaning: a semantic role, which the palette turns into a colour, and
/// attributes. Colour never carries meaning alone; a glyph or a word goes with it.
public struct Style: Hashable, Sendable {
  public var role: Role
  public var attributes: Attributes

  public init(_ role: Role = .plain, _ attributes: Attributes = []) {
    self.role = role
    self.attributes = attributes
  }

  /// What a colour means. The raw value is stable within a build only; save ``letter`` instead.
  public enum Role: UInt8, CaseIterable, Hashable, Sendable {
    /// The terminal's own foreground.
    case plain
    /// Less important text: units, explanations, disabled things.
    case dim
    /// Headings and panel titles.
    case title
    /// The thing that the eye should find first.
    case accent
    /// Holds, done, up (blue).
    case good
    /// Stale, late, suspicious (yellow).
    case warning
    /// Violated, lost, down (magenta).
    case bad
    /// Neutral news, messages, links (cyan).
    case info
    /// What the current lesson step is about.
    case highlight
    /// The name of a key to press.
    case key
    /// Frames and rules.
    case border
    /// Four colours that tell series (clients, values, branches) apart, next to their names.
    case series1
    case series2
    case series3
    case series4

    /// The letter that stands for the role in ``CellBuffer/styles()``.
    public var letter: Character {
      switch self {
      case .plain: "."
      case .dim: "d"
      case .title: "t"
      case .accent: "a"
      case .good: "g"
      case .warning: "w"
      case .bad: "b"
      case .info: "i"
      case .highlight: "h"
      case .key: "k"
      case .border: "-"
      case .series1: "1"
      case .series2: "2"
      case .series3: "3"
      case .series4: "4"
      }
    }

    /// The series role of an index, repeating after the fourth.
    public static func series(_ index: Int) -> Role {
      switch index & 3 {
      case 0: .series1
      case 1: .series2
      case 2: .series3
      default: .series4
      }
    }
  }

  /// Attributes that every terminal has in some form.
  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    /// Foreground and background exchanged; means "selected", and nothing else.
    public static let reverse = Attributes(rawValue: 8)
  }

  /// The same role with further attributes.
  public func adding(_ attributes: Attributes) -> Style {
    Style(role, self.attributes.union(attributes))
  }

  /// The selected form: reverse video.
  public var selected: Style { adding(.reverse) }
  public var bold: Style { adding(.bold) }

  public static let plain = Style(.plain)
  public static let dim = Style(.dim)
  public static let title = Style(.title)
  public static let accent = Style(.accent)
  public static let good = Style(.good)
  public static let warning = Style(.warning)
  public static let bad = Style(.bad)
  public static let info = Style(.info)
  public static let highlight = Style(.highlight)
  public static let key = Style(.key)
  public static let border = Style(.border)
}
