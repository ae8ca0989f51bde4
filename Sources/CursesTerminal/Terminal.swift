import CNcurses
import CellGraphics
import Glibc

/// The full-screen terminal: shows buffers and reports input. One at a time, on the main thread.
///
/// While one exists the terminal is in full-screen mode; it is given back by ``close()``, on
/// `exit`, when a termination signal ends the process and when the process crashes. Standard error,
/// if it is a terminal, is kept in memory meanwhile and appears afterwards.
///
/// Ctrl-C and Ctrl-\ arrive as ``TerminalEvent/terminate(_:)``; Ctrl-Z suspends by itself.
public final class Terminal {
  public struct Options: Sendable {
    /// Whether colours may be used; NO_COLOR in the environment also switches them off.
    public var color: Bool
    /// Whether only ASCII may be drawn; a locale that is not UTF-8 also leads to that.
    public var ascii: Bool
    /// Whether the terminal is asked for mouse reports.
    public var mouse: Bool
    /// What the roles of styles look like.
    public var theme: Theme

    public init(
      color: Bool = true, ascii: Bool = false, mouse: Bool = true, theme: Theme = .standard
    ) {
      self.theme = theme
      self.color = color
      self.ascii = ascii
      self.mouse = mouse
    }
  }

  public let capabilities: Capabilities
  /// The colours in use.
  public let colorDepth: ColorDepth
  /// The glyphs that buffers should be made with.
  public let glyphs: GlyphSet
  /// The size of the terminal as last seen; see ``TerminalEvent/resized(_:)``.
  public private(set) var size: Size

  /// What the roles of styles look like now; see ``use(_:)``.
  public private(set) var theme: Theme

  private var decoder = InputDecoder()
  private var painter: RowPainter
  /// A frame that could not be shown yet because the terminal takes no output.
  private var delayedFrame: CellBuffer?
  private var isOpen = true
  private var hangupReported = false

  /// Enters the full-screen mode, or throws and leaves everything as it was.
  public init(options: Options = Options()) throws(TerminalError) {
    let found = Capabilities.detect()
    let color = options.color && !found.noColorRequested
    var request = cn_options(color: color ? 1 : 0, mouse: options.mouse ? 1 : 0)
    var screen = cn_screen()
    let code = cn_start(&request, &screen)
    guard code == 0 else { throw TerminalError(code: code, term: found.term) }
    capabilities = found
    colorDepth = ColorDepth(colors: Int(screen.colors))
    glyphs = options.ascii || !found.isUnicode ? .ascii : .unicode
    size = Size(width: Int(screen.columns), height: Int(screen.rows))
    theme = options.theme
    painter = RowPainter(depth: colorDepth, theme: options.theme)
  }

  deinit { close() }

  /// Shows a buffer: only rows that differ from what was last shown are sent. A buffer larger than
  /// the screen is cut. When the terminal takes no output now, the frame is kept and a newer one
  /// replaces it, so a slow terminal skips frames. O(changed rows x width).
  public func present(_ buffer: CellBuffer) {
    guard isOpen, !hangupReported else { return }
    delayedFrame = nil
    if isWritable() {
      painter.paint(buffer, size: size)
    } else {
      delayedFrame = buffer
    }
  }

  /// Draws everything anew with the next buffer, for example after another program wrote over it.
  public func invalidate() {
    painter.forget()
    cn_invalidate()
  }

  /// Shows everything in another theme, from the next buffer on.
  public func use(_ theme: Theme) {
    guard isOpen, theme != self.theme else { return }
    self.theme = theme
    painter.use(theme)
    invalidate()
  }

  /// Waits at most `milliseconds` (without end when nil) and returns what happened, in order; empty
  /// when the time is over. After a hang-up was reported, the next call ends the process, so that
  /// a program that lost its terminal never keeps running.
  public func poll(milliseconds: Int?) -> [TerminalEvent] {
    guard isOpen else { return [] }
    if hangupReported { endAfterHangup() }
    let deadline = milliseconds.map { Clock.milliseconds() + max(0, $0) }
    while true {
      let remaining = deadline.map { max(0, $0 - Clock.milliseconds()) }
      let events = pollOnce(remaining)
      if !events.isEmpty { return events }
      if let deadline, Clock.milliseconds() >= deadline { return [] }
    }
  }

  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again when
  /// it is continued.
  public func suspend() {
    guard isOpen else { return }
    cn_suspend()
    painter.forget()
  }

