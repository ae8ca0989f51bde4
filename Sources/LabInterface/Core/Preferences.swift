import CellGraphics

/// What a person has chosen before, as the program has read it, and what their terminal can show.
public struct Preferences: Sendable {
  public var keys: KeyBindings
  /// The themes that can be chosen, in the order of lists; never empty.
  public var themes: [Theme]
  public var theme: Theme
  /// How many colours the terminal shows.
  public var depth: ColorDepth
  /// Commands typed in earlier sessions, oldest first.
  public var history: [String]
  /// Whether this is the first time that the program is opened: Home begins with the tour.
  public var isNewcomer: Bool

  public init(
    keys: KeyBindings = .standard, themes: [Theme] = [.standard], theme: Theme = .standard,
    depth: ColorDepth = .indexed, history: [String] = [], isNewcomer: Bool = false
  ) {
    self.keys = keys
    self.themes = themes.isEmpty ? [.standard] : themes
    self.theme = theme
    self.depth = depth
    self.history = history
    self.isNewcomer = isNewcomer
  }

  /// How many typed commands are kept.
  public static let historyMax = 200
}

/// Something to be remembered for the next session. It is not asked for again when that fails.
public enum Kept: Hashable, Sendable {
  /// The theme of this name was chosen.
  case theme(String)
  /// The tour was seen, or skipped.
  case tourSeen
  /// A command was typed and done.
  case typed(String)
}

extension Model {
  /// Asks for something to be remembered; while presenting nothing is.
  func keep(_ kept: Kept) -> [Command] { isPresenting ? [] : [.keep(kept)] }
}
