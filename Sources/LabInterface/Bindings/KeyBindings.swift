import CellGraphics

/// Which keys do which action: the keys of the registry, changed where a person has chosen others.
///
/// A value. Everything that shows or takes a key asks the bindings of the model, so that footer,
/// help, palette and texts name the keys that work. When two actions of a screen want one key,
/// the first in the registry has it; ``conflicts`` names them, so that a reader can refuse them.
public struct KeyBindings: Hashable, Sendable {
  /// One action whose keys were chosen; no key at all leaves it to be typed.
  public struct Choice: Hashable, Sendable {
    public var action: String
    public var keys: [Key]

    public init(_ action: String, _ keys: [Key]) {
      self.action = action
      self.keys = keys
    }
  }

  /// Two actions that want one key on one screen, in the order of the registry.
  public struct Conflict: Hashable, Sendable {
    public var key: Key
    public var first: String
    public var second: String
  }

  /// What differs from the registry; of two choices for one action the later one counts.
  public private(set) var choices: [Choice] = []

  public init(_ choices: [Choice] = []) {
    for choice in choices {
      self.choices.removeAll { $0.action == choice.action }
      self.choices.append(choice)
    }
  }

  /// The keys of the registry.
  public static let standard = KeyBindings()

  /// The keys that do an action; empty when it can only be typed. O(choices).
  public func keys(of action: LabAction) -> [Key] {
    choices.first { $0.action == action.id }?.keys ?? action.keys
  }

  /// What a key does on a screen. O(actions x choices).
  public func action(for key: Key, in screen: Model.Screen) -> LabAction? {
    let here = LabAction.Screens(screen)
    return ActionRegistry.all.first { $0.screens.contains(here) && keys(of: $0).contains(key) }
  }

  /// Every pair of actions that want one key on one screen. O(actions²).
  public var conflicts: [Conflict] {
    let all = ActionRegistry.all.map { (action: $0, keys: keys(of: $0)) }
    var found: [Conflict] = []
    for (index, first) in all.enumerated() {
      for second in all[(index + 1)...]
      where !first.action.screens.isDisjoint(with: second.action.screens) {
        for key in first.keys where second.keys.contains(key) {
          found.append(Conflict(key: key, first: first.action.id, second: second.action.id))
        }
      }
    }
    return found
  }

  /// Keys that never reach an action, whatever they are bound to: the terminal makes signals of them.
  public static let signals: [Key] = [.control("c"), .control("z"), .control("\\")]

  /// Whether a person may choose keys for an action: not where the key itself is the argument, nor
  /// where the terminal's own signal does it.
  public static func canBind(_ action: LabAction) -> Bool {
    !action.takesKey && !action.keys.contains { signals.contains($0) }
  }
}
