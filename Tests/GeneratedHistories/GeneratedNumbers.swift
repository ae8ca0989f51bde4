/// A small generator of numbers, the same on every machine (SplitMix64).
public struct GeneratedNumbers: RandomNumberGenerator {
  private var state: UInt64
  public init(_ seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  public mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
  public mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
  /// Once in so many times; never for 0.
  public mutating func happens(every count: Int) -> Bool { count > 0 && below(count) == 0 }
}
