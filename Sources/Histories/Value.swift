/// The name of an object that operations address: a register, a set, a queue, a lock.
public struct Key: Hashable, Comparable, Sendable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  public let name: String
  @inlinable public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { self.init(value) }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool { lhs.name < rhs.name }
  public var description: String { name }
}

/// A value held under a key or returned by an operation.
///
/// The order over values is total and arbitrary (absent < integer < text < list); it exists so that
/// values can be sorted, and means nothing to any consistency model.
public enum Value: Hashable, Sendable {
  /// The key holds nothing (written `nil`).
  case absent
  case integer(Int64)
  case text(String)
  /// The elements of a list, queue or stack in order; of a set in ascending order.
  case list([Value])
}

extension Value: Comparable {
  public static func < (lhs: Self, rhs: Self) -> Bool {
    switch (lhs, rhs) {
    case (.integer(let a), .integer(let b)): return a < b
    case (.text(let a), .text(let b)): return a < b
    case (.list(let a), .list(let b)): return a.lexicographicallyPrecedes(b)
    default: return lhs.rank < rhs.rank
    }
  }

  private var rank: Int {
    switch self {
    case .absent: 0
    case .integer: 1
    case .text: 2
    case .list: 3
    }
  }
}

extension Value: CustomStringConvertible {
  /// The value as it is written in scripts and goals: `nil`, `7`, `Alice`, `[a, b]`.
  public var description: String {
    switch self {
    case .absent: "nil"
    case .integer(let number): String(number)
    case .text(let text): text
    case .list(let elements): "[" + elements.map(\.description).joined(separator: ", ") + "]"
    }
  }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral,
  ExpressibleByArrayLiteral
{
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(stringLiteral value: String) { self = .text(value) }
  public init(nilLiteral: ()) { self = .absent }
  public init(arrayLiteral elements: Value...) { self = .list(elements) }
}
