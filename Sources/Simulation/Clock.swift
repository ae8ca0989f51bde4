import Histories

/// What a node's own clock shows, in milliseconds. Not an instant of the simulation: two nodes may
/// show different local times at the same instant.
public struct LocalTime: Hashable, Comparable, Sendable, CanonicallyEncodable {
  public var milliseconds: Int64
  @inlinable public init(_ milliseconds: Int64) { self.milliseconds = milliseconds }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.milliseconds < rhs.milliseconds
  }
  @inlinable public static func - (lhs: Self, rhs: Self) -> VirtualDuration {
    VirtualDuration(lhs.milliseconds - rhs.milliseconds)
  }
  @inlinable public static func + (lhs: Self, rhs: VirtualDuration) -> Self {
    Self(lhs.milliseconds + rhs.milliseconds)
  }
  public func encode(into digest: inout Digest) { digest.combine(milliseconds) }
}

/// A node's clock: true time, displaced by an offset and a drift.
///
/// The reading is `anchorLocal + (now - anchor) * (1 + drift)`, rounded down.
public struct Clock: Hashable, Sendable {
  private var anchor: VirtualTime = .zero
  private var anchorLocal = LocalTime(0)
  /// How much faster than true time it runs, in parts per million; negative when it is slower.
  public private(set) var driftPartsPerMillion: Int64 = 0

  public init() {}

  /// What the clock shows at an instant.
  @inline(__always)
  public func reading(at now: VirtualTime) -> LocalTime {
    let elapsed = (now - anchor).milliseconds
    if driftPartsPerMillion == 0 { return LocalTime(anchorLocal.milliseconds + elapsed) }
    // Division rounds towards zero; a slow clock is rounded down all the same.
    let (whole, rest) = (elapsed * driftPartsPerMillion).quotientAndRemainder(
      dividingBy: 1_000_000)
    return LocalTime(anchorLocal.milliseconds + elapsed + whole - (rest < 0 ? 1 : 0))
  }

  /// How far the clock is ahead of true time; negative when it is behind.
  public func offset(at now: VirtualTime) -> VirtualDuration {
    VirtualDuration(reading(at: now).milliseconds - now.milliseconds)
  }

  /// Sets the clock so that it is `offset` ahead of true time.
  public mutating func set(offset: VirtualDuration, at now: VirtualTime) {
    anchorLocal = LocalTime(now.milliseconds + offset.milliseconds)
    anchor = now
  }

  /// Moves the clock by an amount at once, as an operator or a time service does.
  public mutating func step(by amount: VirtualDuration, at now: VirtualTime) {
    anchorLocal = reading(at: now) + amount
    anchor = now
  }

  /// Changes the rate from now on. A rate at or below -1,000,000 would stop the clock; the caller
  /// keeps it above.
  public mutating func set(driftPartsPerMillion drift: Int64, at now: VirtualTime) {
    anchorLocal = reading(at: now)
    anchor = now
    driftPartsPerMillion = drift
  }

  /// How long true time takes until the clock has advanced by `duration`, at least 0.
  @inline(__always)
  public func trueDuration(of duration: VirtualDuration) -> VirtualDuration {
    if driftPartsPerMillion == 0 { return duration }
    let rate = 1_000_000 + driftPartsPerMillion
    guard rate > 0 else { return VirtualDuration(.max / 4) }
    return VirtualDuration((duration.milliseconds * 1_000_000 + rate - 1) / rate)
  }
}

extension Clock: CanonicallyEncodable {
  public func encode(into digest: inout Digest) {
    digest.combine(anchor)
    digest.combine(anchorLocal)
    digest.combine(driftPartsPerMillion)
  }
}
