/// Sets of bytes, as bits of a table, so that one look tells.
enum ByteClass {
  /// What stands between words: spaces and, as in EDN, commas.
  static let space: UInt8 = 1
  /// What a word of EDN or JSON ends with.
  static let wordEnd: UInt8 = 2
  /// What interrupts the text of a string.
  static let stringEnd: UInt8 = 4
  /// What interrupts a field of a log line.
  static let fieldEnd: UInt8 = 8
  /// Spaces of JSON, where a comma separates.
  static let blankJSON: UInt8 = 64
  /// Spaces that do not end a line.
  static let blank: UInt8 = 16
  static let lineEnd: UInt8 = 32

  /// A table that belongs to the caller.
  static func table() -> UnsafeMutablePointer<UInt8> {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    table.initialize(repeating: 0, count: 256)
    func add(_ kind: UInt8, _ bytes: String) {
      for byte in bytes.utf8 { table[Int(byte)] |= kind }
    }
    add(space, " \t\r\n,\u{0C}")
    add(blankJSON, " \t\r\n")
    add(blank, " \t\r,\u{0C}")
    add(wordEnd, " \t\r\n,\u{0C}()[]{}\";")
    add(stringEnd, "\"\\\n")
    add(fieldEnd, "\t\r\n")
    add(lineEnd, "\n")
    return table
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether the bytes are exactly those of the text.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }

  /// A whole number of at most 64 bits, with or without a sign; nil if it is something else.
  var integer: Int64? {
    guard var index = indices.first else { return nil }
    let isNegative = self[0] == UInt8(ascii: "-")
    if isNegative || self[0] == UInt8(ascii: "+") { index += 1 }
    guard index < count else { return nil }
    var result: Int64 = 0
    while index < count {
      let digit = Int64(self[index]) - 48
      guard (0...9).contains(digit) else { return nil }
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      let (sum, carries) = product.subtractingReportingOverflow(digit)
      if overflow || carries { return nil }
      result = sum
      index += 1
    }
    if isNegative { return result }
    return result == .min ? nil : -result
  }
}
