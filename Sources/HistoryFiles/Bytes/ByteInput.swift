/// Where the bytes of a history come from: fills the buffer from its start and returns how many bytes it
/// put there, 0 at the end of the input, or a negative number that says why it could not.
public typealias ByteSource = (UnsafeMutableRawBufferPointer) -> Int

/// Bytes from a source, looked at one by one, with the line and column at which one stands.
///
/// Holds one chunk, and as much more as the longest single word takes, which is limited. The base of
/// the readers of all formats.
struct ByteInput: ~Copyable {
  let limits: ReadingLimits
  private let source: ByteSource
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private let classes: UnsafeMutablePointer<UInt8>
  /// The next byte, as an offset in the buffer.
  private var next = 0
  private var end = 0
  private var isAtEnd = false
  private var line = 1
  /// Where the line starts, as an offset in the buffer; negative if that is no longer there.
  private var lineStart = 0
  /// Elements of collections read since the last event.
  var elements = 0
  /// Whether the value that was read last was written as a vector.
  var latestIsVector = false

  init(_ source: @escaping ByteSource, limits: ReadingLimits, chunk: Int = 1 << 16) {
    self.source = source
    self.limits = limits
    capacity = max(chunk, 16)
    buffer = .allocate(capacity: capacity)
    classes = ByteClass.table()
  }

  deinit {
    buffer.deallocate()
    classes.deallocate()
  }

  /// What `peek` gives at the end.
  static let ending = -1

  var place: FilePlace { FilePlace(line: line, column: next - lineStart + 1) }

  /// The next byte, which stays there; `ending` if there is none.
  @inline(__always)
  mutating func peek() throws(HistoryFileError) -> Int {
    if next < end { return Int(buffer[next]) }
    return try fill() ? Int(buffer[next]) : Self.ending
  }

  /// Goes past the byte that `peek` gave.
  @inline(__always)
  mutating func skip() {
    next += 1
    if buffer[next - 1] == UInt8(ascii: "\n") {
      line += 1
      lineStart = next
    }
  }

  /// The byte after the next one; `ending` if there is none.
  mutating func peekSecond() throws(HistoryFileError) -> Int { try peek(after: 1) }

  /// The byte so many places further on; `ending` if there is none.
  mutating func peek(after offset: Int) throws(HistoryFileError) -> Int {
    while end - next <= offset {
      guard try fill() else { return Self.ending }
    }
    return Int(buffer[next + offset])
  }

  /// Gets more bytes behind those that have not been read. False at the end.
  private mutating func fill() throws(HistoryFileError) -> Bool {
    if isAtEnd { return false }
    if next > 0 {
      buffer.update(from: buffer + next, count: end - next)
      lineStart -= next
      end -= next
      next = 0
    }
    if end == capacity { grow() }
    let count = source(UnsafeMutableRawBufferPointer(start: buffer + end, count: capacity - end))
    guard count >= 0 else {
      throw HistoryFileError(.source(code: -count), at: place, "the input cannot be read")
    }
    isAtEnd = count == 0
    end += min(count, capacity - end)
    return !isAtEnd
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity)
    larger.update(from: buffer, count: end)
    buffer.deallocate()
    buffer = larger
    capacity *= 2
  }
}

extension ByteInput {
  /// Goes past spaces, line ends and what else the class says.
  @inline(__always)
  mutating func skipAll(_ kind: UInt8) throws(HistoryFileError) {
    while true {
      let byte = try peek()
      guard byte >= 0, classes[byte] & kind != 0 else { return }
      skip()
    }
  }

  /// The bytes up to the first of a class, all at once; the input stands behind them.
  ///
  /// None of them is a line feed if the class contains it. The bytes are valid until the next read.
  mutating func word(
    until kind: UInt8
  ) throws(HistoryFileError) -> UnsafeBufferPointer<UInt8> {
    var length = 0
    while true {
      let (bytes, count, classes) = (buffer + next, end - next, classes)
      while length < count, classes[Int(bytes[length])] & kind == 0 { length += 1 }
      if length < count { break }
      guard length <= limits.wordBytes else {
        throw error("a word of more than \(limits.wordBytes) bytes")
      }
      guard try fill() else { break }
    }
    guard length <= limits.wordBytes else {
      throw error("a word of more than \(limits.wordBytes) bytes")
    }
    defer { next += length }
    return UnsafeBufferPointer(start: buffer + next, count: length)
  }

  /// Goes past the rest of the line and its end. False at the end of the input.
  mutating func skipLine() throws(HistoryFileError) -> Bool {
    while true {
      while next < end {
        let byte = buffer[next]
        skip()
        if byte == UInt8(ascii: "\n") { return true }
      }
      guard try fill() else { return false }
    }
  }

  func error(_ message: String, at place: FilePlace? = nil) -> HistoryFileError {
    HistoryFileError(at: place ?? self.place, message)
  }

  /// What stands here, for a message; the input stays where it is.
  mutating func found() throws(HistoryFileError) -> String {
    let byte = try peek()
    if byte == Self.ending { return "the end of the input" }
    if byte == UInt8(ascii: "\n") { return "the end of the line" }
    if classes[byte] & ByteClass.wordEnd != 0 || byte < 0x20 {
      return quoted(String(UnicodeScalar(UInt8(byte))))
    }
    let word = try word(until: ByteClass.wordEnd)
    next -= word.count
    return quoted(String(decoding: word.prefix(80), as: UTF8.self))
  }

  /// Counts one more element of a collection.
  mutating func countElement() throws(HistoryFileError) {
    elements += 1
    if elements > limits.elements {
      throw error("one event with more than \(limits.elements) elements")
    }
  }

  func checkDepth(_ depth: Int) throws(HistoryFileError) {
    if depth > limits.depth { throw error("more than \(limits.depth) collections in each other") }
  }
}
