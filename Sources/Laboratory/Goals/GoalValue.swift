import Histories

/// What an expression of the goal language stands for.
public enum GoalValue: Hashable, Sendable {
  /// Nothing: a read of a key that holds nothing.
  case none
  case number(Int64)
  case text(String)
  case truth(Bool)
  /// `(c1, 200)`.
  case tuple([GoalValue])
  /// `{(c1, 200), (c2, 300)}`: ascending, without repetition.
  case set([GoalValue])
  case list([GoalValue])
}

extension GoalValue {
  public init(_ value: Value) {
    switch value {
    case .absent: self = .none
    case .integer(let number): self = .number(number)
    case .text(let text): self = .text(text)
    case .list(let elements): self = .list(elements.map { GoalValue($0) })
    }
  }

  /// A set of these, in canonical order.
  static func makeSet(_ elements: [GoalValue]) -> GoalValue {
    let sorted = elements.sorted()
    return .set(sorted.reduce(into: []) { if $0.last != $1 { $0.append($1) } })
  }
}

extension GoalValue: Comparable {
  public static func < (lhs: Self, rhs: Self) -> Bool {
    switch (lhs, rhs) {
    case (.number(let a), .number(let b)): return a < b
    case (.text(let a), .text(let b)): return a < b
    case (.tuple(let a), .tuple(let b)), (.set(let a), .set(let b)), (.list(let a), .list(let b)):
      return a.lexicographicallyPrecedes(b)
    case (.truth(let a), .truth(let b)): return !a && b
    default: return lhs.rank < rhs.rank
    }
  }

  private var rank: Int {
    switch self {
    case .none: 0
    case .number: 1
    case .text: 2
    case .truth: 3
    case .tuple: 4
    case .set: 5
    case .list: 6
    }
  }
}

extension GoalValue: CustomStringConvertible {
  public var description: String {
    func joined(_ elements: [GoalValue]) -> String {
      elements.map(\.description).joined(separator: ", ")
    }
    return switch self {
    case .none: "nil"
    case .number(let number): String(number)
    case .text(let text): text
    case .truth(let truth): truth ? "yes" : "no"
    case .tuple(let elements): "(\(joined(elements)))"
    case .set(let elements): "{\(joined(elements))}"
    case .list(let elements): "[\(joined(elements))]"
    }
  }
}

/// A goal whose text cannot be understood: where, what was found, what was expected.
public struct GoalSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The column of the text at fault, from 1.
  public var column: Int
  public var message: String

  public init(column: Int, _ message: String) {
    self.column = column
    self.message = message
  }

  public var description: String { message }
}

/// What a goal comes to in a run.
public struct GoalOutcome: Hashable, Sendable {
  public enum State: String, Hashable, Sendable {
    case met, unmet
    /// Not decided yet: the run has not come so far.
    case pending
    /// It cannot be decided: a checker says unknown.
    case unknown
  }
  public let state: State
  /// What decided it, in words with the computed values.
  public let witness: String

  public init(_ state: State, _ witness: String) {
    self.state = state
    self.witness = witness
  }
}
