import CellGraphics

/// Whether an action can be done now, or why not.
public enum Availability: Hashable, Sendable {
  case available
  case unavailable(String)

  static func when(_ condition: Bool, else reason: @autoclosure () -> String) -> Availability {
    condition ? .available : .unavailable(reason())
  }
}

/// One thing that a person can do: keys, footer, help, palette and documents are made from it.
public struct LabAction: Sendable {
  /// What it belongs to; the order of the groups in lists.
  public enum Group: String, CaseIterable, Hashable, Sendable {
    case time = "Time"
    case clients = "Clients"
    case faults = "Faults and settings"
    case branches = "Branches"
    case lesson = "Lesson"
    case points = "Points"
    case panels = "Panels"
    case home = "Home"
    case general = "General"
  }

  /// The screens on which it is known.
  public struct Screens: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let home = Screens(rawValue: 1)
    public static let lab = Screens(rawValue: 2)
    public static let result = Screens(rawValue: 4)
    public static let compare = Screens(rawValue: 8)
    /// The lab while a lesson shows a board of bars.
    public static let board = Screens(rawValue: 16)
    public static let everywhere: Screens = [.home, .lab, .result, .compare, .board]

    init(_ screen: Model.Screen) {
      switch screen {
      case .home: self = .home
      case .lab: self = .lab
      case .result: self = .result
      case .compare: self = .compare
      case .board: self = .board
      }
    }
  }

  /// Stable name for configuration files.
  public let id: String
  /// A few words, for the footer.
  public let title: String
  /// One sentence, for the help.
  public let help: String
  /// The keys that do it unless a person has chosen others; what works is in the model's
  /// `KeyBindings`. Empty for what is only typed.
  public let keys: [Key]
  /// The word that does the same when typed in the palette.
  public let command: String
  /// What may follow the word: `TIME`, `[NAME]`; empty for nothing.
  public let argument: String
  public let group: Group
  public let screens: Screens
  /// Its place in the footer: the higher, the longer it stays; 0 is not shown there.
  public let priority: Int
  /// Whether the effect wants to know which of its keys was pressed; it follows `keyMark`.
  public let takesKey: Bool
  public let availability: @Sendable (Model) -> Availability
  /// Does it. The text is what followed the command word, empty for a key.
  public let effect: @Sendable (inout Model, String) -> [Command]

  init(
    _ id: String, _ title: String, help: String, keys: [Key] = [], command: String? = nil,
    argument: String = "", group: Group, screens: Screens = .lab, priority: Int = 0,
    takesKey: Bool = false,
    when availability: @escaping @Sendable (Model) -> Availability = { _ in .available },
    effect: @escaping @Sendable (inout Model, String) -> [Command]
  ) {
    self.id = id
    self.title = title
    self.help = help
    self.keys = keys
    self.command = command ?? id
    self.argument = argument
    self.group = group
    self.screens = screens
    self.priority = priority
    self.takesKey = takesKey
    self.availability = availability
    self.effect = effect
  }

  /// What no person types: the argument is a key, not text.
  static let keyMark = "\u{0}"

  /// Whether what is typed after its word is an action of the world, in the common grammar.
  var isWorldAction: Bool { group == .clients || group == .faults }
}
