/// A running 64-bit digest with a fixed definition, the same in every process and on every machine.
///
/// It tells accidental differences apart (two runs, two files); it is no protection against someone
/// who wants a collision. Each word is mixed by xor, an odd multiplier and a shift (the finaliser of
/// SplitMix64, Steele et al. 2014, doi:10.1145/2660193.2660195). O(1) a word.
public struct Digest: Hashable, Sendable {
  @usableFromInline var word: UInt64
  @inlinable public var state: UInt64 { word }

  @inlinable public init() { self.init(seed: 0x9E37_79B9_7F4A_7C15) }
  @usableFromInline init(seed: UInt64) { word = seed }

  /// Mixes one word in. The order of calls matters.
  @inlinable public mutating func combine(_ next: UInt64) {
    word = Self.mix(word ^ next) &+ 0x9E37_79B9_7F4A_7C15
  }
  @inlinable public mutating func combine(_ number: Int64) { combine(UInt64(bitPattern: number)) }
  @inlinable public mutating func combine(_ number: Int) { combine(Int64(number)) }
  @inlinable public mutating func combine(_ number: Int32) { combine(Int64(number)) }
  @inlinable public mutating func combine(_ flag: Bool) { combine(flag ? 1 as UInt64 : 2) }

  /// Mixes the UTF-8 bytes of the text and their count. O(bytes).
  public mutating func combine(_ text: String) {
    var word: UInt64 = 0
    var filled = 0
    var count = 0
    for byte in text.utf8 {
      word = word << 8 | UInt64(byte)
      filled += 1
      count += 1
      if filled == 8 {
        combine(word)
        word = 0
        filled = 0
      }
    }
    combine(word)
    combine(count)
  }

  @inlinable public mutating func combine(_ value: some CanonicallyEncodable) {
    value.encode(into: &self)
  }

  /// Mixes the count, then each element in order.
  public mutating func combine(contentsOf values: some Sequence<some CanonicallyEncodable>) {
    var count = 0
    for value in values {
      combine(value)
      count += 1
    }
    combine(count)
  }

  /// Sixteen hexadecimal digits.
  public var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @inlinable static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Has one encoding, whatever the process: never by way of `Hasher`, never in the order of a
/// `Dictionary` or `Set`.
public protocol CanonicallyEncodable {
  func encode(into digest: inout Digest)
}
