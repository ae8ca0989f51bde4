import LabInterface

/// What a person has set in their configuration file.
public struct Settings: Hashable, Sendable {
  /// The name of a known theme; nil when the file names none.
  public var theme: String?
  public var keys: KeyBindings

  public init(theme: String? = nil, keys: KeyBindings = .standard) {
    self.theme = theme
    self.keys = keys
  }
}
