/// What an operation asks for, as histories name it under `:f`.
enum FunctionName: Int, CaseIterable, Sendable {
  case read, write, compareAndSet, get, put, delete, append, add, remove, increment, decrement
  case enqueue, dequeue, push, pop, acquire, release, transaction, readMany
  /// The line in which this program says what a format has no words for.
  case conventions

  /// The spellings that are understood; the first is the one that is written.
  var spellings: [StaticString] {
    switch self {
    case .read: ["read", "r"]
    case .write: ["write", "w"]
    case .compareAndSet: ["cas", "compare-and-set"]
    case .get: ["get"]
    case .put: ["put"]
    case .delete: ["delete"]
    case .append: ["append"]
    case .add: ["add"]
    case .remove: ["remove"]
    case .increment: ["increment", "inc"]
    case .decrement: ["decrement", "dec"]
    case .enqueue: ["enqueue"]
    case .dequeue: ["dequeue"]
    case .push: ["push"]
    case .pop: ["pop"]
    case .acquire: ["acquire", "lock"]
    case .release: ["release", "unlock"]
    case .transaction: ["txn", "transaction"]
    case .readMany: ["read-many"]
    case .conventions: ["conventions"]
    }
  }

  var name: String { "\(spellings[0])" }

  /// Every spelling, in the order in which they are tried: the frequent ones first.
  private static let table: [(StaticString, FunctionName)] = allCases.flatMap { function in
    function.spellings.map { ($0, function) }
  }

  init?(_ word: UnsafeBufferPointer<UInt8>) {
    if word.equals("read") {
      self = .read
    } else if word.equals("write") {
      self = .write
    } else {
      guard let found = Self.table.first(where: { word.equals($0.0) }) else { return nil }
      self = found.1
    }
  }
}

/// Some of the functions, as bits.
struct FunctionSet: Equatable, ExpressibleByArrayLiteral {
  private var bits: UInt32 = 0

  init(arrayLiteral elements: FunctionName...) { for element in elements { insert(element) } }

  @inline(__always)
  func contains(_ function: FunctionName) -> Bool { bits & (1 << UInt32(function.rawValue)) != 0 }

  mutating func insert(_ function: FunctionName) { bits |= 1 << UInt32(function.rawValue) }

  func isSubset(of other: Self) -> Bool { bits & ~other.bits == 0 }

  static let all: Self = FunctionName.allCases.reduce(into: []) { $0.insert($1) }
}
