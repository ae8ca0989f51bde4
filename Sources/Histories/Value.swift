/// The name of an object that operations address: a register, a set, a queue, a lock. Two names are
/// the same when their bytes are, as a database sees them: `String` would take `é` for `e` with an accent.
public struct Key: Hashable, Comparable, Sendable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  public let name: String
  @inlinable public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { self.init(value) }
  @inlinable public static func == (lhs: Self, rhs: Self) -> Bool {
    lhs.name.isSameBytes(as: rhs.name)
  }
  @inlinable public static func < (lhs: Self, rhs: Self) -> Bool {
    lhs.name.precedes(rhs.name)
  }
  public var description: String { name }
}

extension String {
  /// Equality byte by byte in UTF-8. O(length).
  @inlinable func isSameBytes(as other: String) -> Bool {
    self == other && utf8.elementsEqual(other.utf8)
  }

  /// The order of strings, and that of the bytes among those which that one takes for the same.
  @inlinable func precedes(_ other: String) -> Bool {
    self == other ? utf8.lexicographicallyPrecedes(other.utf8) : self < other
  }
}

/// A value held under a key or returned by an operation. Two texts are the same when their bytes are.
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

extension Value {
  /// The value, with one form for the two ways to say that there is nothing: an empty collection is as absent.
  public var normalized: Value { self == .list([]) ? .absent : self }

  public static func == (lhs: Self, rhs: Self) -> Bool {
    switch (lhs, rhs) {
    case (.absent, .absent): true
    case (.integer(let a), .integer(let b)): a == b
    case (.text(let a), .text(let b)): a.isSameBytes(as: b)
    case (.list(let a), .list(let b)): a == b
    default: false
    }
  }
}

extension Value: Comparable {
  public static func < (lhs: Self, rhs: Self) -> Bool {
    switch (lhs, rhs) {
    case (.integer(let a), .integer(let b)): return a < b
    case (.text(let a), .text(let b)): return a.precedes(b)
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
