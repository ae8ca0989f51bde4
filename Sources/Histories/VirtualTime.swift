/// An instant of simulated time, in whole milliseconds since the start of the run.
///
/// Virtual time is an integer so that every machine computes the same run; nothing happens between
/// two ticks. It says nothing about wall-clock time.
public struct VirtualTime: Hashable, Comparable, Sendable {
  /// Milliseconds since the start of the run.
  public var milliseconds: Int64

  @inlinable public init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

  public static let zero = VirtualTime(0)
  /// Later than every instant that a run can reach.
  public static let never = VirtualTime(.max)

  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.milliseconds < rhs.milliseconds
  }
  @inlinable public static func + (lhs: Self, rhs: VirtualDuration) -> Self {
    Self(lhs.milliseconds + rhs.milliseconds)
  }
  @inlinable public static func - (lhs: Self, rhs: VirtualDuration) -> Self {
    Self(lhs.milliseconds - rhs.milliseconds)
  }
  @inlinable public static func - (lhs: Self, rhs: Self) -> VirtualDuration {
    VirtualDuration(lhs.milliseconds - rhs.milliseconds)
  }
}

/// A span of simulated time, in whole milliseconds.
public struct VirtualDuration: Hashable, Comparable, Sendable {
  public var milliseconds: Int64

  @inlinable public init(_ milliseconds: Int64) { self.milliseconds = milliseconds }

  public static let zero = VirtualDuration(0)

  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.milliseconds < rhs.milliseconds
  }
  @inlinable public static func + (lhs: Self, rhs: Self) -> Self {
    Self(lhs.milliseconds + rhs.milliseconds)
  }
}

extension VirtualTime: ExpressibleByIntegerLiteral, CustomStringConvertible {
  public init(integerLiteral value: Int64) { self.init(value) }
  public var description: String { String(milliseconds) }
}

extension VirtualDuration: ExpressibleByIntegerLiteral, CustomStringConvertible {
  public init(integerLiteral value: Int64) { self.init(value) }
  public var description: String { String(milliseconds) }
}
