/// One thing in the output of a program for a terminal.
enum ControlToken: Equatable {
  case print(Unicode.Scalar)
  /// A C0 control character.
  case control(UInt8)
  /// `ESC`, intermediate characters, a final character.
  case escape(String, UInt8)
  /// A control sequence: a private prefix or none, parameters (nil when left out), intermediates
  /// and the final character.
  case sequence(prefix: String, parameters: [Int?], intermediates: String, final: UInt8)
  /// An operating system command or another string, which is ignored.
  case string
}

/// Splits output into tokens; bytes may come in any pieces.
struct ControlParser {
  private enum State {
    case ground, escape, sequence, string, stringEscape
  }

  private var state = State.ground
  private var collected: [UInt8] = []
  private var utf8: [UInt8] = []

  mutating func feed(_ bytes: some Sequence<UInt8>, _ handle: (ControlToken) -> Void) {
    for byte in bytes { feed(byte, handle) }
  }

  private mutating func feed(_ byte: UInt8, _ handle: (ControlToken) -> Void) {
    switch state {
    case .ground: ground(byte, handle)
    case .escape: escape(byte, handle)
    case .sequence: sequence(byte, handle)
    case .string:
      if byte == 0x1B { state = .stringEscape }
      if byte == 0x07 { endString(handle) }
    case .stringEscape:
      if byte == 0x5C { endString(handle) } else { state = .string }
    }
  }

  private mutating func endString(_ handle: (ControlToken) -> Void) {
    state = .ground
    handle(.string)
  }

  private mutating func ground(_ byte: UInt8, _ handle: (ControlToken) -> Void) {
    if byte == 0x1B {
      state = .escape
      collected = []
      utf8 = []
    } else if byte < 0x20 || byte == 0x7F {
      utf8 = []
      handle(.control(byte))
    } else if byte < 0x80 {
      utf8 = []
      handle(.print(Unicode.Scalar(byte)))
    } else {
      multibyte(byte, handle)
    }
  }

  private mutating func multibyte(_ byte: UInt8, _ handle: (ControlToken) -> Void) {
    if byte & 0xC0 != 0x80 { utf8 = [] }
    utf8.append(byte)
    let first = utf8[0]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard utf8.count >= length else { return }
    let text = String(decoding: utf8, as: UTF8.self)
    utf8 = []
    for scalar in text.unicodeScalars { handle(.print(scalar)) }
  }

  private mutating func escape(_ byte: UInt8, _ handle: (ControlToken) -> Void) {
    if collected.isEmpty, byte == 0x5B {
      state = .sequence
      return
    }
    if collected.isEmpty, [0x50, 0x58, 0x5D, 0x5E, 0x5F].contains(byte) {
      state = .string
      return
    }
    switch byte {
    case 0x20..<0x30: collected.append(byte)
    case 0x30..<0x7F:
      state = .ground
      handle(.escape(String(decoding: collected, as: UTF8.self), byte))
    default:
      state = .ground
      handle(.control(byte))
    }
  }

  private mutating func sequence(_ byte: UInt8, _ handle: (ControlToken) -> Void) {
    switch byte {
    case 0x20..<0x40: collected.append(byte)
    case 0x40..<0x7F:
      state = .ground
      handle(ControlParser.token(collected, byte))
    case 0x1B:
      state = .escape
      collected = []
    default: handle(.control(byte))
    }
  }

  private static func token(_ bytes: [UInt8], _ final: UInt8) -> ControlToken {
    let prefix = bytes.prefix { (0x3C..<0x40).contains($0) }
    let rest = bytes.dropFirst(prefix.count)
    let numbers = rest.prefix { (0x30..<0x3C).contains($0) }
    let intermediates = rest.dropFirst(numbers.count)
    let parameters: [Int?] = numbers.split(separator: 0x3B, omittingEmptySubsequences: false).map {
      Int(String(decoding: $0, as: UTF8.self))
    }
    return .sequence(
      prefix: String(decoding: prefix, as: UTF8.self), parameters: parameters,
      intermediates: String(decoding: intermediates, as: UTF8.self), final: final)
  }
}
