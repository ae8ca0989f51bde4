/// What a terminal reports to the program.
public enum TerminalEvent: Hashable, Sendable {
  case key(Key)
  /// Text pasted in one piece. It is data: it may hold newlines and control characters.
  case paste(String)
  case mouse(MouseEvent)
  /// The terminal has a new size, or asks to be drawn again at the same one.
  case resized(Size)
  /// The process was asked to end by a signal.
  case terminate(TerminationSignal)
  /// The terminal is gone; nothing can be shown any more and the process must end.
  case hangup
  /// The program runs again after having been stopped.
  case resumed
}

/// A signal that asks the process to end.
public enum TerminationSignal: Hashable, Sendable {
  case interrupt, terminate, hangup, quit
}

/// A mouse button pressed, released or moved, at a cell.
public struct MouseEvent: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    case press(Button)
    case release(Button)
    /// Moved while the button is held.
    case drag(Button)
    case scrollUp, scrollDown
  }

  public enum Button: Hashable, Sendable {
    case left, middle, right
  }

  public var action: Action
  public var position: Point
  public var modifiers: Key.Modifiers

  public init(_ action: Action, at position: Point, modifiers: Key.Modifiers = []) {
    self.action = action
    self.position = position
    self.modifiers = modifiers
  }
}