  /// Asks the terminal for mouse reports, or leaves the mouse to it from now on.
  public func listenToMouse(_ on: Bool) {
    guard isOpen else { return }
    cn_listen_to_mouse(on ? 1 : 0)
  }

  /// Gives the terminal back as it was. Idempotent.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    cn_stop()
  }

  /// Gives the terminal back and ends the process by the signal, so that the parent process sees
  /// why it ended.
  public func die(by signal: TerminationSignal) -> Never {
    isOpen = false
    cn_die(signal.number)
  }
}

extension Terminal {
  /// One wait: for input, signals, room for a delayed frame, or the end of a torn sequence.
  private func pollOnce(_ remaining: Int?) -> [TerminalEvent] {
    var descriptors = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: cn_signal_descriptor(), events: Int16(POLLIN), revents: 0),
    ]
    if delayedFrame != nil {
      descriptors.append(pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0))
    }
    let torn = decoder.waitMilliseconds
    let wait = [remaining, torn].compactMap { $0 }.min() ?? -1
    let ready = Glibc.poll(
      &descriptors, nfds_t(descriptors.count), CInt(clamping: min(wait, 86_400_000)))
    if ready < 0 { return errno == EINTR || errno == EAGAIN ? [] : hangup() }
    if ready == 0 { return torn.map { $0 <= wait } == true ? decoder.timeout() : [] }
    var events: [TerminalEvent] = []
    if descriptors[1].revents != 0 { events += readSignals() }
    if descriptors[0].revents != 0 { events += readInput(Int32(descriptors[0].revents)) }
    if let frame = delayedFrame, isWritable() { present(frame) }
    return events
  }

  private func readInput(_ state: Int32) -> [TerminalEvent] {
    guard state & Int32(POLLIN) != 0 else { return hangup() }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(STDIN_FILENO, &bytes, bytes.count)
    if count > 0 { return decoder.feed(bytes[..<count]) }
    if count < 0, errno == EINTR || errno == EAGAIN { return [] }
    // Nothing to read and no hang-up: the input was thrown away since it was seen.
    if count == 0, state & Int32(POLLHUP) == 0 { return [] }
    return hangup()
  }

  private func readSignals() -> [TerminalEvent] {
    var bytes = [UInt8](repeating: 0, count: 256)
    var signals: [UInt8] = []
    var count = read(cn_signal_descriptor(), &bytes, bytes.count)
    while count > 0 {
      signals += bytes[..<count]
      count = read(cn_signal_descriptor(), &bytes, bytes.count)
    }
    cn_signals_read()
    var events: [TerminalEvent] = []
    if signals.contains(UInt8(SIGTSTP)) {
      suspend()
      events.append(.resumed)
    } else if signals.contains(UInt8(SIGCONT)) {
      cn_resume()
      painter.forget()
      events.append(.resumed)
    }
    // A storm of size changes is one change: the size now is the only one that matters.
    let mayHaveResized = !events.isEmpty || signals.contains(UInt8(SIGWINCH))
    if mayHaveResized, let change = adoptSize() { events.append(change) }
    events += signals.compactMap(TerminationSignal.init(number:)).prefix(1).map {
      .terminate($0)
    }
    return events
  }

  private func adoptSize() -> TerminalEvent? {
    let now = Capabilities.currentSize()
    cn_resize(CInt(clamping: now.height), CInt(clamping: now.width))
    invalidate()
    size = now
    return .resized(now)
  }

  private func hangup() -> [TerminalEvent] {
    hangupReported = true
    return [.hangup]
  }

  private func endAfterHangup() -> Never { die(by: .hangup) }

  /// Whether the terminal takes output without blocking.
  private func isWritable() -> Bool {
    var descriptor = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return Glibc.poll(&descriptor, 1, 0) > 0
  }
}

extension TerminationSignal {
  /// The signal of a number; nil for signals that do not ask the process to end.
  init?(number: UInt8) {
    switch Int32(number) {
    case SIGINT: self = .interrupt
    case SIGTERM: self = .terminate
    case SIGHUP: self = .hangup
    case SIGQUIT: self = .quit
    default: return nil
    }
  }

  /// The number of the signal; a shell reports the end of the process as 128 more.
  public var number: Int32 {
    switch self {
    case .interrupt: SIGINT
    case .terminate: SIGTERM
    case .hangup: SIGHUP
    case .quit: SIGQUIT
    }
  }
}

/// Monotonic time for deadlines.
enum Clock {
  static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
