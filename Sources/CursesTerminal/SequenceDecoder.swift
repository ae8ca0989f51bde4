import CellGraphics

/// Decodes what follows `ESC [` (control sequences) and `ESC O` (single shifts).
enum SequenceDecoder {
  /// A control sequence without a final byte after this many bytes is given up.
  private static let maximumLength = 64

  /// `bytes` begin after `ESC [`.
  static func control(_ bytes: ArraySlice<UInt8>) -> DecodeStep {
    guard let first = bytes.first else { return .incomplete }
    if first == InputByte.bracket { return linuxFunction(bytes) }
    if first == 0x4D { return bytes.count >= 4 ? .dropped(4) : .incomplete }  // X10 mouse
    var parameters: [UInt8] = []
    for (offset, byte) in bytes.enumerated() {
      switch byte {
      case 0x24 where isNumber(parameters), 0x40...0x7E:
        let used = offset + 1
        guard let event = interpret(parameters, final: byte) else {
          return isPasteStart(parameters, byte) ? .pasteBegins(used) : .dropped(used)
        }
        return .event(event, used)
      case 0x20..<0x40:
        parameters.append(byte)
        if offset + 1 >= maximumLength { return .dropped(offset + 1) }
      default:
        // A control character or a new escape: this sequence was torn; start again with the byte.
        return .dropped(offset)
      }
    }
    return .incomplete
  }

  /// `bytes` begin after `ESC O`.
  static func single(_ bytes: ArraySlice<UInt8>) -> DecodeStep {
    guard let first = bytes.first else { return .incomplete }
    if (0x31...0x39).contains(first) {
      guard let final = bytes.dropFirst().first else { return .incomplete }
      guard var key = SequenceKeys.single(final) else { return .dropped(1) }
      key.modifiers.formUnion(SequenceKeys.modifiers(Int(first) - 0x30))
      return .event(.key(key), 2)
    }
    guard let key = SequenceKeys.single(first) else {
      // Not a sequence at all: Alt-O, and the byte stands for itself.
      return .event(.key(.alt("O")), 0)
    }
    return .event(.key(key), 1)
  }

  /// F1 to F5 of the Linux console: `ESC [ [ A` to `ESC [ [ E`.
  private static func linuxFunction(_ bytes: ArraySlice<UInt8>) -> DecodeStep {
    guard let letter = bytes.dropFirst().first else { return .incomplete }
    guard (0x41...0x45).contains(letter) else { return .dropped(1) }
    return .event(.key(.function(Int(letter) - 0x40)), 2)
  }

  private static func isNumber(_ parameters: [UInt8]) -> Bool {
    !parameters.isEmpty && parameters.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isPasteStart(_ parameters: [UInt8], _ final: UInt8) -> Bool {
    final == 0x7E && parameters == [0x32, 0x30, 0x30]
  }

  private static func interpret(_ parameters: [UInt8], final: UInt8) -> TerminalEvent? {
    if parameters.first == 0x3C {
      guard final == 0x4D || final == 0x6D else { return nil }
      return MouseReport.event(numbers(parameters.dropFirst()), isRelease: final == 0x6D)
    }
    guard parameters.allSatisfy({ (0x30...0x3B).contains($0) }) else { return nil }
    return SequenceKeys.control(numbers(parameters[...]), final).map(TerminalEvent.key)
  }

  /// The numbers of a parameter list; sub-parameters after a colon are left out, and an empty
  /// place is nil. Numbers are cut off at a million.
  private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int?] {
    bytes.split(separator: 0x3B, omittingEmptySubsequences: false).map { part in
      var value: Int?
      for byte in part {
        guard (0x30...0x39).contains(byte) else { break }
        value = min(1_000_000, (value ?? 0) * 10 + Int(byte) - 0x30)
      }
      return value
    }
  }
}

/// SGR mouse reports: `ESC [ < button ; column ; row M` or `m`.
enum MouseReport {
  static func event(_ numbers: [Int?], isRelease: Bool) -> TerminalEvent? {
    guard numbers.count == 3, let code = numbers[0], let column = numbers[1], let row = numbers[2]
    else { return nil }
    var modifiers: Key.Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    guard let action = action(code, isRelease: isRelease) else { return nil }
    let point = Point(x: max(0, column - 1), y: max(0, row - 1))
    return .mouse(MouseEvent(action, at: point, modifiers: modifiers))
  }

  private static func action(_ code: Int, isRelease: Bool) -> MouseEvent.Action? {
    if code & 64 != 0 {
      switch code & 3 {
      case 0: return .scrollUp
      case 1: return .scrollDown
      default: return nil
      }
    }
    guard code & 128 == 0 else { return nil }
    let button: MouseEvent.Button
    switch code & 3 {
    case 0: button = .left
    case 1: button = .middle
    case 2: button = .right
    default: return nil
    }
    if isRelease { return .release(button) }
    return code & 32 != 0 ? .drag(button) : .press(button)
  }
}
