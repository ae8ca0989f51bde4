import CellGraphics

/// Decodes one character outside of escape sequences: a control character or UTF-8.
enum CharacterDecoder {
  static func decode(_ bytes: ArraySlice<UInt8>) -> DecodeStep {
    guard let first = bytes.first else { return .incomplete }
    switch first {
    case 0x0D, 0x0A: return .event(.key(.enter), 1)
    case 0x09: return .event(.key(.tab), 1)
    case 0x08, 0x7F: return .event(.key(.backspace), 1)
    case 0x00: return .event(.key(Key(" ", .control)), 1)
    case 0x01...0x1A: return .event(.key(.control(Unicode.Scalar(first + 0x60))), 1)
    case 0x1B: return .event(.key(.escape), 1)
    case 0x1C...0x1F: return .event(.key(.control(Unicode.Scalar(first + 0x40))), 1)
    case 0x20..<0x7F: return .event(.key(Key(Unicode.Scalar(first))), 1)
    default: return decodeMultibyte(bytes, first)
    }
  }

  /// A bad byte is dropped alone, so that what follows it is not lost.
  private static func decodeMultibyte(_ bytes: ArraySlice<UInt8>, _ first: UInt8) -> DecodeStep {
    let length: Int
    var value: UInt32
    let least: UInt32
    switch first {
    case 0xC2...0xDF: (length, value, least) = (2, UInt32(first & 0x1F), 0x80)
    case 0xE0...0xEF: (length, value, least) = (3, UInt32(first & 0x0F), 0x800)
    case 0xF0...0xF4: (length, value, least) = (4, UInt32(first & 0x07), 0x10000)
    default: return .dropped(1)
    }
    for byte in bytes.dropFirst().prefix(length - 1) {
      guard byte & 0xC0 == 0x80 else { return .dropped(1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard bytes.count >= length else { return .incomplete }
    guard value >= least, value > 0x9F, let scalar = Unicode.Scalar(value) else {
      return .dropped(length)
    }
    return .event(.key(Key(scalar)), length)
  }
}
