import Checkers
import Histories

/// Reads recorded histories, in chunks, from any source of bytes.
///
/// The position in the file is the clock, unless `:time` is asked for. `:ok` operations happened, `:fail`ed
/// ones did not, `:info` and what has no response may have or not. A read that returned nil is left
/// unjudged where nil stands for *unknown*; the file says how many those are.
///
/// The memory is that of the history, and one chunk; the time is linear in the bytes.
public struct HistoryReader: Sendable {
  /// Nil: found out from the first line that is neither empty nor a comment.
  public var format: HistoryFormat?
  /// What the functions mean; nil: what their names say.
  public var specification: SpecificationName?
  /// What every object holds before the first operation; nil: nothing, or what the file says.
  public var initial: Value?
  /// Nil: observed if `initial` is nil, else what the file says, else as is usual: in transactions and in logs it was
  /// observed, elsewhere it is unknown.
  public var nilReading: NilReading?
  public var clock = HistoryClock.order
  public var limits = ReadingLimits.standard

  public init() {}

  /// - Throws: with the first line and column that cannot be understood.
  public func read(_ source: @escaping ByteSource) throws(HistoryFileError) -> HistoryFile {
    var input = ByteInput(source, limits: limits)
    let found: HistoryFormat
    if let format { found = format } else { found = try input.detectFormat() }
    // What is taken for a log because it is nothing else may be nothing at all.
    let begin = input.place
    let first = format == nil && found == .log ? try input.found() : nil
    var builder = HistoryBuilder(self, format: found)
    var listStart: FilePlace?
    var event = RecordedEvent(at: input.place)
    while true {
      let isThere: Bool
      switch found {
      case .edn: isThere = try input.ednEvent(&event, in: &listStart)
      case .jsonl: isThere = try input.jsonEvent(&event, in: &listStart)
      case .log: isThere = try input.logEvent(&event)
      }
      guard isThere else {
        if let first, builder.isEmpty {
          throw HistoryFileError(
            at: begin,
            "\(first), expected a map (edn), an object (jsonl), or a log in which lines of operations "
              + "have their fields separated by tabs")
        }
        return try builder.finish(at: input.place)
      }
      try builder.add(event)
    }
  }

  /// Reads a history that is in memory.
  public func read(_ bytes: [UInt8]) throws(HistoryFileError) -> HistoryFile {
    var rest = bytes[...]
    return try read { buffer in
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
  }

  public func read(_ text: String) throws(HistoryFileError) -> HistoryFile {
    try read(Array(text.utf8))
  }

  /// One value in the notation of EDN, such as `7`, `nil` or `"Bob"`; a plain word is a text.
  public static func value(_ text: String) throws(HistoryFileError) -> Value {
    var rest = Array(text.utf8)[...]
    var input = ByteInput(
      { buffer in
        let piece = rest.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return piece.count
      }, limits: .standard)
    let value = try input.ednValue()
    try input.skipEDNSpace()
    guard try input.peek() == ByteInput.ending else {
      throw input.error("\(try input.found()) after the value, expected one value")
    }
    return value
  }
}
