import CNcurses
import CellGraphics
import Glibc

/// What the terminal of this process can do, found out without touching it.
public struct Capabilities: Equatable, Sendable {
  /// Why the full-screen mode cannot be used.
  public enum FullScreen: Equatable, Sendable {
    case available
    case unavailable(reason: String)
  }

  /// The value of TERM; nil when unset or empty.
  public var term: String?
  /// The colours that terminfo promises, whatever the user asked for.
  public var colors: Int
  /// Whether NO_COLOR is set to something.
  public var noColorRequested: Bool
  /// Whether the locale can show more than ASCII.
  public var isUnicode: Bool
  public var size: Size
  public var inputIsTerminal: Bool
  public var outputIsTerminal: Bool
  public var fullScreen: FullScreen

  /// The glyphs to use unless the user asks for others.
  public var glyphs: GlyphSet { isUnicode ? .unicode : .ascii }

  /// Looks at the environment, the locale, terminfo and the standard descriptors.
  public static func detect() -> Capabilities {
    var colors: CInt = 0
    let reason = cn_probe(&colors)
    let term = environment("TERM")
    return Capabilities(
      term: term, colors: Int(colors), noColorRequested: environment("NO_COLOR") != nil,
      isUnicode: cn_locale_is_utf8() != 0, size: currentSize(),
      inputIsTerminal: isatty(STDIN_FILENO) != 0, outputIsTerminal: isatty(STDOUT_FILENO) != 0,
      fullScreen: reason == 0
        ? .available : .unavailable(reason: TerminalError(code: reason, term: term).description))
  }

  /// The size of the terminal now.
  static func currentSize() -> Size {
    var rows: CInt = 0
    var columns: CInt = 0
    cn_terminal_size(&rows, &columns)
    return Size(width: Int(columns), height: Int(rows))
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}

/// Why the full-screen mode did not start. The terminal is as it was.
public struct TerminalError: Error, Equatable, CustomStringConvertible, Sendable {
  public enum Reason: Equatable, Sendable {
    case notATerminal, termUnset, termUnknown, cannotPosition, alreadyStarted, systemError
  }

  public var reason: Reason
  public var term: String

  init(code: CInt, term: String?) {
    self.term = term ?? ""
    switch Int(code) {
    case Int(CN_NO_TTY): reason = .notATerminal
    case Int(CN_NO_TERM): reason = .termUnset
    case Int(CN_UNKNOWN_TERM): reason = .termUnknown
    case Int(CN_NO_POSITIONING): reason = .cannotPosition
    case Int(CN_ALREADY_STARTED): reason = .alreadyStarted
    default: reason = .systemError
    }
  }

  public var description: String {
    switch reason {
    case .notATerminal: "standard input or output is not a terminal"
    case .termUnset: "TERM is not set"
    case .termUnknown: "there is no terminfo entry for TERM=\(shownTerm)"
    case .cannotPosition: "the terminal (TERM=\(shownTerm)) cannot move its cursor"
    case .alreadyStarted: "the full-screen mode is already on"
    case .systemError: "the terminal's modes cannot be read or set"
    }
  }

  /// TERM comes from outside and is shown on a terminal.
  private var shownTerm: String {
    let scalars = term.unicodeScalars.prefix(40).map { scalar in
      DisplayWidth.isShowable(scalar) ? scalar : "?"
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
