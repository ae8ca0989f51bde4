import CPseudoTerminal
import CellGraphics
import Glibc

/// A program on a pseudo-terminal, driven by a test: send keys, wait until the screen shows
/// something, look at what became of the terminal. For one thread at a time.
public final class PseudoTerminal {
  /// What became of the program.
  public enum Status: Equatable, Sendable {
    case running
    case stopped
    case exited(Int)
    case killed(signal: Int)
  }

  public struct SpawnError: Error, Sendable {
    public let number: Int32
  }

  /// What the program has drawn so far.
  public private(set) var screen: VirtualScreen
  /// Everything the program has written, for error messages.
  public private(set) var output: [UInt8] = []
  public let processID: Int32
  private let master: Int32
  private var isMasterOpen = true
  private var finalStatus: Status?
  private var lastStatus = Status.running

  /// Starts `program` with exactly the environment given (`TERM` and so on).
  public init(
    program: String, arguments: [String] = [], environment: [String: String], size: Size
  ) throws {
    var process: pid_t = 0
    let pairs = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let descriptor = PseudoTerminal.withCStrings([program] + arguments) { argumentPointers in
      PseudoTerminal.withCStrings(pairs) { environmentPointers in
        cpt_spawn(
          program, argumentPointers, environmentPointers, Int32(size.height), Int32(size.width),
          &process)
      }
    }
    guard descriptor >= 0 else { throw SpawnError(number: errno) }
    master = descriptor
    processID = process
    screen = VirtualScreen(size: size)
  }

  deinit {
    if finalStatus == nil {
      kill(processID, SIGKILL)
      var code: Int32 = 0
      while true {
        let state = cpt_wait(processID, &code)
        if state != 0 && state != 3 { break }
        usleep(1000)
      }
    }
    if isMasterOpen { Glibc.close(master) }
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>?) -> Result
  ) -> Result {
    let pointers: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
  }

  /// Types text.
  public func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Types bytes.
  public func send(bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, isMasterOpen {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        pump(milliseconds: 10)
      } else {
        return
      }
    }
  }

  /// Changes the size of the window.
  public func resize(_ size: Size) {
    screen.resize(size)
    _ = cpt_resize(master, Int32(size.height), Int32(size.width))
  }

  /// Closes the terminal, as when a window is closed or a connection breaks.
  public func hangUp() {
    guard isMasterOpen else { return }
    isMasterOpen = false
    Glibc.close(master)
  }

  /// Sends a signal to the program.
  public func signal(_ number: Int32) { kill(processID, number) }

  /// Reads output until the screen satisfies `condition`; false when the time is over.
  public func wait(
    milliseconds: Int = 5000, until condition: (VirtualScreen) -> Bool
  ) -> Bool {
    let deadline = now() + milliseconds
    while true {
      if condition(screen) { return true }
      let left = deadline - now()
      guard left > 0 else { return false }
      if !pump(milliseconds: min(left, 100)), !isMasterOpen { return condition(screen) }
    }
  }

  /// Reads output until something was written behind the first `start` bytes, so that what stood on
  /// the screen before is not taken for it; false when the time is over.
  public func waitForOutput(_ text: String, after start: Int, milliseconds: Int = 5000) -> Bool {
    wait(milliseconds: milliseconds) { _ in
      String(decoding: output[start...], as: UTF8.self).contains(text)
    }
  }

  /// Reads output until the status satisfies `condition`, and returns the last one.
  public func waitForStatus(
    milliseconds: Int = 5000, until condition: (Status) -> Bool = PseudoTerminal.hasEnded
  ) -> Status {
    let deadline = now() + milliseconds
    while true {
      let status = status()
      if condition(status) || now() >= deadline {
        pump(milliseconds: 0)
        return status
      }
      if !pump(milliseconds: 5) { usleep(2000) }
    }
  }

  public static func hasEnded(_ status: Status) -> Bool {
    switch status {
    case .running, .stopped: false
    case .exited, .killed: true
    }
  }

  /// What the program is doing now.
  public func status() -> Status {
    if let finalStatus { return finalStatus }
    var code: Int32 = 0
    switch cpt_wait(processID, &code) {
    case 1: finalStatus = .exited(Int(code))
    case 2: finalStatus = .killed(signal: Int(code))
    case 3: lastStatus = .stopped
    default: break
    }
    return finalStatus ?? lastStatus
  }

  /// Tells a stopped program to go on.
  public func resume() {
    lastStatus = .running
    kill(processID, SIGCONT)
  }

  /// Whether the terminal echoes what is typed, as a shell needs it.
  public var echoes: Bool { cpt_modes(master) & 1 != 0 }
  /// Whether the terminal edits lines, as a shell needs it.
  public var isCanonical: Bool { cpt_modes(master) & 2 != 0 }

  /// Whether a program that reads waits for input, as a shell needs it.
  public var readsWait: Bool { cpt_modes(master) & 8 != 0 }

  /// Reads what there is, waiting at most the given time; false when nothing came.
  @discardableResult
  public func pump(milliseconds: Int) -> Bool {
    guard isMasterOpen else { return false }
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, Int32(milliseconds)) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var any = false
    while true {
      let count = read(master, &bytes, bytes.count)
      guard count > 0 else { return any }
      any = true
      output += bytes[..<count]
      screen.feed(bytes[..<count])
    }
  }

  private func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
