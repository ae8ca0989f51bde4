import Glibc

/// Standard input, line by line, of bounded length.
struct PlainInput {
  /// A line, or that it was too long to be one.
  enum Line: Equatable {
    case text(String)
    case tooLong
  }

  /// No command is longer by far.
  static let bytesMax = 4096

  private var buffer: [UInt8] = []
  private var next = 0
  private var isAtEnd = false

  /// The next line without its line feed; nil at the end of the input. What is left of a last line
  /// without a line feed is a line too. Bytes that are no UTF-8 become replacement characters.
  mutating func line() -> Line? {
    var bytes: [UInt8] = []
    var isTooLong = false
    while let byte = byte() {
      if byte == UInt8(ascii: "\n") { return isTooLong ? .tooLong : Self.line(bytes) }
      if bytes.count == Self.bytesMax {
        isTooLong = true
      } else {
        bytes.append(byte)
      }
    }
    if isTooLong { return .tooLong }
    return bytes.isEmpty ? nil : Self.line(bytes)
  }

  private static func line(_ bytes: [UInt8]) -> Line {
    .text(String(decoding: bytes, as: UTF8.self))
  }

  private mutating func byte() -> UInt8? {
    if next == buffer.count { fill() }
    guard next < buffer.count else { return nil }
    defer { next += 1 }
    return buffer[next]
  }

  private mutating func fill() {
    guard !isAtEnd else { return }
    var bytes = [UInt8](repeating: 0, count: 4096)
    var count = read(STDIN_FILENO, &bytes, bytes.count)
    while count < 0, Descriptor.waits(for: STDIN_FILENO, POLLIN) {
      count = read(STDIN_FILENO, &bytes, bytes.count)
    }
    isAtEnd = count <= 0
    buffer = Array(bytes.prefix(max(0, count)))
    next = 0
  }
}

/// Standard output, written at once and as a whole.
enum PlainOutput {
  /// - Throws: `CommandFailure` when it cannot be written, as on a full disk.
  static func write(_ text: String) throws {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        done += count
      } else if !Descriptor.waits(for: STDOUT_FILENO, POLLOUT) {
        throw CommandFailure(
          .inputOutput, "the output could not be written: \(String(cString: strerror(errno)))")
      }
    }
  }
}

private enum Descriptor {
  /// After a call that failed: whether it is to be tried again, which it is when a signal came
  /// between, or when the descriptor does not block and was not ready. Waits until it is.
  static func waits(for descriptor: Int32, _ events: Int32) -> Bool {
    if errno == EINTR { return true }
    guard errno == EAGAIN || errno == EWOULDBLOCK else { return false }
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    _ = poll(&request, 1, -1)
    return true
  }
}
