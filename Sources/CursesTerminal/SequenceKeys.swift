import CellGraphics

/// Which key a parsed sequence stands for.
enum SequenceKeys {
  /// The modifiers of a parameter: one more than the sum of 1 shift, 2 alt, 4 control, 8 meta.
  static func modifiers(_ parameter: Int) -> Key.Modifiers {
    let bits = max(0, parameter - 1)
    var result: Key.Modifiers = []
    if bits & 1 != 0 { result.insert(.shift) }
    if bits & 0b1010 != 0 { result.insert(.alt) }
    if bits & 4 != 0 { result.insert(.control) }
    return result
  }

  /// The key of a control sequence with numeric parameters.
  static func control(_ numbers: [Int?], _ final: UInt8) -> Key? {
    let second = numbers.count > 1 ? numbers[1] ?? 1 : 1
    let held = modifiers(second)
    switch final {
    case UInt8(ascii: "~"):
      if numbers.first == 27, numbers.count > 2, let code = numbers[2] {
        return character(code, held)
      }
      return numbered(numbers.first ?? nil).map { Key($0, held) }
    case UInt8(ascii: "u"): return character((numbers.first ?? nil) ?? 0, held)
    case UInt8(ascii: "$"): return numbered(numbers.first ?? nil).map { Key($0, .shift) }
    case UInt8(ascii: "^"): return numbered(numbers.first ?? nil).map { Key($0, .control) }
    case UInt8(ascii: "@"):
      return numbered(numbers.first ?? nil).map { Key($0, [.shift, .control]) }
    case UInt8(ascii: "Z"): return .backTab
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return letter(final - 0x20).map { Key($0, .shift) }
    default: return letter(final).map { Key($0, held) }
    }
  }

  /// The key of a single-shift sequence, the numeric keypad included.
  static func single(_ final: UInt8) -> Key? {
    switch final {
    case UInt8(ascii: "M"): return .enter
    case UInt8(ascii: "I"): return .tab
    case UInt8(ascii: "X"): return Key("=")
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return letter(final - 0x20).map { Key($0, .control) }
    case UInt8(ascii: "j")...UInt8(ascii: "y"): return Key(Unicode.Scalar(final - 0x40))
    default: return letter(final).map { Key($0) }
    }
  }

  private static func letter(_ final: UInt8) -> Key.Code? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P"): .function(1)
    case UInt8(ascii: "Q"): .function(2)
    case UInt8(ascii: "R"): .function(3)
    case UInt8(ascii: "S"): .function(4)
    default: nil
    }
  }

  private static func numbered(_ number: Int?) -> Key.Code? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case .some(let code) where (11...15).contains(code): .function(code - 10)
    case .some(let code) where (17...21).contains(code): .function(code - 11)
    case .some(let code) where (23...26).contains(code): .function(code - 12)
    case .some(let code) where (28...29).contains(code): .function(code - 13)
    case .some(let code) where (31...34).contains(code): .function(code - 14)
    default: nil
    }
  }

  /// A key given by its code point, as "CSI u" and modifyOtherKeys send it.
  private static func character(_ code: Int, _ held: Key.Modifiers) -> Key? {
    switch code {
    case 9: return held.contains(.shift) ? .backTab : Key(.tab, held)
    case 13: return Key(.enter, held)
    case 27: return Key(.escape, held)
    case 8, 127: return Key(.backspace, held)
    default:
      guard code >= 0x20, !(0x7F...0x9F).contains(code), !(0xE000...0xF8FF).contains(code),
        let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value)
      else { return nil }
      // Shift is already in the character.
      return Key(.character(scalar), held.subtracting(.shift))
    }
  }
}
