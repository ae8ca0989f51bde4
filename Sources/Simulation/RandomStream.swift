import Histories

/// What a random draw decides. Each concern has a stream of its own, so that a draw added to one
/// never shifts another.
public enum RandomConcern: UInt64, Sendable {
  case jitter = 1
  case loss, duplication, duplicateDelay, routing, workload, nemesis
}

/// The place of an event in the causal history of its operation. Draws are keyed by it and never by
/// a running number: adding one operation leaves the delays of the others as they were.
public struct CausalKey: Hashable, Sendable {
  public let word: UInt64
  @inlinable init(word: UInt64) { self.word = word }

  /// The start of a causal path: the *n*-th thing that a named source does.
  public init(source: UInt64, ordinal: Int) {
    let start = Digest.mix(source &+ 0x5851_F42D_4C95_7F2D)
    word = Digest.mix(start ^ UInt64(bitPattern: Int64(ordinal)))
  }

  /// The *n*-th effect of the event with this key.
  @inlinable public func effect(_ ordinal: Int) -> CausalKey {
    let step = UInt64(truncatingIfNeeded: ordinal &+ 1)
    return CausalKey(word: Digest.mix(word &+ 0xD134_2543_DE82_EF95 &* step))
  }
}

/// Keyed pseudo-random draws: the same seed, concern and key give the same number, always.
///
/// The generator is SplitMix64's finaliser over the key (Steele et al. 2014): good enough to vary
/// schedules, not for cryptography. The bounded draw is Lemire's multiply-shift without rejection
/// (arXiv:1805.10941): its bias is below bound / 2^64.
public struct RandomStream: Hashable, Sendable {
  public let seed: UInt64
  @inlinable public init(seed: UInt64) { self.seed = seed }

  /// A uniform 64-bit word.
  @inlinable
  public func word(_ concern: RandomConcern, _ key: CausalKey, _ index: UInt64 = 0) -> UInt64 {
    let stream = Digest.mix(seed ^ Digest.mix(concern.rawValue &* 0xA24B_AED4_963E_E407))
    return Digest.mix(stream ^ key.word &+ index &* 0x9FB2_1C65_1E98_DF25)
  }

  /// A uniform integer in `0..<bound`; 0 for a bound below 1.
  @inlinable
  public func below(
    _ bound: Int64, _ concern: RandomConcern, _ key: CausalKey, _ index: UInt64 = 0
  ) -> Int64 {
    guard bound > 0 else { return 0 }
    return Int64(word(concern, key, index).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// True with the probability given.
  @inlinable
  public func happens(
    _ probability: Probability, _ concern: RandomConcern, _ key: CausalKey, _ index: UInt64 = 0
  ) -> Bool {
    guard probability.partsPerMillion > 0 else { return false }
    return below(1_000_000, concern, key, index) < Int64(probability.partsPerMillion)
  }
}

/// A probability in parts per million, so that no floating point enters the engine.
public struct Probability: Hashable, Comparable, Sendable {
  public let partsPerMillion: Int32
  /// Clamped to 0...1,000,000.
  public init(partsPerMillion: Int) {
    self.partsPerMillion = Int32(min(max(partsPerMillion, 0), 1_000_000))
  }
  public init(percent: Int) { self.init(partsPerMillion: min(max(percent, 0), 100) * 10_000) }
  public static let never = Probability(partsPerMillion: 0)
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.partsPerMillion < rhs.partsPerMillion
  }
}
