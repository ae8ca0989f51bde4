import CellGraphics

/// Turns the bytes of a terminal into keys, pastes and mouse events. Pure: no input or output.
///
/// It understands UTF-8, control characters, CSI and SS3 sequences as xterm, VT220, rxvt, the Linux
/// console and the "CSI u" protocol send them, bracketed paste and SGR mouse reports. Bytes may
/// arrive torn at any place. What it does not understand is dropped as a whole; no input makes it
/// trap, and what it holds back is bounded. O(1) a byte, amortised.
public struct InputDecoder: Sendable {
  /// Bytes that are not complete yet.
  private var pending: [UInt8] = []
  private var paste: PasteCollector?

  public init() {}

  /// How long to wait for more input before ``timeout()`` should be called; nil when nothing waits.
  public var waitMilliseconds: Int? {
    if paste != nil { return 1000 }
    if pending.isEmpty { return nil }
    return pending.allSatisfy { $0 == InputByte.escape } ? 40 : 250
  }

  /// Takes bytes and returns the events that they complete.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    for byte in bytes {
      if paste != nil {
        takePasteByte(byte, &events)
      } else {
        pending.append(byte)
        drain(&events)
      }
    }
    return events
  }

  /// Decides what the held-back bytes mean when nothing follows them: a lone escape is the Escape
  /// key, and an unfinished sequence is dropped.
  public mutating func timeout() -> [TerminalEvent] {
    if let collected = paste {
      paste = nil
      return [.paste(collected.text)]
    }
    var events: [TerminalEvent] = []
    if pending.allSatisfy({ $0 == InputByte.escape }) {
      events = pending.map { _ in .key(.escape) }
    } else if pending.count == 2, pending[0] == InputByte.escape {
      // Alt with a character that could have begun a sequence.
      events = [.key(.alt(Unicode.Scalar(pending[1])))]
    }
    pending.removeAll()
    return events
  }

  private mutating func takePasteByte(_ byte: UInt8, _ events: inout [TerminalEvent]) {
    paste?.append(byte)
    if let collected = paste, collected.isComplete {
      paste = nil
      events.append(.paste(collected.text))
    }
  }

  /// Decodes as much of the pending bytes as is complete.
  private mutating func drain(_ events: inout [TerminalEvent]) {
    while !pending.isEmpty {
      switch decodeOne() {
      case .incomplete: return
      case .dropped(let count): pending.removeFirst(min(count, pending.count))
      case .event(let event, let count):
        pending.removeFirst(min(count, pending.count))
        events.append(event)
      case .pasteBegins(let count):
        pending.removeFirst(min(count, pending.count))
        paste = PasteCollector()
        let rest = pending
        pending.removeAll()
        for byte in rest { takePasteByte(byte, &events) }
        return
      }
    }
  }

  private func decodeOne() -> DecodeStep {
    guard pending[0] == InputByte.escape else { return CharacterDecoder.decode(pending[...]) }
    guard pending.count > 1 else { return .incomplete }
    switch pending[1] {
    case InputByte.escape: return doubleEscape()
    case InputByte.bracket: return SequenceDecoder.control(pending[2...]).shifted(by: 2)
    case InputByte.letterO: return SequenceDecoder.single(pending[2...]).shifted(by: 2)
    default: return CharacterDecoder.decode(pending[1...]).shifted(by: 1).addingAlt()
    }
  }

  /// Two escapes: rxvt sends Alt with a sequence so; otherwise the first is the Escape key.
  private func doubleEscape() -> DecodeStep {
    guard pending.count > 2 else { return .incomplete }
    switch pending[2] {
    case InputByte.bracket:
      return SequenceDecoder.control(pending[3...]).shifted(by: 3).addingAlt()
    case InputByte.letterO:
      return SequenceDecoder.single(pending[3...]).shifted(by: 3).addingAlt()
    default: return .event(.key(.escape), 1)
    }
  }
}

enum InputByte {
  static let escape: UInt8 = 0x1B
  static let bracket: UInt8 = 0x5B
  static let letterO: UInt8 = 0x4F
}

/// The outcome of decoding at the start of some bytes, with the number of bytes that it used.
enum DecodeStep: Equatable {
  case incomplete
  case dropped(Int)
  case event(TerminalEvent, Int)
  case pasteBegins(Int)

  func shifted(by count: Int) -> DecodeStep {
    switch self {
    case .incomplete: .incomplete
    case .dropped(let used): .dropped(used + count)
    case .event(let event, let used): .event(event, used + count)
    case .pasteBegins(let used): .pasteBegins(used + count)
    }
  }

  func addingAlt() -> DecodeStep {
    guard case .event(.key(var key), let used) = self else { return self }
    key.modifiers.insert(.alt)
    return .event(.key(key), used)
  }
}

/// Collects pasted bytes up to the end mark.
struct PasteCollector: Sendable {
  private static let endMark: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
  /// What a paste has beyond this is dropped: it must not arrive as keys.
  static let maximum = 1 << 20
  private var bytes: [UInt8] = []
  /// How many bytes of the end mark have come in a row.
  private var matched = 0
  private var droppedCount = 0
  private(set) var isComplete = false

  mutating func append(_ byte: UInt8) {
    if bytes.count < PasteCollector.maximum {
      bytes.append(byte)
    } else {
      droppedCount += 1
    }
    let mark = PasteCollector.endMark
    matched = byte == mark[matched] ? matched + 1 : byte == mark[0] ? 1 : 0
    guard matched == mark.count else { return }
    bytes.removeLast(max(0, mark.count - droppedCount))
    isComplete = true
  }

  /// The text; terminals send a carriage return for each line break.
  var text: String {
    var text = ""
    var previous: Unicode.Scalar = " "
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if scalar == "\r" {
        text.unicodeScalars.append("\n")
      } else if !(scalar == "\n" && previous == "\r") {
        text.unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return text
  }
}
